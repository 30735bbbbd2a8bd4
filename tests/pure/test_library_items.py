"""Items are graded fairly and refused clearly."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.kernel.errors import Refusal
from trimtab.library.domain.answers import matches
from trimtab.library.domain.item_files import ItemFormat, read_items, remarks_about
from trimtab.library.domain.items import body_data, read_body
from trimtab.library.domain.items.short_answer import ShortAnswer
from trimtab.library.domain.items.single_choice import SingleChoice

CHOICE = {
    "kind": "single-choice",
    "stem": "Which?",
    "options": [{"text": "a", "feedback": "no"}, {"text": "b", "correct": True, "feedback": "yes"}],
}
SEVERAL = {**CHOICE, "kind": "multiple-choice"}
SHORT = {"kind": "short-answer", "stem": "Capital of France?", "answers": ["Paris"]}
CLOZE = {"kind": "cloze", "text": "Keep at {{5}} °C in the {{chiller}}."}
ORDER = {"kind": "ordering", "stem": "Order", "order": ["one", "two", "three"]}
CARD = {"kind": "flashcard", "front": "Q", "back": "A"}


@pytest.mark.parametrize(
    ("body", "response", "correct", "score"),
    [
        (CHOICE, 1, True, 1.0),
        (CHOICE, 0, False, 0.0),
        (SEVERAL, [1], True, 1.0),
        (SEVERAL, [0, 1], False, 0.5),
        (SHORT, " PARIS. ", True, 1.0),
        (SHORT, "Pariss", True, 1.0),
        (SHORT, "Rome", False, 0.0),
        (CLOZE, ["5", "chiler"], True, 1.0),
        (CLOZE, ["6", "chiller"], False, 0.5),
        (ORDER, [0, 1, 2], True, 1.0),
        (ORDER, [1, 0, 2], False, 2 / 3),
        (CARD, "good", True, 1.0),
        (CARD, "again", False, 0.0),
    ],
)
def test_each_kind_is_graded(body: Any, response: Any, correct: bool, score: float) -> None:
    graded = read_body(body).grade(response)
    assert graded.correct is correct and graded.score == pytest.approx(score)


@pytest.mark.parametrize("body", [CHOICE, SEVERAL, SHORT, CLOZE, ORDER, CARD])
def test_a_body_survives_being_written_and_read(body: Any) -> None:
    assert read_body(body_data(read_body(body))) == read_body(body)
    assert json.loads(json.dumps(body_data(read_body(body)))) == body_data(read_body(body))


@pytest.mark.parametrize("body", [CHOICE, SEVERAL, SHORT, CLOZE, ORDER, CARD])
@given(
    response=st.none()
    | st.integers()
    | st.text()
    | st.lists(st.integers() | st.text())
    | st.booleans()
)
def test_any_response_is_graded_or_refused(body: Any, response: Any) -> None:
    try:
        assert 0 <= read_body(body).grade(response).score <= 1
    except Refusal as refusal:
        assert refusal.field == "response"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"kind": "riddle"},
        {**CHOICE, "options": [{"text": "a", "correct": True}]},
        {**CHOICE, "options": [{"text": "a"}, {"text": "b"}]},
        {**CHOICE, "colour": "red"},
        {**SHORT, "answers": []},
        {**CLOZE, "text": "no gap"},
        {**ORDER, "order": ["x", "x"]},
        {**CARD, "back": " "},
    ],
)
def test_a_faulty_body_is_refused_with_its_field(body: Any) -> None:
    with pytest.raises(Refusal):
        read_body(body)


def test_figures_are_never_forgiven() -> None:
    assert not matches("63 degrees", "73 degrees")
    assert matches("73 degres", "73 degrees")


def test_problems_of_a_yaml_file_are_named_by_line() -> None:
    text = (
        "- key: a\n  kind: flashcard\n  front: Q\n  back: A\n"
        "- key: b\n  kind: flashcard\n  front: Q\n"
        "- key: a\n  kind: riddle\n"
    )
    items, problems = read_items(text, ItemFormat.YAML)
    assert len(items) == 1 and [problem.where for problem in problems] == ["line 5", "line 8"]
    assert read_items("key: [", ItemFormat.YAML)[1]


def test_items_come_in_as_csv() -> None:
    text = (
        "key;kind;stem;options;correct;feedback;answers;tags\n"
        "a;single-choice;Which?;x|y;2;no|yes;;t u\nb;ordering;Order;;;;one|two;\n"
    )
    items, problems = read_items(text, ItemFormat.CSV)
    assert (
        not problems and [item.key for item in items] == ["a", "b"] and items[0].tags == ("t", "u")
    )
    assert items[0].body.grade(1).feedback == "yes"
    assert read_items("key;colour\n", ItemFormat.CSV)[1]


def test_an_author_who_writes_no_means_the_word() -> None:
    items, problems = read_items(
        "- {key: a, kind: short-answer, stem: Raw, answers: [no, yes]}\n", ItemFormat.YAML
    )
    assert not problems and items[0].body.grade("No").correct


SHEET = "key,kind,stem,options,correct,feedback,answers,explanation,tags\n"


@pytest.mark.parametrize(
    ("row", "where"),
    [
        ("g1,single-choice,Which?,Red||Blue|Green,3,,,,", "line 2, options: Value 2 of 4 is empty"),
        (
            "g2,multiple-choice,Even?,2|3|4|5,1|C,,,,",
            "line 2, correct: 'C' is none of the options: write their numbers, from 1 to 4",
        ),
        (
            "g3,multiple-choice,Even?,2|3|4|5,1|3|7,,,,",
            "line 2, correct: '7' is none of the options",
        ),
        ("g3,single-choice,Which?,a|b,2.0,,,,", "line 2, correct: '2.0' is none of the options"),
        (
            "g8,cloze,Keep below {{c1::8}} degrees.,,,,,,",
            "line 2, text: Gaps such as {{c1::8}} are those of Anki",
        ),
        (
            "g10,single-choice,What?,ls | wc|nothing,1,,,,",
            "line 2, options: Some bars (|) have blanks around them",
        ),
        (
            "g11,single-choice,What?,a|b,1,x|y|z,,,",
            "line 2, feedback: There are 2 options and feedback for 3",
        ),
        (
            "g12,riddle,What?,a|b,1,,,,",
            "line 2, kind: 'riddle' is not a kind of item. Kinds are single-choice",
        ),
        ("g13,flashcard,F,,,,B,,,extra", "line 2: The row has more cells than the head"),
        (
            'g4,flashcard,Pipe size?,,,,"5 inch,,\n'
            'g5,flashcard,Second,,,,Two,,\ng6,flashcard,Third,,,,Three",,',
            "line 4, answers: A quotation mark in this row is not closed",
        ),
    ],
)
def test_a_row_that_could_be_meant_otherwise_is_refused_and_the_others_are_read(
    row: str, where: str
) -> None:
    items, problems = read_items(f"{SHEET}{row}\nlast,flashcard,F,,,,B,,\n", ItemFormat.CSV)
    assert [str(one).startswith(where) for one in problems] == [True], problems
    assert [one.key for one in items] == ["last"]


def test_a_column_that_stands_twice_is_refused() -> None:
    [problem] = read_items(
        "key,kind,stem,options,correct,correct\ng7,single-choice,Which?,a|b,1,2\n", ItemFormat.CSV
    )[1]
    assert "The column correct stands twice" in problem.sentence


@pytest.mark.parametrize(
    ("cell", "tags"),
    [
        ('"food safety, hygiene"', ("food safety", "hygiene")),
        ("a|b c", ("a", "b c")),
        ("a b", ("a", "b")),
        ("x; y", ("x", "y")),
    ],
)
def test_tags_keep_their_blanks_and_lose_their_commas(cell: str, tags: tuple[str, ...]) -> None:
    [item] = read_items(f"{SHEET}g9,flashcard,F,,,,B,,{cell}\n", ItemFormat.CSV)[0]
    assert item.tags == tags


def test_a_bar_may_belong_to_an_option_a_cell_may_have_lines_and_exactness_can_be_said() -> None:
    text = "sep=,\n" + SHEET.replace("answers", "answers,exact")
    text += 'a,single-choice,"First,\nthen what?",ls \\| wc|nothing,1,,,,,\n'
    text += "b,short-answer,Dose?,,,,5 mg,yes,,\n"
    items, problems = read_items(text, ItemFormat.CSV)
    choice, short = (spec.body for spec in items)
    assert isinstance(choice, SingleChoice) and isinstance(short, ShortAnswer)
    assert not problems and [one.text for one in choice.options] == ["ls | wc", "nothing"]
    assert choice.stem == "First,\nthen what?" and short.exact


def test_markup_of_a_web_page_is_remarked() -> None:
    items, _ = read_items(
        f"{SHEET}a,flashcard,<b>Bold</b>?,,,,B,,\nb,flashcard,3 < 4?,,,,B,,\n", ItemFormat.CSV
    )
    assert [one.where for one in remarks_about(items)] == ["a"]
