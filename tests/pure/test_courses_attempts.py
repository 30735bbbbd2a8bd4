"""Attempts are told apart, worse ones keep the better, and a rule says which score counts."""

from __future__ import annotations

from typing import Any

import pytest

from trimtab.courses.domain import runtime
from trimtab.courses.domain.attempts import (
    AttemptOutcome,
    AttemptTurn,
    Grading,
    best,
    graded,
    stands,
    turn,
)
from trimtab.courses.domain.progress import UnitProgress
from trimtab.courses.domain.structure import CourseKind, CourseUnit
from trimtab.courses.domain.words import CourseVerb

PASSED = AttemptOutcome(completed=True, passed=True, score=0.9)
FAILED = AttemptOutcome(passed=False, score=0.2)
BOTH = (CourseVerb.PASSED, CourseVerb.COMPLETED)


def test_the_first_result_begins_an_attempt_and_nothing_does_not() -> None:
    assert turn([], AttemptOutcome(), goes_on=False) is None
    assert turn([], AttemptOutcome(score=0.3), goes_on=False) == AttemptTurn(
        AttemptOutcome(score=0.3), begins=True, verbs=()
    )
    assert turn([], PASSED, goes_on=False) == AttemptTurn(PASSED, begins=True, verbs=BOTH)


def test_an_attempt_goes_on_until_it_is_judged() -> None:
    on = turn([AttemptOutcome(score=0.3)], PASSED, goes_on=False)
    assert on == AttemptTurn(PASSED, begins=False, verbs=BOTH)
    better = turn([FAILED], PASSED, goes_on=True)
    assert better and not better.begins and better.verbs == BOTH
    assert turn([PASSED], PASSED, goes_on=True) is None


def test_a_worse_try_after_passing_is_an_attempt_of_its_own_and_takes_nothing() -> None:
    for goes_on in (True, False):
        assert turn([PASSED], FAILED, goes_on=goes_on) == AttemptTurn(
            FAILED, begins=True, verbs=(CourseVerb.FAILED,)
        )
    after = stands(UnitProgress(), [PASSED, FAILED], Grading.HIGHEST)
    assert after == UnitProgress(completed=True, passed=True, failed=False, score=0.9)
    assert best([PASSED, FAILED]) == 0 and best([FAILED, PASSED]) == 1 and best([]) is None


def test_looking_again_is_no_attempt() -> None:
    """A SCO commits again what it found: the result of its last
    attempt, or that of the better one."""
    assert turn([PASSED, FAILED], PASSED, goes_on=False) is None
    assert turn([PASSED, FAILED], FAILED, goes_on=False) is None
    assert turn([PASSED], AttemptOutcome(score=0.9), goes_on=False) is None, (
        "begun anew, with the score of before"
    )


def test_what_is_completed_and_failed_counts_as_failed() -> None:
    after = stands(UnitProgress(), [AttemptOutcome(completed=True, passed=False)], Grading.HIGHEST)
    assert after == UnitProgress(failed=True)


@pytest.mark.parametrize(
    ("rule", "score"),
    [(Grading.HIGHEST, 0.9), (Grading.FIRST, 0.5), (Grading.LAST, 0.1), (Grading.AVERAGE, 0.5)],
)
def test_a_rule_says_which_score_counts(rule: Grading, score: float) -> None:
    assert graded([0.5, 0.9, 0.1], rule) == pytest.approx(score)
    assert graded([], rule, 0.7) == 0.7


def commit(
    kind: CourseKind, unit: CourseUnit | None = None, *, model: dict[str, object], **given: object
) -> runtime.Commit:
    sent = runtime.read({"runtimeData": {"cmi": model}, "last": True, **given})
    return runtime.judged(sent, unit or CourseUnit(id="u", title="u", url="x"), kind)


OLD: dict[str, object] = {"core": {"lesson_status": "not attempted", "exit": ""}}
NEW: dict[str, object] = {"completion_status": "unknown", "exit": ""}


