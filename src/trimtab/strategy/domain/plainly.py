"""Why something reaches a person, in plain sentences for that person: no codes, no names, no free
text of other people's answers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from trimtab.kernel.said import Said, as_written
from trimtab.strategy.domain.catalogue import BY_CODE, AnswerKind
from trimtab.strategy.domain.document import Strategy
from trimtab.strategy.domain.tracing import TraceStep, chain, said_answer

NOTHING = as_written("")


class ReasonGround(StrEnum):
    """What a reason is: the problem, what the organisation knows of itself, what it decided, what
    it does, and for whom.
    """

    PROBLEM = "problem"
    KNOWN = "known"
    DECIDED = "decided"
    DOES = "does"
    FOR_WHOM = "for-whom"


@dataclass(frozen=True, slots=True)
class PlainReason:
    """One reason in words; `asks` is the question that a KNOWN one answers."""

    ground: ReasonGround
    says: Said
    asks: Said = NOTHING


def plainly(document: Strategy, because: Iterable[str]) -> tuple[PlainReason, ...]:
    """The reasons of something that rests on the places `because`, the problem first.

    An answer is told when it was chosen among options or is a figure; what people wrote in their
    own words stays with those who write the strategy. Places that are gone from the document are
    left out.
    """
    because = tuple(because)
    steps = reversed(chain(document, because))
    found = [
        *(one for step in steps if (one := _reason(document, step))),
        *_for_whom(document, because),
    ]
    order = list(ReasonGround)
    return tuple(sorted(dict.fromkeys(found), key=lambda one: order.index(one.ground)))


def _reason(document: Strategy, step: TraceStep) -> PlainReason | None:
    match step.place.split("/"):
        case ["challenges", _key]:
            return PlainReason(ReasonGround.PROBLEM, step.says)
        case ["answers", code, *_] if code in BY_CODE and BY_CODE[code].kind in _TOLD:
            answer = document.answers[code]
            return PlainReason(ReasonGround.KNOWN, said_answer(code, answer), BY_CODE[code].asks)
        case ["policy", "choices", _key]:
            return PlainReason(ReasonGround.DECIDED, step.says)
        case ["actions", _key]:
            return PlainReason(ReasonGround.DOES, step.says)
        case _:
            return None


_TOLD = frozenset({AnswerKind.CHOICE, AnswerKind.SEVERAL, AnswerKind.NUMBER})


def _for_whom(document: Strategy, because: tuple[str, ...]) -> list[PlainReason]:
    """The audience of the actions among the places."""
    keys = {
        one.audience for one in document.actions if f"actions/{one.id}" in because and one.audience
    }
    return [
        PlainReason(ReasonGround.FOR_WHOM, as_written(one.name))
        for one in document.audiences
        if one.id in keys
    ]
