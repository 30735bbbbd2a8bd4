"""What a SCO commits is judged by its score and its mastery score, and becomes evidence once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.courses.domain import runtime
from trimtab.courses.domain.launching import with_parameters
from trimtab.courses.domain.statements import About
from trimtab.courses.domain.structure import Course, CourseKind, CourseUnit
from trimtab.courses.domain.words import CourseVerb
from trimtab.xapi.result import result as check_result

PLAIN = CourseUnit(id="u", title="u", url="x")
MASTERED = CourseUnit(id="u", title="u", url="x", mastery_score=0.8)


def sent(**given: Any) -> runtime.Commit:
    return runtime.read({"runtimeData": {}, **given})


def test_a_score_is_scaled_by_its_own_range() -> None:
    assert runtime.scaled({"raw": 5, "min": 0, "max": 10}, CourseKind.SCORM_2004) == 0.5
    assert runtime.scaled({"raw": 50}, CourseKind.SCORM_12) == 0.5, "SCORM 1.2 counts to 100"
    assert runtime.scaled({"raw": 50}, CourseKind.SCORM_2004) is None, (
        "SCORM 2004 gives no range by itself"
    )
    assert runtime.scaled({"scaled": -0.5, "raw": 3}, CourseKind.SCORM_2004) == -0.5
    assert runtime.scaled({"raw": 11, "min": 0, "max": 10}, CourseKind.SCORM_12) is None
    assert runtime.scaled({}, CourseKind.SCORM_12) is None


def test_the_mastery_score_decides_where_there_is_a_score() -> None:
    def passed(
        unit: CourseUnit, kind: CourseKind = CourseKind.SCORM_12, **given: Any
    ) -> bool | None:
        return runtime.judged(sent(**given), unit, kind).passed

    assert passed(MASTERED, completionStatus="completed", score={"raw": 79}) is False
    assert passed(MASTERED, completionStatus="completed", score={"raw": 80}) is True
    assert passed(MASTERED, successStatus="passed", score={"raw": 10}) is False
    assert passed(MASTERED, completionStatus="incomplete", score={"raw": 90}) is None, (
        "nothing is decided half-way"
    )
    assert passed(MASTERED, successStatus="passed") is True, "without a score the SCO's word counts"
    assert passed(PLAIN, successStatus="passed", score={"raw": 1}) is True
    assert passed(MASTERED, CourseKind.SCORM_2004, score={"scaled": 0.9}) is True


NUMBERS = (
    st.integers(-200, 200)
    | st.floats(allow_nan=True)
    | st.text(max_size=3)
    | st.booleans()
    | st.none()
)


@given(
    st.dictionaries(st.sampled_from(["raw", "min", "max", "scaled", "x"]), NUMBERS),
    st.sampled_from(CourseKind),
)
def test_whatever_score_a_sco_sends_the_statement_is_valid(score: Any, kind: CourseKind) -> None:
    commit = sent(score=score, successStatus="passed")
    check_result(runtime.result(CourseVerb.PASSED, commit, kind, duration="PT1S"))


@pytest.mark.parametrize("given", [None, 1, [], {}, {"runtimeData": []}])
def test_what_no_runtime_sends_is_refused(given: Any) -> None:
    with pytest.raises(runtime.BadRuntime):
        runtime.read(given)


def test_launch_parameters_are_encoded_and_stand_after_the_units_own() -> None:
    about = About(
        {"account": {"name": "a b"}},
        UUID(int=1),
        UUID(int=2),
        Course(kind=CourseKind.CMI5, id="c", title="c", units=()),
        "urn:c",
    )
    url = with_parameters(
        "https://x.example/i.html?a=1#top", about, 3, endpoint="https://e", fetch="https://f?g"
    )
    assert url == (
        "https://x.example/i.html?a=1&endpoint=https%3A%2F%2Fe&fetch=https%3A%2F%2Ff%3Fg&actor=%7B%22account%22%3A%7B%22name%22"
        "%3A%22a%20b%22%7D%7D&registration=00000000-0000-0000-0000-000000000001&activityId=urn%3Ac%2Funits%2F3#top"
    )
