"""Every statement there is, in the order of storing, without holding them all in memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from trimtab.lrs.domain.statements.rows import HeldAttachment
from trimtab.lrs.models import Statement
from trimtab.lrs.queries.statements import attachments as held

_AT_ONCE = 5_000


class Exported(NamedTuple):
    """A statement as JSON (`statement`), and the columns under which it is found."""

    id: UUID
    stored: dt.datetime
    timestamp: dt.datetime
    actor_key: str
    verb: str
    object_id: str
    registration: UUID | None
    authority: str
    voided: bool
    statement: str


def count_between(since: dt.datetime | None, until: dt.datetime | None) -> int:
    """How many statements were stored after `since` and up to `until`."""
    return _between(since, until).count()


def export(since: dt.datetime | None, until: dt.datetime | None) -> Iterator[Exported]:
    """Statements stored after `since` and up to `until`, oldest stored first; voided
    ones too, so that what voids them holds."""
    columns = (*Exported._fields[:-1], Cast("raw", TextField()))
    rows = _between(since, until).order_by("stored", "id").values_list(*columns)
    return (Exported(*row) for row in rows.iterator(chunk_size=_AT_ONCE))


def attachments(statements: Sequence[UUID]) -> Iterator[tuple[str, bytes]]:
    """The data that came with these statements, by the SHA-2 under which they came, each
    once; few of them are in memory at a time."""
    several = {use.sha2: use for uses in held.uses(statements).values() for use in uses}
    together: list[HeldAttachment] = []
    for use in [*several.values(), None]:
        if together and (
            use is None or sum(other.octets for other in together) + use.octets > held.MOST_BYTES
        ):
            yield from held.data_of(together).items()
            together = []
        together += [use] if use else []


def _between(since: dt.datetime | None, until: dt.datetime | None) -> QuerySet[Statement]:
    given = {"stored__gt": since, "stored__lte": until}
    return Statement.objects.filter(**{name: value for name, value in given.items() if value})
