"""Grading an answer. Pure."""

from __future__ import annotations

import re
import unicodedata
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

SELF_RATINGS = {"again": 0.0, "hard": 0.6, "good": 1.0, "easy": 1.0}
_FORGIVEN_FROM = 5
_SPACE = re.compile(r"\s+")
_EDGE = " .,;:!?\"'"


@dataclass(frozen=True, slots=True)
class Graded:
    """How an answer was: `score` from 0 to 1, what to say about it, and what was expected."""

    correct: bool
    score: float
    feedback: str
    expected: str


def grade(body: ItemBody, response: Any) -> Graded:
    """Grades `response` (its shape stands at each kind of item). Raises Refusal when it has another shape."""
    match body:
        case SingleChoice():
            return _single(body, response)
        case MultipleChoice():
            return _multiple(body, response)
        case ShortAnswer():
            return _short(body, response)
        case Cloze():
            return _cloze(body, response)
        case Ordering():
            return _ordering(body, response)
        case Flashcard():
            return _flashcard(body, response)
        case _:
            assert_never(body)


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
    agree = [(position in chosen) == option.correct for position, option in enumerate(body.options)]
    feedback = [option.feedback for option, right in zip(body.options, agree, strict=True) if not right]
    expected = "; ".join(option.text for option in body.options if option.correct)
    return Graded(all(agree), sum(agree) / len(agree), " ".join(filter(None, feedback)), expected)


def _short(body: ShortAnswer, response: Any) -> Graded:
    if not isinstance(response, str) or not response.strip():
        raise _refuse()
    right = any(matches(response, answer, exact=body.exact) for answer in body.answers)
    return Graded(right, float(right), "", body.answers[0])


def _cloze(body: Cloze, response: Any) -> Graded:
    gaps = gap_answers(body)
    if not isinstance(response, list) or len(response) != len(gaps):
        raise _refuse()
    right = [
        any(matches(str(given), answer) for answer in answers) for given, answers in zip(response, gaps, strict=True)
    ]
    return Graded(all(right), sum(right) / len(right), "", GAP.sub(r"\1", body.text))


def _ordering(body: Ordering, response: Any) -> Graded:
    count = len(body.order)
    if not isinstance(response, list) or sorted(_position(value, count) for value in response) != list(range(count)):
        raise _refuse()
    pairs = [(first, second) for first in range(count) for second in range(first + 1, count)]
    kept = sum(response.index(first) < response.index(second) for first, second in pairs)
    return Graded(kept == len(pairs), kept / len(pairs), "", " → ".join(body.order))


def _flashcard(body: Flashcard, response: Any) -> Graded:
    if not isinstance(response, str) or response not in SELF_RATINGS:
        raise _refuse()
    return Graded(response != "again", SELF_RATINGS[response], "", body.back)


def matches(given: str, answer: str, *, exact: bool = False) -> bool:
    """Whether what was written is the answer, whatever its case, accents, spaces and the edges' punctuation.

    One typing error is forgiven in an answer of five letters or more, two in one of ten or more; digits never.
    """
    one, other = (given.strip(), answer.strip()) if exact else (folded(given), folded(answer))
    if one == other:
        return True
    if exact or len(other) < _FORGIVEN_FROM or _digits(one) != _digits(other):
        return False
    return distance(one, other, most=2 if len(other) >= 2 * _FORGIVEN_FROM else 1)


def folded(text: str) -> str:
    """Text without case, accents, doubled spaces and punctuation at its edges."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return _SPACE.sub(" ", plain.replace("\u2212", "-").casefold()).strip(_EDGE)


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit() or sign in "-.")


def distance(one: str, other: str, *, most: int) -> bool:
    """Whether at most `most` insertions, deletions, changes or swaps of neighbours lie between two texts.

    Optimal string alignment (Damerau 1964; Wagner and Fischer 1974).
    """
    if abs(len(one) - len(other)) > most:
        return False
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, sign in enumerate(one, 1):
        row = [i]
        for j, target in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (sign != target))
            if i > 1 and j > 1 and sign == other[j - 2] and one[i - 2] == target:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1] <= most
