"""Every kind of item, also one that is added, can do all that is asked of a kind."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

import trimtab
from trimtab.kernel.errors import Refusal
from trimtab.library.domain.item import ItemBody
from trimtab.library.domain.item_cells import Cells
from trimtab.library.domain.item_sheets import HEAD
from trimtab.library.domain.item_shown import Appearance
from trimtab.library.domain.items import KINDS, body_data, kind_titles, read_body

CELLS = {
    "stem": "Keep at {{5}} °C.",
    "options": "one|two|three",
    "correct": "2",
    "answers": "first|second",
}
LOOKS = Path(trimtab.__file__).parent / "learner" / "templates" / "learner" / "answers"


def example(kind: type[ItemBody]) -> ItemBody:
    cells = Cells({name: CELLS.get(name, "") for name in HEAD})
    return read_body({"kind": kind.kind(), **kind.from_cells(cells)})


def straight(count: int) -> list[int]:
    return list(range(count))


every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


@every_kind
def test_a_row_of_a_sheet_becomes_an_item_and_the_item_stays_what_it_is(
    kind: type[ItemBody],
) -> None:
    body = example(kind)
    assert type(body) is kind and read_body(body_data(body)) == body


@every_kind
def test_whoever_knows_it_is_right_and_whoever_does_not_is_wrong(kind: type[ItemBody]) -> None:
    body, dice = example(kind), random.Random(1)
    right, wrong = body.grade(body.simulated(True, dice)), body.grade(body.simulated(False, dice))
    assert right.correct and right.score == 1 and not wrong.correct and wrong.score < 1
    assert right.expected and body.response_words(body.simulated(True, dice))


@every_kind
@pytest.mark.parametrize("response", [None, object(), True, -1, 99, "", [], [[]], {"a": 1}])
def test_what_is_no_answer_is_refused_and_never_a_fault_of_ours(
    kind: type[ItemBody], response: Any
) -> None:
    with pytest.raises(Refusal):
        example(kind).grade(response)


@every_kind
def test_it_is_shown_before_and_after_the_answer_by_a_partial_that_is_there(
    kind: type[ItemBody],
) -> None:
    body = example(kind)
    answered = Appearance(straight, response=body.simulated(True, random.Random(1)))
    for appearance in (Appearance(straight), answered):
        assert (LOOKS / f"{body.shown(appearance).look}.html").exists()


def test_kinds_are_told_apart_by_name_title_and_place() -> None:
    assert len(set(kind_titles().values())) == len(KINDS)
    assert len({kind.place for kind in KINDS.values()}) == len(KINDS)
    assert all(0 <= kind.guess < 1 and kind.usual_seconds > 0 for kind in KINDS.values())
