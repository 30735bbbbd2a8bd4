"""The places of a statement in which agents and activities may stand, and how statements are found there in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q

from trimtab.lrs.domain.keys import related_number, shelf
from trimtab.lrs.domain.rows import Filters
from trimtab.lrs.home import home
from trimtab.lrs.models import Related


@dataclass(frozen=True, slots=True)
class Place:
    """A place: the condition that says it all, and the number under which `Related` has these statements in the order of
    storing; None where an index of the statements themselves does."""

    condition: Q = field(default_factory=Q)
    number: int | None = None

    def within(self, times: Q) -> Q:
        """The condition for statements at times that `times` says, of statements and of `Related` alike."""
        if self.number is None:
            return self.condition & times
        # The times stand on both sides: the database does not carry them over, and needs them to choose months.
        near = Related.objects.filter(times, key=self.number, stored=OuterRef("stored"), id=OuterRef("id"))
        return Q(Exists(near)) & self.condition & times


def related_to(text: str) -> Place:
    """Being related to somebody or something, as a text of `related`. Two texts may share a number, so the texts are compared."""
    return Place(Q(related__contains=[text]), related_number(text))


def places(filters: Filters) -> list[Place]:
    """The places in which the agent and the activity of `filters` may stand; together they hold all that is to be found."""
    agents = _of_agent(filters.agent, broadly=filters.related_agents) if filters.agent else []
    if not filters.activity:
        return agents or [Place()]
    activities = _of_activity(shelf(filters.activity, home()), broadly=filters.related_activities)
    either = anywhere(activities)
    return [Place(one.condition & either, one.number) for one in agents] or activities


def anywhere(several: Sequence[Place]) -> Q:
    """Being in any of the places."""
    return reduce(or_, [one.condition for one in several])


def _of_agent(key: str, *, broadly: bool) -> list[Place]:
    found = [Place(Q(actor_key=key)), Place(Q(object_id=key)), related_to(f"m {key}")]
    if broadly:
        found.append(related_to(f"a {key}"))
    ours = f"account {home()}|"
    return [*found, Place(Q(authority=key.removeprefix(ours)))] if broadly and key.startswith(ours) else found


def _of_activity(key: str, *, broadly: bool) -> list[Place]:
    return [Place(Q(object_id=key)), related_to(f"o {key}")] if broadly else [Place(Q(object_id=key))]
