"""Several strategies side by side: what runs under each, only where they differ, and because of which answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from trimtab.strategy.domain.catalogue import code_at
from trimtab.strategy.domain.document import ActionKind, ActionState, Approach, Strategy
from trimtab.strategy.domain.in_force import InForce, in_force
from trimtab.strategy.domain.plan import Plan
from trimtab.strategy.domain.planning import plan
from trimtab.strategy.domain.settings import SETTINGS, Setting, Value
from trimtab.strategy.domain.tracing import said_answer, words

MOST_REASONS = 2
_APPROACHES = {
    Approach.SPACED_LEARNING: "practice",
    Approach.PERFORMANCE_SUPPORT: "help at work",
    Approach.BOTH: "practice, with help at work",
    Approach.NOT_YET: "not yet",
    Approach.NEITHER: "no learning",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Something that a cell rests on: the code of the question, and what was answered, in words."""

    code: str
    says: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What holds under one strategy, in words, and the answers it rests on; `because` is empty where nothing sets it."""

    says: str
    because: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that differs, with a cell for each strategy in their order."""

    about: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of one subject, such as practice or delivery."""

    key: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class _Side:
    document: Strategy
    plan: Plan
    set: tuple[InForce, ...]


def compare(documents: Iterable[Strategy]) -> tuple[Group, ...]:
    """What differs between the strategies: first what runs, then the settings by subject; groups without a difference are left out."""
    sides = [_Side(one, plan(one), in_force(one)) for one in documents]
    groups = [Group("runs", tuple(_differing(_running(sides))))]
    for key in dict.fromkeys(one.key.split(".")[0] for one in SETTINGS):
        settings = [
            one for one in SETTINGS if one.key.startswith(f"{key}.") and one.key not in _LIMITED
        ]
        groups.append(Group(key, tuple(_differing(_setting(one, sides) for one in settings))))
    return tuple(one for one in groups if one.rows)


def _differing(rows: Iterable[Row]) -> Iterator[Row]:
    return (row for row in rows if len({cell.says for cell in row.cells}) > 1)


# What runs ----------------------------------------------------------------------------------------------------------


def _running(sides: Sequence[_Side]) -> Iterator[Row]:
    for about, tell in _TOLD:
        yield Row(about, tuple(tell(side) for side in sides))


def _approaches(side: _Side) -> Cell:
    chosen = [one for one in side.document.policy.choices if one.approach]
    says = (
        f"{_challenge(side, one.challenge)}: {_APPROACHES[one.approach]}"
        for one in chosen
        if one.approach
    )
    causes = [f"challenges/{one.challenge}/causes" for one in chosen]
    return Cell(". ".join(says), _reasons(side.document, causes))


def _challenge(side: _Side, key: str) -> str:
    return next((one.title for one in side.document.challenges if one.id == key), key)


def _practice(side: _Side) -> Cell:
    found = side.plan.programmes
    says = ", ".join(f"{one.title} ({one.minutes_per_week} minutes a week)" for one in found)
    return Cell(
        says or "no practice",
        _reasons(side.document, (place for one in found for place in one.because)),
    )


def _help(side: _Side) -> Cell:
    found = side.plan.collections
    says = ", ".join(one.title for one in found)
    return Cell(
        says or "no help",
        _reasons(side.document, (place for one in found for place in one.because)),
    )


def _minutes(side: _Side) -> Cell:
    return Cell(
        f"{side.plan.limits.minutes_per_week} minutes", _reasons(side.document, ("answers/Q-D9",))
    )


def _messages(side: _Side) -> Cell:
    return Cell(str(side.plan.limits.messages_per_week), _limit_reasons(side, "messages.per_week"))


def _quiet(side: _Side) -> Cell:
    limits = side.plan.limits
    return Cell(
        f"{limits.quiet_from:%H:%M} to {limits.quiet_until:%H:%M}",
        _limit_reasons(side, "messages.quiet_from"),
    )


def _smallest(side: _Side) -> Cell:
    return Cell(str(side.plan.limits.min_cell), _limit_reasons(side, "data.min_cell"))


def _limit_reasons(side: _Side, key: str) -> tuple[Reason, ...]:
    return _reasons(
        side.document, (place for one in side.set if one.key == key for place in one.because)
    )


def _designs(side: _Side) -> Cell:
    designs = dict.fromkeys(_plain(one.design.value) for one in side.plan.evaluations)
    return Cell(
        ", ".join(designs) or "nothing is compared", _reasons(side.document, ("answers/Q-E5",))
    )


def _senders(side: _Side) -> Cell:
    senders = dict.fromkeys(one.sender for one in side.plan.campaigns if one.sender)
    return Cell(", ".join(senders) or "nobody", _reasons(side.document, ("answers/Q-C4",)))


def _stopping(side: _Side) -> Cell:
    says = next((one.approver for one in side.plan.rights if one.key == "stop"), "nobody named")
    return Cell(says, _reasons(side.document, ("answers/Q-G9",)))


def _content(side: _Side) -> Cell:
    return Cell(
        next((one.approver for one in side.plan.rights if one.key == "content"), "nobody named")
    )


def _first(side: _Side) -> Cell:
    """Work outside the platform that the strategy asks for."""
    work = (
        one
        for one in side.document.actions
        if one.kind is ActionKind.WORK and one.state is ActionState.RUNNING
    )
    return Cell("; ".join(one.title for one in work) or "nothing")


_TOLD: tuple[tuple[str, Callable[[_Side], Cell]], ...] = (
    ("Approach", _approaches),
    ("Practice", _practice),
    ("Help at work", _help),
    ("Work outside the platform", _first),
    ("Most minutes a week", _minutes),
    ("Most messages a week", _messages),
    ("Quiet hours", _quiet),
    ("Smallest group shown", _smallest),
    ("Compared", _designs),
    ("Messages come from", _senders),
    ("Content is decided by", _content),
    ("Stopping is decided by", _stopping),
)
_LIMITED = {
    "practice.minutes_per_week",
    "messages.per_week",
    "messages.quiet_from",
    "messages.quiet_until",
    "data.min_cell",
}


# Settings -----------------------------------------------------------------------------------------------------------


def _setting(setting: Setting, sides: Sequence[_Side]) -> Row:
    return Row(_about(setting), tuple(_value(setting, side) for side in sides))


def _about(setting: Setting) -> str:
    """The setting's sentence without its value: 'Used on', 'Quiet hours start at'."""
    return setting.says.replace("{value}", "…").rstrip(".").removesuffix(": …").removesuffix(" …")


