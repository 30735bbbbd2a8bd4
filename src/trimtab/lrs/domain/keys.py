"""The texts under which statements are found: short enough for an index, and the
same wherever the installation lives."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from trimtab.xapi import related
from trimtab.xapi.actor import actor_key
from trimtab.xapi.profile import people_page

LONGEST = 255
# related_number as the database tells it, of a column or alias called `text`.
NUMBER_IN_SQL = "('x' || substr(md5(convert_to(text, 'UTF8')), 1, 16))::bit(64)::bigint"

# numbers_of in the database, of a row with the columns `actor_key` and `related`:
# each text once, or twice where it repeats.
TEXTS_IN_SQL = """(
    SELECT key AS text FROM unnest({related}) AS key
    UNION ALL
    SELECT {actor} || chr(10) || key FROM unnest({related}) AS key WHERE starts_with(key, 'o ')
) AS texts"""


def person_key(pseudonym: UUID) -> str:
    """The key of one of our own people."""
    return f"person {pseudonym}"


def is_person(key: str) -> bool:
    """Whether a key is that of somebody of our own, by a pseudonym."""
    return key.startswith("person ")


def mail_keys(email: str) -> tuple[str, ...]:
    """The keys under which programs may know a person by e-mail address (part two, 2.4.2.3)."""
    mbox = f"mailto:{email}"
    digest = hashlib.sha1(mbox.encode(), usedforsecurity=False).hexdigest()
    return tuple(
        _short(actor_key({name: value}))
        for name, value in (("mbox", mbox), ("mbox_sha1sum", digest))
    )


def name_key(name: str) -> str:
    """The key of a document's name."""
    return _short(name)


def agent_key(actor: Mapping[str, Any], home: str) -> str:
    """The key of an actor of a statement or of a filter; '' for an anonymous group."""
    return shelf(actor_key(actor), home)


def shelf(key: str, home: str) -> str:
    """A key as it stands in a column. Our own people are known by their pseudonym alone, so
    that their evidence is still theirs when the installation's address changes; a long key is
    hashed, so that any key fits into an index."""
    ours = _ours(home)
    if key.startswith(ours):
        return _short(f"person {key[len(ours) :]}")
    return _short(key)


def _short(key: str) -> str:
    return key if len(key) <= LONGEST else f"sha256 {hashlib.sha256(key.encode()).hexdigest()}"


@lru_cache(maxsize=8)
def _ours(home: str) -> str:
    return f"account {people_page(home)}|"


def related_keys(
    statement: Mapping[str, Any], *, actor: str, object_id: str, home: str
) -> tuple[str, ...] | None:
    """What filters find beyond actor and object: 'm key' members of groups in their place, 'a
    key' anybody, 'o iri' any activity. None when there is nothing."""
    if not _has_relations(statement):
        return None
    keys = {f"m {shelf(key, home)}" for key in related.members(statement) if key}
    keys |= {
        f"a {key}"
        for other in related.related_agents(statement)
        if other and (key := shelf(other, home)) != actor
    }
    keys |= {
        f"o {key}"
        for other in related.related_activities(statement)
        if (key := shelf(other, home)) != object_id
    }
    return tuple(sorted(keys)) or None


@lru_cache(maxsize=20_000)
def related_number(text: str) -> int:
    """One of the texts of `related` as a signed number of 64 bits: the first half of
    its MD5, which the database can tell too.

    Somebody may make two texts with the same number; that costs a look at
    a statement more and is no secret.
    """
    return int.from_bytes(
        hashlib.md5(text.encode(), usedforsecurity=False).digest()[:8], "big", signed=True
    )


def within(actor: str, activity: str) -> str:
    """The text of a pair: statements of an actor that are related to
    an activity, both by their keys."""
    return f"{actor}\no {activity}"


def numbers_of(actor: str, related: Iterable[str] | None) -> set[int]:
    """The numbers under which a statement is found: of each text in `related`,
    and of its actor within each activity."""
    texts = list(related or ())
    return {
        related_number(text)
        for text in [*texts, *(f"{actor}\n{text}" for text in texts if text.startswith("o "))]
    }


def _has_relations(statement: Mapping[str, Any]) -> bool:
    context = statement.get("context", {})
    return (
        "contextActivities" in context
        or "instructor" in context
        or "team" in context
        or "contextAgents" in context
        or "contextGroups" in context
        or "member" in statement["actor"]
        or statement["object"].get("objectType") in ("SubStatement", "Group")
    )
