"""Reading who wrote what stands in a revision."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from trimtab.strategy.domain import authorship
from trimtab.strategy.domain.authorship import TextSource
from trimtab.strategy.domain.codec import to_json
from trimtab.strategy.domain.document import Strategy
from trimtab.strategy.domain.revisions import RevisionRow
from trimtab.strategy.models import Writing


def said_by(document: Strategy) -> dict[str, str]:
    """What a document says at each place."""
    return authorship.leaves(to_json(document))


def source(row: RevisionRow) -> TextSource:
    """A revision as a text that another one grows out of; one query."""
    return TextSource(said_by(row.document), written(row.number))


def written(number: int) -> authorship.Written:
    """How what stands at each place of a revision came about; one query, of what each revision up
    to it has changed.
    """
    found: dict[str, authorship.Contributions] = {}
    changes: list[Any] = list(
        Writing.objects.filter(revision__lte=number)
        .order_by("revision")
        .values_list("wrote", flat=True)
    )
    for wrote in changes:
        found |= authorship.ungrouped(wrote)
    return found


def authors(row: RevisionRow, in_force: RevisionRow | None) -> frozenset[UUID]:
    """Everybody who wrote anything in which a revision differs from the one in force (None: nothing
    is).
    """
    return authorship.authors(source(row), source(in_force) if in_force else authorship.NOTHING)
