"""Grading an answer. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, assert_never

from trimtab.kernel.errors import Refusal
from trimtab.library.domain.items import (
    GAP,
    Cloze,
    Flashcard,
    ItemBody,
    MultipleChoice,
    Ordering,
    ShortAnswer,
    SingleChoice,
    gap_answers,
)
from trimtab.library.domain.matching import Context, folded, matches

SELF_RATINGS = {"again": 0.0, "hard": 0.6, "good": 1.0, "easy": 1.0}
LONGEST_WRITTEN = 500


@dataclass(frozen=True, slots=True)
class Graded:
    """How an answer was: `score` from 0 to 1, what to say about it, and what was expected."""

    correct: bool
    score: float
    feedback: str
    expected: str


def grade(body: ItemBody, response: Any, *, language: str = "en") -> Graded:
    """Grades `response` (its shape stands at each kind of item), written in `language`.

    Raises Refusal when it has another shape, and when nothing was chosen or written: that is no answer, so it is not a wrong one.
    """
    match body:
        case SingleChoice():
            return _single(body, response)
        case MultipleChoice():
            return _multiple(body, response)
        case ShortAnswer():
            return _short(body, response, language)
        case Cloze():
            return _cloze(body, response, language)
        case Ordering():
            return _ordering(body, response)
        case Flashcard():
            return _flashcard(body, response)
        case _:
            assert_never(body)


def _written(value: Any) -> str:
    if not isinstance(value, str):
        raise _refuse()
    if len(value) > LONGEST_WRITTEN:
        raise Refusal(
            "library.response", f"Write at most {LONGEST_WRITTEN} characters.", "response"
        )
    return value


def _refuse() -> Refusal:
    return Refusal("library.response", "Choose or write an answer first.", "response")


def _position(value: Any, count: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < count:
        raise _refuse()
    return value


def _single(body: SingleChoice, response: Any) -> Graded:
    chosen = body.options[_position(response, len(body.options))]
    right = next(option for option in body.options if option.correct)
    return Graded(chosen.correct, float(chosen.correct), chosen.feedback, right.text)


def _multiple(body: MultipleChoice, response: Any) -> Graded:
    if not isinstance(response, list):
        raise _refuse()
    chosen = {_position(value, len(body.options)) for value in response}
    if not chosen:
        raise _refuse()
    agree = [(position in chosen) == option.correct for position, option in enumerate(body.options)]
    feedback = [
        option.feedback for option, right in zip(body.options, agree, strict=True) if not right
    ]
    expected = "; ".join(option.text for option in body.options if option.correct)
    return Graded(all(agree), sum(agree) / len(agree), " ".join(filter(None, feedback)), expected)


def _short(body: ShortAnswer, response: Any, language: str) -> Graded:
    if not _written(response).strip():
        raise _refuse()
    about = Context.of(body.stem, body.answers, language=language)
    right = any(
        matches(response, answer, exact=body.exact, context=about) for answer in body.answers
    )
    return Graded(right, float(right), "", body.answers[0])


def _cloze(body: Cloze, response: Any, language: str) -> Graded:
    if not isinstance(response, list) or len(response) != len(gap_answers(body)):
        raise _refuse()
    written = [_written(gap) for gap in response]
    if not any(gap.strip() for gap in written):
        raise _refuse()
    right = gaps_right(body, written, language=language)
    return Graded(all(right), sum(right) / len(right), "", GAP.sub(r"\1", body.text))


def gaps_right(body: Cloze, response: list[str], *, language: str = "en") -> list[bool]:
    """Which gaps were filled rightly; the words around a gap say which unit it asks for."""
    words = GAP.split(body.text)
    return [
        any(
            matches(
                written,
                answer,
                context=Context.of_gap(
                    words[2 * at], words[2 * at + 2], answers, language=language
                ),
            )
            for answer in answers
        )
        for at, (written, answers) in enumerate(zip(response, gap_answers(body), strict=True))
    ]


def _ordering(body: Ordering, response: Any) -> Graded:
    count = len(body.order)
    if not isinstance(response, list) or sorted(
        _position(value, count) for value in response
    ) != list(range(count)):
        raise _refuse()
    pairs = [(first, second) for first in range(count) for second in range(first + 1, count)]
    kept = sum(response.index(first) < response.index(second) for first, second in pairs)
    return Graded(kept == len(pairs), kept / len(pairs), "", " → ".join(body.order))


def _flashcard(body: Flashcard, response: Any) -> Graded:
    if not isinstance(response, str) or response not in SELF_RATINGS:
        raise _refuse()
    return Graded(response != "again", SELF_RATINGS[response], "", body.back)


__all__ = ["LONGEST_WRITTEN", "SELF_RATINGS", "Graded", "folded", "gaps_right", "grade", "matches"]
