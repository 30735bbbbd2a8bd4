"""Several strategies side by side: what runs under each, only where they differ, and because of
which answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from trimtab.kernel.said import Between, Said, joined, left_open, listed, say, say_in
from trimtab.people.values import role_words
from trimtab.strategy.domain.catalogue import code_at
from trimtab.strategy.domain.document import ActionKind, ActionState, Approach, Design, Strategy
from trimtab.strategy.domain.in_force import InForce, in_force
from trimtab.strategy.domain.plan import Plan
from trimtab.strategy.domain.planning import plan
from trimtab.strategy.domain.settings import SETTINGS, Setting, Value
from trimtab.strategy.domain.settings.values import value_words
from trimtab.strategy.domain.tracing import said_answer, words

MOST_REASONS = 2
_APPROACHES = {
    Approach.SPACED_LEARNING: say_in("an approach", "practice"),
    Approach.PERFORMANCE_SUPPORT: say("help at work"),
    Approach.BOTH: say("practice, with help at work"),
    Approach.NOT_YET: say_in("an approach", "not yet"),
    Approach.NEITHER: say("no learning"),
}
_DESIGNS = {
    Design.RANDOMISED: say("randomised"),
    Design.BEFORE_AFTER: say("before after"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Something that a cell rests on: the code of the question, and what was answered, in words."""

    code: str
    says: Said


@dataclass(frozen=True, slots=True)
class Cell:
    """What holds under one strategy, in words, and the answers it rests on; `because` is empty
    where nothing sets it.
    """

    says: Said
    because: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that differs, with a cell for each strategy in their order."""

    about: Said
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
    """What differs between the strategies: first what runs, then the settings by subject; groups
    without a difference are left out.
    """
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


# What runs
# ------------------------------------------------------------------------------------------


def _running(sides: Sequence[_Side]) -> Iterator[Row]:
    for about, tell in _TOLD:
        yield Row(about, tuple(tell(side) for side in sides))


def _approaches(side: _Side) -> Cell:
    chosen = [one for one in side.document.policy.choices if one.approach]
    says = (
        say(
            "{challenge}: {approach}",
            challenge=_challenge(side, one.challenge),
            approach=_APPROACHES[one.approach],
        )
        for one in chosen
        if one.approach
    )
    causes = [f"challenges/{one.challenge}/causes" for one in chosen]
    return Cell(joined(says, Between.STOP), _reasons(side.document, causes))


def _challenge(side: _Side, key: str) -> str:
    return next((one.title for one in side.document.challenges if one.id == key), key)


def _practice(side: _Side) -> Cell:
    found = side.plan.programmes
    says = listed(
        say(
            "{title} ({minutes} minutes a week)",
            title=programme.title,
            minutes=programme.minutes_per_week,
        )
        for programme in found
    )
    return Cell(
        says or say("no practice"),
        _reasons(side.document, (place for one in found for place in one.because)),
    )


def _help(side: _Side) -> Cell:
    found = side.plan.collections
    says = listed(collection.title for collection in found)
    return Cell(
        says or say("no help"),
        _reasons(side.document, (place for one in found for place in one.because)),
    )


def _minutes(side: _Side) -> Cell:
    return Cell(
        say("{minutes} minutes", minutes=side.plan.limits.minutes_per_week),
        _reasons(side.document, ("answers/Q-D9",)),
    )


def _messages(side: _Side) -> Cell:
    return Cell(
        listed([side.plan.limits.messages_per_week]), _limit_reasons(side, "messages.per_week")
    )


def _quiet(side: _Side) -> Cell:
    limits = side.plan.limits
    return Cell(
        say(
            "{quiet_from} to {quiet_until}",
            quiet_from=limits.quiet_from,
            quiet_until=limits.quiet_until,
        ),
        _limit_reasons(side, "messages.quiet_from"),
    )


def _smallest(side: _Side) -> Cell:
    return Cell(listed([side.plan.limits.min_cell]), _limit_reasons(side, "data.min_cell"))


def _limit_reasons(side: _Side, key: str) -> tuple[Reason, ...]:
    return _reasons(
        side.document, (place for one in side.set if one.key == key for place in one.because)
    )


def _designs(side: _Side) -> Cell:
    designs = dict.fromkeys(_DESIGNS[one.design] for one in side.plan.evaluations)
    return Cell(
        listed(designs) or say("nothing is compared"), _reasons(side.document, ("answers/Q-E5",))
    )


def _senders(side: _Side) -> Cell:
    senders = dict.fromkeys(one.sender for one in side.plan.campaigns if one.sender)
    return Cell(listed(senders) or say("nobody"), _reasons(side.document, ("answers/Q-C4",)))


def _stopping(side: _Side) -> Cell:
    return Cell(_approver(side, "stop"), _reasons(side.document, ("answers/Q-G9",)))


def _content(side: _Side) -> Cell:
    return Cell(_approver(side, "content"))


def _approver(side: _Side, decision: str) -> Said:
    return next(
        (role_words(right.approver) for right in side.plan.rights if right.key == decision),
        say("nobody named"),
    )


def _first(side: _Side) -> Cell:
    """Work outside the platform that the strategy asks for."""
    work = (
        one
        for one in side.document.actions
        if one.kind is ActionKind.WORK and one.state is ActionState.RUNNING
    )
    return Cell(joined((one.title for one in work), Between.SEMICOLON) or say("nothing"))


_TOLD: tuple[tuple[Said, Callable[[_Side], Cell]], ...] = (
    (say("Approach"), _approaches),
    (say("Practice"), _practice),
    (say("Help at work"), _help),
    (say("Work outside the platform"), _first),
    (say("Most minutes a week"), _minutes),
    (say("Most messages a week"), _messages),
    (say("Quiet hours"), _quiet),
    (say("Smallest group shown"), _smallest),
    (say("Compared"), _designs),
    (say("Messages come from"), _senders),
    (say("Content is decided by"), _content),
    (say("Stopping is decided by"), _stopping),
)
_LIMITED = {
    "practice.minutes_per_week",
    "messages.per_week",
    "messages.quiet_from",
    "messages.quiet_until",
    "data.min_cell",
}


# Settings
# ------------------------------------------------------------------------------------------


def _setting(setting: Setting, sides: Sequence[_Side]) -> Row:
    return Row(_about(setting), tuple(_value(setting, side) for side in sides))


def _about(setting: Setting) -> Said:
    """The setting's sentence without its value: 'Used on', 'Quiet hours start at'."""
    return left_open(setting.says.filled(value="…"))