def _value(setting: Setting, side: _Side) -> Cell:
    found = [one for one in side.set if one.key == setting.key]
    if not found:
        return Cell(_in_words(setting.default))
    served = len(side.document.audiences)
    values = [_in_words(one.value) for one in found]
    if setting.for_audience and len(found) < served:
        values.append(_in_words(setting.default))
    mixed = isinstance(setting.default, bool) and len(set(values)) > 1
    says = "for some" if mixed else " or ".join(dict.fromkeys(values))
    return Cell(says, _reasons(side.document, (place for one in found for place in one.because)))


def _in_words(value: Value) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case tuple():
            return ", ".join(value) or "nothing"
        case _:
            return str(value)


def _plain(value: str) -> str:
    return value.replace("-", " ")


def _reasons(document: Strategy, places: Iterable[str]) -> tuple[Reason, ...]:
    """The nearest answers, in words, at most a few; what answers no question, such as an action, is left out."""
    codes = ((place, code_at(place)) for place in dict.fromkeys(places))
    said = dict.fromkeys(
        Reason(code, _answered(document, place, code)) for place, code in codes if code
    )
    return tuple(one for one in said if one.says)[:MOST_REASONS]


def _answered(document: Strategy, place: str, code: str) -> str:
    answer = document.answers.get(code) if place.startswith("answers/") else None
    return said_answer(code, answer) if answer else words(document, place)
