"""Words that several papers share: people, days, figures, answers, and what is said where nothing
is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import assert_never

from trimtab.kernel.said import (
    ENGLISH,
    Between,
    Language,
    Said,
    ShortDay,
    as_written,
    capital,
    joined,
    pattern,
    say,
    say_in,
    say_n,
    sentences,
    worded,
)
from trimtab.kernel.said import figure as digits
from trimtab.papers.blocks import Block, Fact, Facts, Paragraph, Table, Tone
from trimtab.papers.text import shortened
from trimtab.people.values import role_words
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

NOBODY = say("Nobody yet")
OPEN = say("not said yet")
APPROACHES = {
    Approach.SPACED_LEARNING: say("Practice, spaced over time"),
    Approach.PERFORMANCE_SUPPORT: say("Help at the moment of need"),
    Approach.BOTH: say("Practice and help at the moment of need"),
    Approach.NOT_YET: say("Not decided yet"),
    Approach.NEITHER: say("No learning: another cause is mended"),
}
CAUSES = {
    Cause.DO_NOT_KNOW: say("people do not know how"),
    Cause.CANNOT_DO_YET: say("people cannot do it yet"),
    Cause.FORGET: say("people forget"),
    Cause.CANNOT_FIND: say("people cannot find the answer in time"),
    Cause.DO_NOT_BELIEVE: say("people do not believe in it"),
    Cause.NO_TOOLS_OR_TIME: say("tools or time are missing"),
    Cause.NOT_REWARDED: say("it is not rewarded"),
    Cause.PROCESS_WRONG: say("the process is wrong"),
}
RESPONSES = {
    Response.RETIRE: say("It stops"),
    Response.SWITCH_TO_SUPPORT: say("Job aids take its place"),
    Response.SWITCH_TO_WORK: say("The work itself is changed instead"),
    Response.REVISE_DIAGNOSIS: say("We look at the causes again"),
}
NOTHING = as_written("")
NAMED = 3
"""So many who hold a role are named."""
# Units that stand around their number.
AROUND = {"LTEM tier, 1 to 8": pattern("LTEM tier {value} (1 to 8)")}


@dataclass(frozen=True, slots=True)
class Known:
    """What the document does not hold: people's names by e-mail address, who holds each role, by
    name, and the language in which pictures are drawn and long texts are cut.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    holders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    language: Language = ENGLISH

    def person(self, address: str) -> Said:
        """Somebody's name, or the address where no name is known; "" is "Nobody yet"."""
        name = self.names.get(address.lower(), address)
        return as_written(name) if name else NOBODY

    def role(self, role: str) -> Said:
        """A role with the names of up to three who hold it."""
        held, name = self.holders.get(role, ()), role_words(role)
        if not held:
            return name
        first, more = joined(held[:NAMED], Between.COMMA), len(held) - NAMED
        if more <= 0:
            return say("{role} ({people})", role=name, people=first)
        return say_n(
            "{role} ({people} and {count} more)",
            "{role} ({people} and {count} more)",
            more,
            role=name,
            people=first,
        )

    def words(self, text: str) -> str:
        """A text in the language of the paper."""
        return worded(text, self.language)

    def shortened(self, text: str, most: int) -> str:
        """A text in the language of the paper, in at most so many characters."""
        return shortened(self.words(text), most)


def day(one: dt.date | None) -> Said:
    """A day as people write it; "not said yet" for none."""
    return joined([ShortDay(one)], Between.COMMA) if one else OPEN


def running(document: Strategy) -> tuple[Action, ...]:
    """The actions that run, in the order of the document."""
    return tuple(one for one in document.actions if one.state is ActionState.RUNNING)


def audience(document: Strategy, key: str) -> Said:
    """The name of an audience; "everybody" for none."""
    if not key:
        return say("everybody")
    return as_written(next((one.name for one in document.audiences if one.id == key), key))


def challenge(document: Strategy, key: str) -> Said:
    """The title of a challenge."""
    return as_written(next((one.title for one in document.challenges if one.id == key), key))


def measure(document: Strategy, key: str) -> Measure | None:
    """The measure with this id, or None."""
    return next((one for one in document.measures if one.id == key), None)


