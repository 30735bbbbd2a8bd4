"""Interactions and objectives of SCORM become evidence, each once, in xAPI's own forms."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.courses.domain.answers import INTERACTION, OBJECTIVE, Told, fresh, told
from trimtab.courses.domain.structure import CourseKind
from trimtab.xapi.activity import activity
from trimtab.xapi.result import result as check_result


def of(kind: CourseKind = CourseKind.SCORM_12, *, is_last: bool = True, **cmi: Any) -> list[Told]:
    return list(told({"cmi": cmi}, kind, language="und", is_last=is_last))


def old(response: str, sort: str = "choice", **more: Any) -> dict[str, Any]:
    return {
        "0": {"id": "q1", "type": sort, "student_response": response, "result": "wrong", **more}
    }


@pytest.mark.parametrize(
    ("sort", "response", "expected"),
    [
        ("true-false", "t", "true"),
        ("true-false", "0", "false"),
        ("choice", "a,b", "a[,]b"),
        ("choice", "{a, b}", "a[,]b"),
        ("sequencing", "c,a", "c[,]a"),
        ("matching", "1.a,2.b", "1[.]a[,]2[.]b"),
        ("fill-in", "warm, not cold", "warm, not cold"),
        ("numeric", "3.5", "3.5"),
        ("likert", "2", "2"),
        ("nonsense", "x", "x"),
    ],
)
def test_responses_of_1_2_are_written_as_xapi_writes_them(
    sort: str, response: str, expected: str
) -> None:
    [found] = of(
        interactions=old(
            response, sort, latency="00:00:12.5", correct_responses={"0": {"pattern": response}}
        )
    )
    assert found.result == {"success": False, "response": expected, "duration": "PT12.50S"}
    assert found.definition["interactionType"] == (sort if sort != "nonsense" else "other")
    assert (
        found.definition["correctResponsesPattern"] == [expected]
        and found.path == "interactions/q1"
    )


def test_2004_is_taken_as_it_is_with_its_description_and_objectives() -> None:
    given_ = {
        "id": "urn:q 1",
        "type": "choice",
        "learner_response": "a[,]b",
        "result": "correct",
        "latency": "PT2S",
        "description": "Which?",
        "objectives": {"0": {"id": "second"}},
    }
    [found] = of(CourseKind.SCORM_2004, interactions=[given_])
    assert found.result == {
        "success": True,
        "response": "a[,]b",
        "duration": "PT2S",
    } and found.objectives == ("second",)
    assert found.path == "interactions/urn%3Aq%201" and found.definition["description"] == {
        "und": "Which?"
    }


def test_letters_that_the_runtime_does_not_take_come_out_as_they_were() -> None:
    [found] = of(interactions={"0": {"id": "Frage%20%C3%A4", "student_response": "x"}})
    assert found.definition["name"] == {"und": "Frage%20ä"}


@pytest.mark.parametrize(
    ("kind", "one", "result"),
    [
        (
            CourseKind.SCORM_12,
            {"id": "o", "status": "passed", "score": {"raw": "8", "min": "0", "max": "10"}},
            {"success": True, "completion": True, "score": {"raw": 8, "min": 0, "max": 10}},
        ),
        (
            CourseKind.SCORM_2004,
            {"id": "o", "success_status": "failed", "completion_status": "completed"},
            {"success": False, "completion": True},
        ),
        (
            CourseKind.SCORM_2004,
            {"id": "o", "success_status": "unknown", "score": {"scaled": "0.5", "raw": ""}},
            {"score": {"scaled": 0.5}},
        ),
    ],
)
def test_objectives_are_told_of_with_what_came_of_them(
    kind: CourseKind, one: dict[str, Any], result: dict[str, Any]
) -> None:
    [found] = of(kind, objectives={"0": one})
    assert found.result == result and found.definition["type"] == OBJECTIVE
    assert not of(
        kind, objectives={"0": {"id": "o", "success_status": "unknown", "score": {"max": "100"}}}
    )


def test_each_is_told_once_and_again_when_it_changes() -> None:
    first, said = fresh(iter(of(interactions=old("a"))), {})
    assert len(first) == 1 and fresh(iter(of(interactions=old("a"))), said) == ([], said)
    again, _said = fresh(iter(of(interactions=old("b"))), said)
    assert again[0].result["response"] == "b"


def test_an_answer_that_is_half_written_waits_for_the_end() -> None:
    half = {"0": {"id": "q1", "type": "choice", "student_response": "a"}}
    assert not of(is_last=False, interactions=half) and of(interactions=half)
    assert not of(interactions={"0": {"id": "q1", "type": "choice"}})


WORDS = st.text(max_size=6) | st.sampled_from(
    ["choice", "matching", "wrong", "correct", "0.5", "nan", "00:00:09", "passed", "1e400", "\x00"]
)
ENTRY = st.dictionaries(
    st.sampled_from(
        [
            "id",
            "type",
            "student_response",
            "learner_response",
            "result",
            "latency",
            "status",
            "success_status",
            "score",
            "description",
        ]
    ),
    WORDS
    | st.none()
    | st.integers()
    | st.dictionaries(st.sampled_from(["raw", "min", "max", "scaled"]), WORDS),
)


@given(st.lists(ENTRY, max_size=3), st.sampled_from(CourseKind))
def test_whatever_a_sco_writes_the_statement_is_valid(entries: list[Any], kind: CourseKind) -> None:
    for found in of(kind, interactions=entries, objectives=dict(enumerate(entries))):
        check_result(dict(found.result))
        activity({"id": f"https://x.example/{found.path}", "definition": dict(found.definition)})
        assert found.definition["type"] in (INTERACTION, OBJECTIVE)
