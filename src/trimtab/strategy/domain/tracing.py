"""Why something runs, and what rests on an answer: the same chain of reasons, walked in both
directions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from trimtab.kernel.said import Said, as_written, capital, figure, listed, say, sentences
from trimtab.strategy.domain.audiences import WITHHELD
from trimtab.strategy.domain.catalogue import BY_CODE
from trimtab.strategy.domain.changes import resources, title, titled
from trimtab.strategy.domain.document import Answer, Grant, Right, Stakeholder, Strategy
from trimtab.strategy.domain.in_force import holds, taken
from trimtab.strategy.domain.places import NAMED_BY
from trimtab.strategy.domain.planning import plan
from trimtab.strategy.domain.rules import Recommendation, recommend
from trimtab.strategy.domain.spelling import data_called, decision_called
from trimtab.strategy.domain.vocabulary import field_words, option_words


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a chain of reasons: a place of the document (or a rule) and what stands there in
    words.
    """

    place: str
    kind: str
    says: Said


@dataclass(frozen=True, slots=True)
class Resting:
    """What rests on a place: rules that it fires, and what runs because of it as (kind of resource,
    key, title).
    """

    recommendations: tuple[Recommendation, ...]
    runs: tuple[tuple[str, str, str], ...]


def walk(document: Strategy, because: Iterable[str]) -> tuple[Step, ...]:
    """The places that something rests on, in words, in their order; places that are gone are left
    out.
    """
    steps = (Step(place, place.split("/")[0], words(document, place)) for place in because)
    return tuple(step for step in steps if step.says)


def chain(
    document: Strategy,
    because: Iterable[str],
    rules: Iterable[str] = (),
    advice: Iterable[Recommendation] | None = None,
) -> tuple[Step, ...]:
    """The whole chain, nearest first: the action, the policy's choice, the recommendation, the
    answers, the diagnosis.

    `because` are the places a resource names, `rules` the codes of the rules that set it; `advice`
    spares a second look at all rules when many chains are asked for.
    """
    places = list(dict.fromkeys(_further(document, because)))
    cited = [
        one
        for one in (recommend(document) if advice is None else advice)
        if holds(one, taken(document, one)) and _on_the_way(one, places, frozenset(rules))
    ]
    places = list(dict.fromkeys([*places, *(place for one in cited for place in one.because)]))
    steps = walk(document, places)
    said = tuple(
        Step(
            f"recommendations/{one.code}",
            "recommendations",
            say("{code}: {says}", code=one.code, says=one.says),
        )
        for one in cited
    )
    order = ("actions", "policy", "recommendations", "answers")
    return tuple(
        sorted(
            (*steps, *said),
            key=lambda step: order.index(step.kind) if step.kind in order else _rank(step),
        )
    )


def _rank(step: Step) -> int:
    """The diagnosis is the ground: it comes last; other parts stand before it."""
    return 9 if step.kind == "challenges" else 5


def _on_the_way(one: Recommendation, places: list[str], rules: frozenset[str]) -> bool:
    """Whether a recommendation set the resource, or chose the approach for a challenge on the
    way.
    """
    sets = one.code in rules and not set(one.because).isdisjoint(places)
    return sets or (one.place.startswith("challenges/") and one.place in places)


def _further(document: Strategy, because: Iterable[str]) -> Iterator[str]:
    """The places, each followed by what it rests on in turn: a choice on its reasons, a question on
    its figure, a figure on what it is to show.
    """
    choices = {f"policy/choices/{one.id}": one for one in document.policy.choices}
    measures = {f"questions/{one.id}": one.measure for one in document.questions}
    for place in because:
        yield place
        if choice := choices.get(place):
            yield from choice.because
        if measure := measures.get(place):
            yield f"measures/{measure}"
            yield from _shown_by(document, measure)
        if place.startswith("measures/"):
            yield from _shown_by(document, place.split("/")[1])


def _shown_by(document: Strategy, measure: str) -> Iterator[str]:
    """What a figure is to show: the actions that it checks, with their choices, and the
    challenges.
    """
    for one in document.actions:
        if one.expects and one.expects.measure == measure:
            yield f"actions/{one.id}"
            if one.choice:
                yield f"policy/choices/{one.choice}"
    yield from (f"challenges/{one.id}" for one in document.challenges if one.measure == measure)


