"""Words that several papers share: people, days, figures, answers, and what is said where nothing
is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from trimtab.papers.blocks import Block, Fact, Facts, Paragraph, Table, Tone
from trimtab.strategy.domain.amounts import Amount
from trimtab.strategy.domain.catalogue import BY_CODE, asked, is_answered
from trimtab.strategy.domain.document import (
    Action,
    ActionKind,
    ActionState,
    Approach,
    Cause,
    Measure,
    Response,
    Scale,
    Strategy,
)
from trimtab.strategy.domain.phrases import value_in_words
from trimtab.strategy.domain.unknowns import unknowns

NOBODY = "Nobody yet"
OPEN = "not said yet"
KINDS = {
    ActionKind.PRACTICE: ("practice", "practices"),
    ActionKind.SUPPORT: ("collection of job aids", "collections of job aids"),
    ActionKind.MESSAGE: ("message", "messages"),
    ActionKind.MEASURE: ("measurement", "measurements"),
    ActionKind.WORK: ("change outside learning", "changes outside learning"),
}
APPROACHES = {
    Approach.SPACED_LEARNING: "Practice, spaced over time",
    Approach.PERFORMANCE_SUPPORT: "Help at the moment of need",
    Approach.BOTH: "Practice and help at the moment of need",
    Approach.NOT_YET: "Not decided yet",
    Approach.NEITHER: "No learning: another cause is mended",
}
CAUSES = {
    Cause.DO_NOT_KNOW: "people do not know how",
    Cause.CANNOT_DO_YET: "people cannot do it yet",
    Cause.FORGET: "people forget",
    Cause.CANNOT_FIND: "people cannot find the answer in time",
    Cause.DO_NOT_BELIEVE: "people do not believe in it",
    Cause.NO_TOOLS_OR_TIME: "tools or time are missing",
    Cause.NOT_REWARDED: "it is not rewarded",
    Cause.PROCESS_WRONG: "the process is wrong",
}
RESPONSES = {
    Response.RETIRE: "It stops",
    Response.SWITCH_TO_SUPPORT: "Job aids take its place",
    Response.SWITCH_TO_WORK: "The work itself is changed instead",
    Response.REVISE_DIAGNOSIS: "We look at the causes again",
}


@dataclass(frozen=True, slots=True)
class Known:
    """What the document does not hold: people's names by e-mail address, and who holds each role,
    by name.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    holders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def person(self, address: str) -> str:
        """Somebody's name, or the address where no name is known; "" is "Nobody yet"."""
        return self.names.get(address.lower(), address) or NOBODY

    def role(self, role: str) -> str:
        """A role with the names of up to three who hold it."""
        held = self.holders.get(role, ())
        if not held:
            return role
        more = f" and {len(held) - 3} more" if len(held) > 3 else ""
        return f"{role} ({', '.join(held[:3])}{more})"


def day(one: dt.date | None) -> str:
    """A day as people write it; "not said yet" for none."""
    return f"{one.day} {one:%b %Y}" if one else OPEN


def running(document: Strategy) -> tuple[Action, ...]:
    """The actions that run, in the order of the document."""
    return tuple(one for one in document.actions if one.state is ActionState.RUNNING)


def audience(document: Strategy, key: str) -> str:
    """The name of an audience; "everybody" for none."""
    return (
        next((one.name for one in document.audiences if one.id == key), key) if key else "everybody"
    )


def challenge(document: Strategy, key: str) -> str:
    """The title of a challenge."""
    return next((one.title for one in document.challenges if one.id == key), key)


def measure(document: Strategy, key: str) -> Measure | None:
    """The measure with this id, or None."""
    return next((one for one in document.measures if one.id == key), None)


def figure(one: Measure, value: float | None) -> str:
    """A value of a measure with its unit; shares are said in percent."""
    if value is None:
        return OPEN
    if one.scale is Scale.PROPORTION:
        return f"{100 * value:.4g} %"
    return f"{value:.6g} {one.unit}".strip()


def effect(one: Measure | None, at_least: float) -> str:
    """The effect that is expected, in words: 'at least 4 more points of 100'."""
    return (
        f"at least {Amount.of(one).towards_better(at_least)}" if one else f"at least {at_least:.6g}"
    )


def answered(document: Strategy, code: str) -> str:
    """The answer to a question of the catalogue in words, with its unit; "" when there is none or
    nobody knows yet.
    """
    answer = document.answers.get(code)
    if answer is None or answer.value is None:
        return ""
    value = list(answer.value) if isinstance(answer.value, tuple) else answer.value
    return _with_unit(value_in_words(value, code), BY_CODE[code].unit if code in BY_CODE else "")


def _with_unit(said: str, unit: str) -> str:
    """A value with its unit; a unit with a range goes around it: 'LTEM tier 7 (1 to 8)'."""
    name, _, within = unit.partition(", ")
    return f"{name} {said} ({within})" if within else f"{said} {unit}".strip()


def fact(document: Strategy, code: str, name: str) -> Fact:
    """An answer as a fact, with its reason; where it is missing, who could give it."""
    said = answered(document, code)
    if said:
        because = document.answers[code].because
        return Fact(name, f"{stopped(said)} {stopped(because)}".strip())
    known = "Nobody knows yet" if code in document.answers else "Not answered yet"
    return Fact(name, f"{known}. Ask: {BY_CODE[code].asked_of} (question {code}).")


def facts(document: Strategy, *named: tuple[str, str]) -> Facts:
    """Several answers as facts: pairs of code and name."""
    return Facts(tuple(fact(document, code, name) for code, name in named))


def unanswered(document: Strategy) -> tuple[str, ...]:
    """The codes of the questions that have a point and no answer yet, not even that nobody
    knows.
    """
    waiting = {one.code for one in unknowns(document)}
    return tuple(
        one.code
        for one in asked(document)
        if not is_answered(document, one) and one.code not in waiting
    )


def stopped(text: str) -> str:
    """A sentence that ends as one."""
    text = text.strip()
    return text if not text or text[-1] in ".!?…" else f"{text}."


def opened(text: str) -> str:
    """The text with a capital at its beginning."""
    return f"{text[:1].upper()}{text[1:]}"


def counted(n: int, one: str, many: str) -> str:
    """A number with its noun."""
    return f"{n} {one if n == 1 else many}"


def listed(parts: Iterable[str]) -> str:
    """Parts of a sentence: 'a, b and c'."""
    *most, last = list(parts) or [""]
    return f"{', '.join(most)} and {last}" if most else last


def table(
    caption: str,
    head: tuple[str, ...],
    rows: Iterable[tuple[str, ...]],
    empty: str,
    widths: tuple[int, ...] = (),
) -> Iterator[Block]:
    """A table, or one sentence that says that there is nothing to show and what to do about it."""
    found = tuple(rows)
    yield Table(caption, head, found, widths) if found else Paragraph(empty, Tone.EMPTY)