def _value(setting: Setting, side: _Side) -> Cell:
    found = [one for one in side.set if one.key == setting.key]
    if not found:
        return Cell(_in_words(setting.default))
    served = len(side.document.audiences)
    values = [_in_words(one.value) for one in found]
    if setting.for_audience and len(found) < served:
        values.append(_in_words(setting.default))
    mixed = isinstance(setting.default, bool) and len(set(values)) > 1
    says = say("for some") if mixed else joined(dict.fromkeys(values), Between.OR)
    return Cell(says, _reasons(side.document, (place for one in found for place in one.because)))


def _in_words(value: Value) -> Said:
    match value:
        case bool():
            return say("yes") if value else say("no")
        case tuple():
            return listed(map(value_words, value)) or say("nothing")
        case str():
            return value_words(value)
        case _:
            return listed([value])


def _reasons(document: Strategy, places: Iterable[str]) -> tuple[Reason, ...]:
    """The nearest answers, in words, at most a few; what answers no question, such as an action, is
    left out.
    """
    codes = ((place, code_at(place)) for place in dict.fromkeys(places))
    said = dict.fromkeys(
        Reason(code, _answered(document, place, code)) for place, code in codes if code
    )
    return tuple(one for one in said if one.says)[:MOST_REASONS]


def _answered(document: Strategy, place: str, code: str) -> Said:
    answer = document.answers.get(code) if place.startswith("answers/") else None
    return said_answer(code, answer) if answer else words(document, place)