@pytest.mark.parametrize(
    ("kind", "model"), [(CourseKind.SCORM_12, OLD), (CourseKind.SCORM_2004, NEW)]
)
def test_a_sco_that_begins_and_ends_and_says_no_more_is_completed(
    kind: CourseKind, model: dict[str, object]
) -> None:
    done = commit(kind, model=model)
    assert done.completed and done.passed is None
    assert "completed" in str(done.model), "it finds that again"
    assert not commit(kind, model=model, byPlayer=True).completed, "its window was closed"
    assert not commit(kind, model=model, last=False).completed
    itself = CourseUnit(id="u", title="u", url="x", completes_itself=True)
    assert not commit(kind, itself, model=model).completed


def test_what_a_sco_said_or_will_say_is_not_replaced() -> None:
    assert not commit(
        CourseKind.SCORM_12, model={"core": {"lesson_status": "incomplete"}}
    ).completed
    assert not commit(
        CourseKind.SCORM_12, model={"core": {"lesson_status": "not attempted", "exit": "suspend"}}
    ).completed
    assert not commit(CourseKind.SCORM_2004, model={"completion_status": "incomplete"}).completed
    mastered = CourseUnit(id="u", title="u", url="x", mastery_score=0.8)
    assert commit(CourseKind.SCORM_12, mastered, model=OLD, score={"raw": 50}).passed is False, (
        "the mastery score decides"
    )


@pytest.mark.parametrize(
    ("progress", "completed"), [("0.8", True), ("0.7", False), ("", True), ("x", True)]
)
def test_progress_completes_where_there_is_a_threshold(progress: str, completed: bool) -> None:
    unit = CourseUnit(id="u", title="u", url="x", completion_threshold=0.75)
    given = {
        "completionStatus": "completed",
        "model": {"progress_measure": progress, "completion_status": "completed"},
    }
    assert commit(CourseKind.SCORM_2004, unit, **given).completed is completed  # type: ignore[arg-type]


def test_completion_and_success_are_apart_in_2004_and_one_word_in_1_2() -> None:
    both = {"completionStatus": "completed", "successStatus": "failed", "model": {}}
    assert commit(CourseKind.SCORM_2004, **both).completed  # type: ignore[arg-type]
    assert not commit(CourseKind.SCORM_12, **both).completed  # type: ignore[arg-type]


def test_a_score_goes_with_whatever_is_said_and_a_range_alone_is_none() -> None:
    scored = runtime.read({"runtimeData": {}, "score": {"raw": 94, "min": 0, "max": 100}})
    said = runtime.result(CourseVerb.COMPLETED, scored, CourseKind.SCORM_12, duration="PT1S")
    assert said == {
        "completion": True,
        "duration": "PT1S",
        "score": {"raw": 94, "min": 0, "max": 100, "scaled": 0.94},
    }
    assert "score" in runtime.result(
        CourseVerb.TERMINATED, scored, CourseKind.SCORM_12, duration="PT1S"
    )
    unscored = runtime.read({"runtimeData": {}, "score": {"max": 100}})
    assert "score" not in runtime.result(
        CourseVerb.PASSED, unscored, CourseKind.SCORM_12, duration="PT1S"
    )


def test_a_sco_finds_the_result_of_its_better_attempt_among_what_it_left() -> None:
    left: dict[str, Any] = {
        "cmi": {
            "core": {"lesson_status": "failed", "score": {"raw": "20", "max": "100"}},
            "suspend_data": "x",
        }
    }
    found = runtime.handed(left, PASSED, {"raw": 90.0, "max": 100.0}, CourseKind.SCORM_12)
    assert found["cmi"]["core"] == {"lesson_status": "passed", "score": {"raw": "90", "max": "100"}}
    assert found["cmi"]["suspend_data"] == "x" and left["cmi"]["core"]["lesson_status"] == "failed"
    new = runtime.handed({"cmi": {"success_status": "failed"}}, PASSED, {}, CourseKind.SCORM_2004)
    assert new["cmi"] == {"success_status": "passed", "completion_status": "completed"}
    assert runtime.handed({"cmi.suspend_data": "x"}, PASSED, {}, CourseKind.SCORM_12) == {
        "cmi.suspend_data": "x"
    }
