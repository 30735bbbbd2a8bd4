"""Finding one page of statements among very many.

Three things keep a page cheap however many months there are. It is sought from its own end, one
month first, and then as many as it should take: the database plans and reads one partition where a
page fills at once, and few more where it does not. And a filter that fits in several places (an
agent as actor, as object, in a group) is asked once for each place, each in the order of an index;
one condition with OR would make the database read everything that fits, and sort it. And where
statements lie all over the disk, an index first says how far the page reaches; what is so near is
then fetched in the order of the disk, many reads at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from math import ceil
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from trimtab.lrs.domain.statements.months import Month
from trimtab.lrs.domain.statements.rows import Filters
from trimtab.lrs.models import Statement
from trimtab.lrs.queries.statements.months import months
from trimtab.lrs.queries.statements.places import SqlQuery, StatementPlace, not_empty

# For this one query: a page is found at once or by few probes, and getting helpers or a
# compiler ready takes longer than that.
_PLAINLY = "SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL jit = off;"
# A bitmap of the rows is made before the first is read, and reading goes ahead of it.
_AHEAD = "SET LOCAL enable_indexscan = off; SET LOCAL effective_io_concurrency = 64;"
_AS_EVER = "SET LOCAL enable_indexscan = on"
FoundRow = tuple[dt.datetime, UUID, str]


def first_of(
    given: QuerySet[Statement], places: Sequence[StatementPlace], filters: Filters, wanted: int
) -> list[FoundRow]:
    """The first `wanted` statements (time of storing, id, JSON) of those given, in any of the
    places and at the times of `filters`, in their order."""
    rows: dict[UUID, FoundRow] = {}
    left, read = _months(filters), 0
    while left and len(rows) < wanted:
        if read == 1:
            # One month was not enough. Before many are planned for, one
            # look at which places are worth it.
            places = not_empty(places)
            if not places:
                break
        many = _how_many(read, len(rows), wanted)
        rows |= {row[1]: row for row in _first(given, places, filters, left[:many], wanted)}
        left, read = left[many:], read + many
    return sorted(rows.values(), key=lambda row: row[:2], reverse=not filters.ascending)[:wanted]


def _first(
    given: QuerySet[Statement],
    places: Sequence[StatementPlace],
    filters: Filters,
    within: Sequence[Month],
    wanted: int,
) -> list[FoundRow]:
    """The first statements of each place in these months."""
    times = _within(within) & _times(filters)
    is_in_order = not all(place.is_scattered for place in places)
    if is_in_order or filters.authority or filters.registration:
        first = [
            place.first(given, times, ascending=filters.ascending, limit=wanted) for place in places
        ]
        return _read(first)
    beyond = _within(within) & _beyond(filters)
    reaches = [
        place.reach(given, beyond, ascending=filters.ascending, limit=wanted) for place in places
    ]
    nearer = "stored__lte" if filters.ascending else "stored__gte"
    queries = [
        place.first(
            given,
            times & Q(**{nearer: reach}) if reach else times,
            ascending=filters.ascending,
            limit=wanted,
        )
        for place, reach in zip(places, _reaches(reaches), strict=True)
    ]
    return _read(queries, ahead=True)


def _how_many(read: int, gave: int, wanted: int) -> int:
    """How many months to read next, after so many months gave so many statements: what it takes
    to fill the page if they go on like that, and a quarter more; three times as many as before
    where there were none, and one to begin with."""
    if not read:
        return 1
    return ceil((wanted - gave) * read / gave * 1.25) if gave else 3 * read + 1


def _beyond(filters: Filters) -> Q:
    """When a statement was stored, and that it was not at the moment of the one before the page."""
    times = _bounds(filters)
    return times & Q(**{f"stored__{_later(filters)}": filters.after[0]}) if filters.after else times


def _bounds(filters: Filters) -> Q:
    bounds = {"stored__gt": filters.since, "stored__lte": filters.until}
    return Q(**{name: value for name, value in bounds.items() if value})


def _later(filters: Filters) -> str:
    return "gt" if filters.ascending else "lt"


def _times(filters: Filters) -> Q:
    """When a statement was stored, and after which one."""
    times = _bounds(filters)
    if filters.after:
        stored, key = filters.after
        later = _later(filters)
        # The first condition says nothing new; it is the one that an index
        # and the choice of months can use.
        times &= Q(**{f"stored__{later}e": stored})
        times &= Q(**{f"stored__{later}": stored}) | Q(stored=stored, **{f"id__{later}": key})
    return times


def _months(filters: Filters) -> list[Month]:
    """The months that may hold what is asked for, in the order of reading."""
    after = filters.after[0] if filters.after else None
    earliest = [
        moment for moment in (filters.since, after if filters.ascending else None) if moment
    ]
    latest = [moment for moment in (filters.until, None if filters.ascending else after) if moment]
    first, last = (
        max(map(Month.of, earliest), default=None),
        min(map(Month.of, latest), default=None),
    )
    wanted = [
        month
        for month in months()
        if (first is None or month >= first) and (last is None or month <= last)
    ]
    return wanted if filters.ascending else wanted[::-1]


def _within(several: Sequence[Month]) -> Q:
    return Q(stored__gte=min(several).starts, stored__lt=max(several).later(1).starts)


def _reaches(queries: Sequence[SqlQuery]) -> list[dt.datetime | None]:
    """What each query says, in one go; None where it says nothing."""
    together = " UNION ALL ".join(
        f"SELECT {at}, stored FROM ({text}) found"  # noqa: S608
        for at, (text, _) in enumerate(queries)
    )
    rows = _rows(f"{_PLAINLY} {together}", queries)
    reaches = dict(rows)
    return [reaches.get(at) for at in range(len(queries))]


def _read(queries: Sequence[SqlQuery], *, ahead: bool = False) -> list[FoundRow]:
    # The JSON becomes text outside: only for the rows of the page.
    together = " UNION ALL ".join(f"({text})" for text, _parameters in queries)
    asked = f"SELECT stored, id, raw::text FROM ({together}) found"  # noqa: S608  made by Django, with parameters
    return _rows(
        f"{_PLAINLY} {_AHEAD} {asked}; {_AS_EVER}" if ahead else f"{_PLAINLY} {asked}", queries
    )


def _rows(several: str, queries: Sequence[SqlQuery]) -> list[Any]:
    """The rows of the one statement among several that has some."""
    with connection.cursor() as cursor:
        cursor.execute(several, [value for _text, parameters in queries for value in parameters])
        while cursor.description is None:
            cursor.nextset()
        return list(cursor.fetchall())
