"""Finding one page of statements among very many.

Two things keep a page cheap however many months there are. It is sought from its own end, one month first, and then as many as it
should take: the database plans and reads one partition where a page fills at once, and few more where it does not. And a filter that
fits in several places (an agent as actor, as object, in a group) is asked once for each place, each in the order of an index;
one condition with OR would make the database read everything that fits, and sort it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from math import ceil
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from trimtab.lrs.domain.months import Month
from trimtab.lrs.domain.rows import Filters
from trimtab.lrs.models import Statement
from trimtab.lrs.places import Place, Query, not_empty

_MONTHS = "SELECT relname FROM pg_inherits JOIN pg_class ON oid = inhrelid WHERE inhparent = 'lrs_statement'::regclass"
# For this one query: a page is found at once or by few probes, and getting helpers or a compiler ready takes longer than that.
_PLAINLY = "SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL jit = off;"
Found = tuple[dt.datetime, UUID, str]


def months() -> list[Month]:
    """The months that have a table, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(_MONTHS)
        return sorted(month for [name] in cursor.fetchall() if (month := Month.of_table(name)))


def first_of(given: QuerySet[Statement], places: Sequence[Place], filters: Filters, wanted: int) -> list[Found]:
    """The first `wanted` statements (time of storing, id, JSON) of those given, in any of the places and at the times of
    `filters`, in their order."""
    found: dict[UUID, Found] = {}
    left, read = _months(filters), 0
    while left and len(found) < wanted:
        if read == 1:
            # One month was not enough. Before many are planned for, one look at which places are worth it.
            places = not_empty(places)
            if not places:
                break
        many = _how_many(read, len(found), wanted)
        times = _within(left[:many]) & _times(filters)
        queries = [place.first(given, times, ascending=filters.ascending, limit=wanted) for place in places]
        found |= {row[1]: row for row in _read(queries)}
        left, read = left[many:], read + many
    return sorted(found.values(), key=lambda row: row[:2], reverse=not filters.ascending)[:wanted]


def _how_many(read: int, found: int, wanted: int) -> int:
    """How many months to read next, after so many months gave so many statements: what it takes to fill the page if they go on
    like that, and a quarter more; three times as many as before where there were none, and one to begin with."""
    if not read:
        return 1
    return ceil((wanted - found) * read / found * 1.25) if found else 3 * read + 1


def _times(filters: Filters) -> Q:
    """When a statement was stored, and after which one."""
    bounds = {"stored__gt": filters.since, "stored__lte": filters.until}
    found = Q(**{name: value for name, value in bounds.items() if value})
    if filters.after:
        stored, key = filters.after
        later = "gt" if filters.ascending else "lt"
        # The first condition says nothing new; it is the one that an index and the choice of months can use.
        found &= Q(**{f"stored__{later}e": stored})
        found &= Q(**{f"stored__{later}": stored}) | Q(stored=stored, **{f"id__{later}": key})
    return found


def _months(filters: Filters) -> list[Month]:
    """The months that may hold what is asked for, in the order of reading."""
    after = filters.after[0] if filters.after else None
    earliest = [moment for moment in (filters.since, after if filters.ascending else None) if moment]
    latest = [moment for moment in (filters.until, None if filters.ascending else after) if moment]
    first, last = max(map(Month.of, earliest), default=None), min(map(Month.of, latest), default=None)
    found = [month for month in months() if (first is None or month >= first) and (last is None or month <= last)]
    return found if filters.ascending else found[::-1]


def _within(several: Sequence[Month]) -> Q:
    return Q(stored__gte=min(several).starts, stored__lt=max(several).later(1).starts)


def _read(queries: Sequence[Query]) -> list[Found]:
    # The JSON becomes text outside: only for the rows of the page.
    together = " UNION ALL ".join(f"({text})" for text, _parameters in queries)
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_PLAINLY} SELECT stored, id, raw::text FROM ({together}) found",  # noqa: S608  made by Django, with parameters
            [value for _text, parameters in queries for value in parameters],
        )
        while cursor.description is None:
            cursor.nextset()
        return list(cursor.fetchall())
