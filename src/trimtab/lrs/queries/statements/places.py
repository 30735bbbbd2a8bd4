"""The places of a statement in which agents and activities may stand, and how
statements are found there in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from trimtab.lrs.domain.keys import related_number, shelf, within
from trimtab.lrs.domain.statements.rows import Filters
from trimtab.lrs.models import Related, Statement
from trimtab.lrs.queries.installation import home

_NEAR = """
    SELECT found.* FROM ({near}) near CROSS JOIN LATERAL ({each}) found
    ORDER BY near.stored{down}, near.id{down} LIMIT %s
"""
_KNOWN = """
    SELECT number FROM unnest(%s::bigint[]) AS number
    WHERE EXISTS (SELECT FROM lrs_related WHERE key = number)
"""
SqlQuery = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class StatementPlace:
    """A place: the condition that says it all, and the number under which `Related` has these
    statements in the order of storing; None where an index of the statements themselves does.
    `is_narrowed` says that something else is asked for, which may be the rarer thing;
    `is_scattered` that the statements lie all over the table, and that an index alone says when
    each was stored, with which verb, and whether it is voided."""

    condition: Q = field(default_factory=Q)
    number: int | None = None
    is_narrowed: bool = False
    is_scattered: bool = False

    def reach(
        self, given: QuerySet[Statement], times: Q, *, ascending: bool, limit: int
    ) -> SqlQuery:
        """The query for the time of storing of the last of the first `limit` of the given
        statements in this place; no row where there are fewer."""
        moments = (
            given.filter(self.condition, times)
            .order_by("stored" if ascending else "-stored")
            .values("stored")
        )
        return moments[limit - 1 : limit].query.sql_with_params()

    def first(
        self, given: QuerySet[Statement], times: Q, *, ascending: bool, limit: int
    ) -> SqlQuery:
        """The query (text, parameters) for the first `limit` of the given statements in this
        place: stored, id and raw. `times` are conditions that statements and `Related` share."""
        order = ("stored", "id") if ascending else ("-stored", "-id")
        statements = (
            given.filter(self.condition, times).order_by(*order).values("stored", "id", "raw")
        )
        if self.number is None:
            return statements[:limit].query.sql_with_params()
        # The times stand on both sides: the database does not carry them
        # over, and needs them to choose months.
        near = Related.objects.filter(times, key=self.number)
        if self.is_narrowed:
            same = near.filter(stored=OuterRef("stored"), id=OuterRef("id"))
            return statements.filter(Exists(same))[:limit].query.sql_with_params()
        # One probe for each, in order, until the page is full: as a join, it is taken
        # for something that finds next to nothing.
        here = {name: RawSQL(f"near.{name}", ()) for name in ("stored", "id")}  # noqa: S611  constants
        each = given.filter(self.condition, times, **here).values("stored", "id", "raw")[:1]
        outer, outer_values = near.order_by(*order).values("stored", "id").query.sql_with_params()
        inner, inner_values = each.query.sql_with_params()
        text = _NEAR.format(near=outer, each=inner, down="" if ascending else " DESC")
        return text, (*outer_values, *inner_values, limit)


def not_empty(several: Sequence[StatementPlace]) -> list[StatementPlace]:
    """Those places in which anything stands at all, as far as `Related` knows."""
    numbers = [place.number for place in several if place.number is not None]
    if not numbers:
        return list(several)
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [numbers])
        known = {number for [number] in cursor.fetchall()}
    return [place for place in several if place.number is None or place.number in known]


def related_to(text: str) -> StatementPlace:
    """Being related to somebody or something, as a text of `related`. Two texts may
    share a number, so the texts are compared."""
    return StatementPlace(Q(related__contains=[text]), related_number(text))


def places(filters: Filters) -> list[StatementPlace]:
    """The places in which the agent and the activity of `filters` may stand;
    together they hold all that is to be found."""
    is_narrowed = bool(filters.verb or filters.registration)
    return [replace(place, is_narrowed=is_narrowed) for place in _places(filters)]


def _places(filters: Filters) -> list[StatementPlace]:
    agents = _of_agent(filters.agent, broadly=filters.related_agents) if filters.agent else []
    if not filters.activity:
        return agents or [StatementPlace()]
    activities = _of_activity(shelf(filters.activity, home()), broadly=filters.related_activities)
    if not agents:
        return activities
    # An agent's statements are few beside those of a course, so they lead. What an agent did about
    # an activity the agent's index says by itself, and what within one stands in `Related` as a
    # pair; in the other places each statement says what it is related to.
    acted, *others = agents
    activity, either = shelf(filters.activity, home()), anywhere(activities)
    together = [
        replace(acted, condition=acted.condition & activities[0].condition, is_scattered=False)
    ]
    if filters.related_activities:
        pair = Q(actor_key=filters.agent) & activities[1].condition
        together.append(StatementPlace(pair, related_number(within(filters.agent, activity))))
    return [
        *together,
        *(
            replace(place, condition=place.condition & either, is_scattered=False)
            for place in others
        ),
    ]


def anywhere(several: Sequence[StatementPlace]) -> Q:
    """Being in any of the places."""
    return reduce(or_, [place.condition for place in several])


def _of_agent(key: str, *, broadly: bool) -> list[StatementPlace]:
    spots = [
        StatementPlace(Q(actor_key=key), is_scattered=True),
        StatementPlace(Q(object_id=key), is_scattered=True),
        related_to(f"m {key}"),
    ]
    if broadly:
        spots.append(related_to(f"a {key}"))
    ours = f"account {home()}|"
    return (
        [*spots, StatementPlace(Q(authority=key.removeprefix(ours)))]
        if broadly and key.startswith(ours)
        else spots
    )


def _of_activity(key: str, *, broadly: bool) -> list[StatementPlace]:
    as_object = StatementPlace(Q(object_id=key), is_scattered=True)
    return [as_object, related_to(f"o {key}")] if broadly else [as_object]
