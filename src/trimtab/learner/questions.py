"""A question as the page shows it: options in an order of its own, the answer read from a form, and what to say afterwards.

Options and steps are shuffled by the answer's id: the same each time the page is shown, another one for the next question.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, assert_never
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from trimtab.kernel import written
from trimtab.kernel.errors import Refusal
from trimtab.library import api as library
from trimtab.library.api import (
    Cloze,
    Flashcard,
    ItemBody,
    MultipleChoice,
    Ordering,
    ShortAnswer,
    SingleChoice,
)

MOST_STEPS = 999
RATINGS = (
    ("again", _("I did not know it")),
    ("hard", _("With effort")),
    ("good", _("I knew it")),
    ("easy", _("At once")),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """An option as shown. `value` is its position in the item; `mark` is set once it is answered."""

    value: int
    text: str
    is_right: bool
    is_chosen: bool
    feedback: str

    @property
    def mark(self) -> str:
        """How the option is marked after the answer: right, missed, wrong or nothing."""
        if self.is_right:
            return "right" if self.is_chosen else "missed"
        return "wrong" if self.is_chosen else ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text with gaps: words, or a gap with what was written in it and what belongs there."""

    text: str
    is_gap: bool = False
    given: str = ""
    expected: str = ""
    is_right: bool = False
    number: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """Everything a page needs to show one question; `template` shows its kind."""

    kind: str
    stem: str
    explanation: str
    choices: tuple[Choice, ...] = ()
    pieces: tuple[Piece, ...] = ()
    back: str = ""
    given: str = ""

    @property
    def template(self) -> str:
        """The template of this kind of question."""
        return f"learner/answers/{self.kind}.html"


def question(
    body: ItemBody,
    *,
    seed: UUID,
    response: Any = None,
    order: Sequence[int] | None = None,
    language: str = "en",
    draft: QueryDict | None = None,
) -> Question:
    """`body` as the page shows it; with a `response` as it looks after the answer, with `order` as the steps stand now, and
    with a `draft` that was refused with what was written in it."""
    kind = str(library.kind_of(body))
    match body:
        case SingleChoice(options=options) | MultipleChoice(options=options):
            picked = {response} if isinstance(response, int) else set(response or ())
            rows = [
                Choice(n, o.text, o.correct, n in picked, o.feedback) for n, o in enumerate(options)
            ]
            return Question(kind, body.stem, body.explanation, choices=_shuffled(rows, seed))
        case ShortAnswer():
            given = response or (draft.get("text", "") if draft else "")
            return Question(kind, body.stem, body.explanation, given=given)
        case Cloze():
            return Question(
                kind, "", body.explanation, pieces=tuple(_pieces(body, response, language))
            )
        case Ordering(order=steps):
            stand = (
                response or order or _drafted(draft, len(steps)) or _first_order(len(steps), seed)
            )
            rows = [Choice(n, steps[n], n == at, True, "") for at, n in enumerate(stand)]
            return Question(kind, body.stem, body.explanation, choices=tuple(rows))
        case Flashcard():
            return Question(
                kind, body.front, body.explanation, back=body.back, given=response or ""
            )
        case _:
            assert_never(body)


def read_response(body: ItemBody, form: QueryDict) -> Any:
    """The answer in a posted form. Raises Refusal when there is none."""
    try:
        match body:
            case SingleChoice():
                return _whole(form["choice"])
            case MultipleChoice():
                return [_whole(value) for value in form.getlist("choice")]
            case ShortAnswer():
                return form["text"]
            case Cloze():
                return form.getlist("gap")
            case Ordering():
                return [_whole(value) for value in form.getlist("step")]
            case Flashcard():
                return form["rating"]
            case _:
                assert_never(body)
    except (KeyError, ValueError) as error:
        raise Refusal(
            "learner.no-answer", str(_("Choose or write an answer first.")), "response"
        ) from error


def _whole(text: str) -> int:
    found = written.whole(text, MOST_STEPS)
    if found is None:
        raise ValueError(text)
    return found


def _drafted(draft: QueryDict | None, count: int) -> list[int] | None:
    steps = [written.whole(value, MOST_STEPS) for value in draft.getlist("step")] if draft else []
    kept = [step for step in steps if step is not None]
    return kept if sorted(kept) == list(range(count)) else None


def moved(form: QueryDict) -> list[int] | None:
    """The steps after the button 'up' or 'down' of one of them was pressed; None when none was."""
    pressed, _colon, way = form.get("move", "").partition(":")
    step = written.whole(pressed, MOST_STEPS)
    order = [
        at for value in form.getlist("step") if (at := written.whole(value, MOST_STEPS)) is not None
    ]
    if step is None or not order:
        return None
    at = order.index(step) if step in order else 0
    to = min(max(at + (-1 if way == "up" else 1), 0), len(order) - 1)
    order.insert(to, order.pop(at))
    return order


def _shuffled(rows: list[Choice], seed: UUID) -> tuple[Choice, ...]:
    shown = list(rows)
    random.Random(seed.int).shuffle(shown)  # noqa: S311  no secret: only an order
    return tuple(shown)


def _first_order(count: int, seed: UUID) -> list[int]:
    order = list(range(count))
    random.Random(seed.int).shuffle(order)  # noqa: S311  no secret: only an order
    return order if order != sorted(order) else [*order[1:], order[0]]


def _pieces(body: Cloze, response: list[str] | None, language: str) -> list[Piece]:
    answers = library.gap_answers(body)
    words = library.GAP.split(body.text)
    rights = library.gaps_right(body, response, language=language) if response else []
    found = []
    for at, piece in enumerate(words):
        if at % 2 == 0:
            found.append(Piece(piece))
            continue
        gap = at // 2
        given = response[gap] if response and gap < len(response) else ""
        found.append(
            Piece(piece, True, given, answers[gap][0], given != "" and rights[gap], gap + 1)
        )
    return found