def rests_on(document: Strategy, place: str) -> Resting:
    """What rests on a place of the document, such as answers/Q-T1 or audiences/tills/device, or on
    a part such as audiences/tills.
    """
    advice = tuple(
        one for one in recommend(document) if any(_touches(each, place) for each in one.because)
    )
    running = plan(document)
    titles = titled(running)
    runs = tuple(
        (kind, key, title(one, titles))
        for (kind, key), one in resources(running).items()
        if any(_touches(each, place) for each in one.because)
    )
    return Resting(advice, runs)


def _touches(one: str, other: str) -> bool:
    return one == other or one.startswith(f"{other}/") or other.startswith(f"{one}/")


def words(document: Strategy, place: str) -> Said:
    """What stands at a place, in words; "" when nothing does."""
    return as_written(_words(document, place))


def _words(document: Strategy, place: str) -> str:
    match place.split("/"):
        case ["answers", code, *_]:
            answer = document.answers.get(code)
            return sentences(_asks(code), said_answer(code, answer)) if answer else ""
        case ["policy", "choices", key, *_]:
            return next((one.says for one in document.policy.choices if one.id == key), "")
        case ["policy", "limits", *_]:
            limits = document.policy.limits
            return say(
                "{minutes} minutes and {messages} messages a week",
                minutes=limits.minutes_per_week,
                messages=limits.messages_per_week,
            )
        case ["policy", *_]:
            return document.policy.statement
        case [name, key, *field] if hasattr(document, name):
            return _part(getattr(document, name), key, field)
        case [name]:
            found = getattr(document, name, "")
            return str(found) if isinstance(found, str | int) else ""
        case _:
            return ""


def said_answer(code: str, answer: Answer) -> Said:
    """An answer in the words of its options; what nobody knows yet says so."""
    if answer.value is None:
        return say("not known yet")
    options = {one.value: one.says for one in BY_CODE[code].options} if code in BY_CODE else {}
    values = answer.value if isinstance(answer.value, tuple) else (answer.value,)
    told = listed(options.get(str(value)) or str(value).strip() for value in values)
    unit = BY_CODE[code].unit if code in BY_CODE else ""
    return say("{value} {unit}", value=told, unit=unit) if unit else told


def _asks(code: str) -> Said:
    return BY_CODE[code].asks if code in BY_CODE else as_written(code)


def _part(parts: Any, key: str, field: list[str]) -> str:
    found = next(
        (one for one in parts if key in [getattr(one, each, None) for each in NAMED_BY]), None
    )
    if found is None:
        return ""
    name = _name(found, key)
    if isinstance(found, Stakeholder) and found.engagement == WITHHELD:
        return name
    value = option_words(field[0], getattr(found, field[0], None)) if field else None
    if isinstance(value, list):
        value = listed(each if isinstance(each, str) else str(each) for each in value)
    if not isinstance(value, str | int | float):
        return name
    return say(
        "{name}, {field}: {value}",
        name=name,
        field=field_words(field[0]),
        value=figure(value, "") if isinstance(value, float) else value,
    )


def _name(part: Any, key: str) -> str:
    """What a part is called."""
    match part:
        case Right():
            return decision_called(part.decision)
        case Grant():
            return data_called(part.data)
    names = ("title", "name", "asks", "says")
    return str(next((getattr(part, one) for one in names if hasattr(part, one)), key))


def place_in_words(document: Strategy, place: str) -> Said:
    """What a place is called: a question by what it asks, a field by its part and its own words."""
    match place.split("@")[0].split("/"):
        case ["answers", code, *_] if code in BY_CODE:
            return say("{code}: {asks}", code=code, asks=_asks(code))
        case ["recommendations", rule, *_]:
            return say("Recommendation {rule}", rule=rule)
        case ["policy", "choices", key, *field]:
            return _called(_part(document.policy.choices, key, []) or key, field)
        case ["policy", *field]:
            return _called(say("Policy"), field)
        case [name, key, *field] if isinstance(getattr(document, name, None), tuple):
            return _called(_part(getattr(document, name), key, []) or key, field)
        case [name, *field]:
            return _called(capital(field_words(name)), field)
        case _:
            return as_written(place)


def _called(title: str, field: list[str]) -> Said:
    if not field:
        return as_written(title)
    return say("{title}: {fields}", title=title, fields=listed(map(field_words, field)))
