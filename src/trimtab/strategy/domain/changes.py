"""What differs between two documents, or between two plans, place by place and in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from trimtab.kernel.said import Said, as_written, listed, say, say_n
from trimtab.people.values import role_words
from trimtab.strategy.domain import places
from trimtab.strategy.domain.codec import to_json
from trimtab.strategy.domain.document import Strategy
from trimtab.strategy.domain.plan import (
    AudienceResource,
    Campaign,
    Collection,
    Evaluation,
    GrantResource,
    LimitsResource,
    Plan,
    Programme,
    Resource,
    RightResource,
)
from trimtab.strategy.domain.spelling import data_called, decision_called, grain_called, spelled

_REASONS = frozenset({"because", "rules"})


class ChangeKind(StrEnum):
    """How a place differs."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: where, how, and what stood and stands there (plain data; None where
    nothing).
    """

    place: str
    kind: ChangeKind
    before: Any = None
    after: Any = None

    @property
    def sentence(self) -> Said:
        """The difference in words."""
        match self.kind:
            case ChangeKind.ADDED:
                return say("{place} is new: {after}", place=self.place, after=said(self.after))
            case ChangeKind.REMOVED:
                return say(
                    "{place} is gone; it was {before}",
                    place=self.place,
                    before=said(self.before),
                )
            case ChangeKind.CHANGED:
                return say(
                    "{place} is now {after}; it was {before}",
                    place=self.place,
                    after=said(self.after),
                    before=said(self.before),
                )


def said(value: Any) -> Said:
    """A value of the document in words: a part by its name, a list by its members."""
    if isinstance(value, dict):
        named = next(
            (value[key] for key in ("title", "name", "says", "value") if value.get(key)), ""
        )
        return as_written(str(named)) if named else say("given")
    if isinstance(value, list):
        return listed(said(member) for member in value) if value else say("empty")
    return value if isinstance(value, Said) else as_written(str(value))


def diff(before: Strategy, after: Strategy) -> tuple[Change, ...]:
    """Everything that differs, members of lists compared by their id; the order of `after`."""
    return tuple(_differences(to_json(before), to_json(after), ""))


def _differences(before: Any, after: Any, place: str) -> Iterator[Change]:
    if before == after:
        return
    one, other = places.named(before), places.named(after)
    if one is None or other is None:
        yield Change(place, ChangeKind.CHANGED, before, after)
        return
    for name in [*other, *(name for name in one if name not in other)]:
        inner = f"{place}/{places.step(name)}".lstrip("/")
        if name not in one:
            yield Change(inner, ChangeKind.ADDED, after=other[name])
        elif name not in other:
            yield Change(inner, ChangeKind.REMOVED, before=one[name])
        else:
            yield from _differences(one[name], other[name], inner)


@dataclass(frozen=True, slots=True)
class PlanChange:
    """A resource that adopting would create, change or retire; `audience` is the key of who notices
    it, "" for nobody in particular.
    """

    kind: ChangeKind
    resource: str
    key: str
    title: str
    because: tuple[str, ...]
    audience: str = ""


def plan_changes(running: Plan | None, wanted: Plan) -> tuple[PlanChange, ...]:
    """What adopting `wanted` changes in what runs under `running` (None: nothing runs yet); new
    reasons alone are no change.
    """
    before, after = resources(running) if running else {}, resources(wanted)
    changes = []
    titles = {**titled(running), **titled(wanted)} if running else titled(wanted)
    for name in sorted(before.keys() | after.keys()):
        one, other = before.get(name), after.get(name)
        if one is not None and other is not None and shape(one) == shape(other):
            continue
        kind = (
            ChangeKind.ADDED
            if one is None
            else ChangeKind.REMOVED
            if other is None
            else ChangeKind.CHANGED
        )
        found = other or one
        if found is not None:
            changes.append(
                PlanChange(
                    kind, name[0], name[1], title(found, titles), found.because, _audience(found)
                )
            )
    return tuple(changes)


def shape(one: Resource) -> dict[str, Any]:
    """What runs, without its reasons: two of the same shape run alike."""
    return {name: getattr(one, name) for name in one.__struct_fields__ if name not in _REASONS}


def resources(plan: Plan) -> dict[tuple[str, str], Resource]:
    """Everything that runs under a plan, by kind and key."""
    parts: dict[str, tuple[Resource, ...]] = {
        "audience": plan.audiences,
        "programme": plan.programmes,
        "collection": plan.collections,
        "campaign": plan.campaigns,
        "measure": plan.measures,
        "evaluation": plan.evaluations,
        "grant": plan.grants,
        "right": plan.rights,
        "setting": plan.settings,
        "task": plan.tasks,
        "limits": (plan.limits,),
    }
    return {(kind, one.key): one for kind, resources in parts.items() for one in resources}


def titled(plan: Plan) -> dict[str, str]:
    """The titles of the actions that run under a plan, by key."""
    actions: tuple[Programme | Collection | Campaign, ...] = (
        *plan.programmes,
        *plan.collections,
        *plan.campaigns,
    )
    return {one.key: one.title for one in actions}


def title(resource: Resource, titles: Mapping[str, str]) -> Said:
    """A resource in words; a comparison is named after the action it checks (`titles`)."""
    match resource:
        case LimitsResource():
            return say(
                "At most {minutes} minutes and {messages} messages a week; quiet from {quiet_from} "
                "to {quiet_until}",
                minutes=resource.minutes_per_week,
                messages=resource.messages_per_week,
                quiet_from=resource.quiet_from,
                quiet_until=resource.quiet_until,
            )
        case RightResource():
            return say(
                "{decision}: decided by the {approver}",
                decision=spelled(decision_called(resource.key)),
                approver=role_words(resource.approver),
            )
        case GrantResource():
            return say_n(
                "{data} for the {role}, by {grain}, {count} day",
                "{data} for the {role}, by {grain}, {count} days",
                resource.days,
                data=spelled(data_called(resource.data)),
                role=role_words(resource.role),
                grain=grain_called(resource.grain),
            )
        case Evaluation():
            return say(
                "{title}: judged on {day}",
                title=titles.get(resource.key, resource.key),
                day=resource.by,
            )
        case _:
            return as_written(
                getattr(resource, "title", "") or getattr(resource, "name", "") or resource.key
            )


def _audience(resource: Resource) -> str:
    """The audience that a resource is for; "" when it is for nobody in particular."""
    return (
        resource.key
        if isinstance(resource, AudienceResource)
        else str(getattr(resource, "audience", ""))
    )
