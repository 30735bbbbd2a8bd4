"""What the evidence holds about one of our people, and under which keys."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, QuerySet, TextField
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast

from trimtab.lrs.domain.keys import person_key, related_number
from trimtab.lrs.models import Statement

# Each place by an index of its own; one condition with OR would read every statement.
_NAMED = """
    (lrs_statement.stored, lrs_statement.id) IN (
        SELECT stored, id FROM lrs_statement WHERE actor_key = ANY(%s)
        UNION SELECT stored, id FROM lrs_statement WHERE object_id = ANY(%s)
        UNION SELECT found.stored, found.id
              FROM lrs_statement found JOIN lrs_related USING (stored, id)
              WHERE key = ANY(%s) AND found.related && %s::text[]
    )
"""


def identifiers(pseudonym: UUID, emails: Iterable[str]) -> list[str]:
    """The keys under which the evidence may know a person: the pseudonym, and
    each address plain and hashed (2.4.2.3)."""
    keys = [person_key(pseudonym)]
    for email in emails:
        mbox = f"mailto:{email.lower()}"
        keys += [f"mbox {mbox}", f"mbox_sha1sum {hashlib.sha1(mbox.encode()).hexdigest()}"]  # noqa: S324  as xAPI has it
    return keys


def about(keys: Iterable[str]) -> QuerySet[Statement]:
    """The statements, voided ones too, in which somebody with one of
    these keys is named, as a query."""
    wanted = list(keys)
    named = [f"{kind} {key}" for key in wanted for kind in ("a", "m")]
    parameters = [wanted, wanted, [related_number(text) for text in named], named]
    return Statement.objects.filter(RawSQL(_NAMED, parameters, output_field=BooleanField()))  # noqa: S611  with parameters


def count_named(pseudonym: UUID, emails: Iterable[str]) -> int:
    """How many statements, voided ones too, name a person, under the pseudonym or an address."""
    return about(identifiers(pseudonym, emails)).count()


def named(people: Mapping[UUID, str]) -> set[UUID]:
    """Which of some people, by pseudonym with their address, statements name; one query for
    thousands of whom none is."""
    if not people:
        return set()
    keys = [key for pseudonym, email in people.items() for key in identifiers(pseudonym, [email])]
    if not about(keys).exists():
        return set()
    if len(people) == 1:
        return set(people)
    pairs = list(people.items())
    half = len(pairs) // 2
    return named(dict(pairs[:half])) | named(dict(pairs[half:]))


def held_about(pseudonym: UUID, emails: Iterable[str]) -> dict[str, list[Any]]:
    """Every statement in which a person is named, under the pseudonym or an
    address, newest first; voided ones too."""
    statements = about(identifiers(pseudonym, emails)).order_by("-stored", "-id")
    return {
        "statements": [
            json.loads(text) for text in statements.values_list(Cast("raw", TextField()), flat=True)
        ]
    }
