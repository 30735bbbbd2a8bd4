"""What a person enters who knows the answer to an item, or does not: a response in the shape of the
item's kind.
"""

from __future__ import annotations

import random
from typing import Any, assert_never

from trimtab.library import api as library

NOTHING = "I do not know"
SECONDS = {
    "flashcard": 7,
    "single-choice": 14,
    "short-answer": 13,
    "cloze": 18,
    "multiple-choice": 22,
    "ordering": 32,
}


def response(body: library.ItemBody, right: bool, dice: random.Random) -> Any:
    """A response to `body` that is graded correct if `right`, else wrong in one of the ways in
    which people are wrong.
    """
    match body:
        case library.SingleChoice(options=options):
            return dice.choice([at for at, option in enumerate(options) if option.correct == right])
        case library.MultipleChoice(options=options):
            chosen = [at for at, option in enumerate(options) if option.correct]
            return chosen if right else _one_changed(chosen, len(options), dice)
        case library.ShortAnswer(answers=answers):
            return dice.choice(answers) if right else NOTHING
        case library.Cloze():
            gaps = library.gap_answers(body)
            return [answers[0] if right else NOTHING for answers in gaps]
        case library.Ordering(order=order):
            steps = list(range(len(order)))
            return steps if right else _two_swapped(steps, dice)
        case library.Flashcard():
            return dice.choices(("good", "hard", "easy"), (6, 2, 2))[0] if right else "again"
        case _:
            assert_never(body)


def seconds(kind: str, right: bool, dice: random.Random) -> int:
    """How long the answer took: longer when it had to be searched for."""
    return max(2, round(SECONDS[kind] * dice.lognormvariate(0, 0.35) * (1 if right else 1.3)))


def _one_changed(chosen: list[int], count: int, dice: random.Random) -> list[int]:
    changed = sorted(set(chosen) ^ {dice.randrange(count)})
    return changed or [next(at for at in range(count) if at not in chosen)]


def _two_swapped(steps: list[int], dice: random.Random) -> list[int]:
    at = dice.randrange(len(steps) - 1)
    return [*steps[:at], steps[at + 1], steps[at], *steps[at + 2 :]]