def figure(one: Measure, value: float | None) -> Said:
    """A value of a measure with its unit; shares are said in percent."""
    if value is None:
        return OPEN
    if one.scale is Scale.PROPORTION:
        return say("{number} %", number=digits(100 * value, ".4g"))
    number = digits(value, ".6g")
    if not one.unit.strip():
        return joined([number], Between.COMMA)
    return say("{value} {unit}", value=number, unit=one.unit.rstrip())


def effect(one: Measure | None, at_least: float) -> Said:
    """The effect that is expected, in words: 'at least 4 more points of 100'."""
    number = digits(at_least, ".6g")
    return say(
        "at least {amount}", amount=Amount.of(one).towards_better(at_least) if one else number
    )


def answered(document: Strategy, code: str) -> Said:
    """The answer to a question of the catalogue in words, with its unit; "" when there is none or
    nobody knows yet.
    """
    answer = document.answers.get(code)
    if answer is None or answer.value is None:
        return NOTHING
    value = list(answer.value) if isinstance(answer.value, tuple) else answer.value
    return _with_unit(
        value_in_words(value, code), BY_CODE[code].unit if code in BY_CODE else NOTHING
    )


def _with_unit(value: Said, unit: Said) -> Said:
    """A value with its unit; a unit with a range goes around it: 'LTEM tier 7 (1 to 8)'."""
    if unit in AROUND:
        return AROUND[unit].filled(value=value)
    return say("{value} {unit}", value=value, unit=unit) if unit else value


def fact(document: Strategy, code: str, name: Said) -> Fact:
    """An answer as a fact, with its reason; where it is missing, who could give it."""
    said = answered(document, code)
    if said:
        because = document.answers[code].because.strip()
        return Fact(name, sentences(stopped(said), stopped(because)) if because else stopped(said))
    whom = BY_CODE[code].asked_of
    if code in document.answers:
        return Fact(
            name, say("Nobody knows yet. Ask: {who} (question {code}).", who=whom, code=code)
        )
    return Fact(name, say("Not answered yet. Ask: {who} (question {code}).", who=whom, code=code))


def facts(document: Strategy, *named: tuple[str, Said]) -> Facts:
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


def stopped(text: str) -> Said:
    """A sentence that ends as one."""
    said = text if isinstance(text, Said) else as_written(text.strip())
    return said if not said or said[-1] in ".!?…" else ended(said)


def ended(phrase: str) -> Said:
    """A phrase as a sentence."""
    return say("{sentence}.", sentence=phrase)


def opened(text: str) -> Said:
    """The text with a capital at its beginning."""
    return capital(text)


def kinds(n: int, kind: ActionKind) -> Said:
    """So many actions of a kind."""
    match kind:
        case ActionKind.PRACTICE:
            return say_n("{count} practice", "{count} practices", n)
        case ActionKind.SUPPORT:
            return say_n("{count} collection of job aids", "{count} collections of job aids", n)
        case ActionKind.MESSAGE:
            return messages(n)
        case ActionKind.MEASURE:
            return say_n("{count} measurement", "{count} measurements", n)
        case ActionKind.WORK:
            return say_n("{count} change outside learning", "{count} changes outside learning", n)
        case _:
            assert_never(kind)


def messages(n: int) -> Said:
    """So many messages."""
    return say_n("{count} message", "{count} messages", n)


def listed(parts: Iterable[str]) -> Said:
    """Parts of a sentence: 'a, b and c'."""
    *most, last = list(parts) or [""]
    if not most:
        return as_written(last)
    return say_in(
        "several things", "{others} and {last}", others=joined(most, Between.COMMA), last=last
    )


def apart(parts: Iterable[str]) -> Said:
    """Several things that are long themselves: 'a; b; c'."""
    return joined(parts, Between.SEMICOLON)


def table(
    caption: Said,
    head: tuple[Said, ...],
    rows: Iterable[tuple[str, ...]],
    empty: Said,
    widths: tuple[int, ...] = (),
) -> Iterator[Block]:
    """A table, or one sentence that says that there is nothing to show and what to do about it."""
    found = tuple(rows)
    yield Table(caption, head, found, widths) if found else Paragraph(empty, Tone.EMPTY)
