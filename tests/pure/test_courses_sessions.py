"""The rules of a cmi5 session: what a unit may say, when, and what follows."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.courses.domain.progress import Satisfied, UnitProgress, is_satisfied, newly, satisfied
from trimtab.courses.domain.sessions import SessionRule, SessionState, take
from trimtab.courses.domain.structure import (
    Block,
    Course,
    CourseKind,
    CourseUnit,
    LaunchMode,
    MoveOn,
)
from trimtab.courses.domain.words import CATEGORY, MASTERY, MOVE_ON, SESSION, CourseVerb

ACTOR = {"objectType": "Agent", "account": {"homePage": "https://example.org/people", "name": "p"}}
KEY = UUID("5e5510a0-0000-4000-8000-000000000000")
REGISTRATION = UUID("7e600000-0000-4000-8000-000000000000")
FRESH = SessionState(
    id=KEY,
    registration=REGISTRATION,
    actor=ACTOR,
    activity_id="https://example.org/units/1",
    grouping=("https://example.org/au",),
    mode=LaunchMode.NORMAL,
    mastery_score=0.8,
    prefers_read=True,
    ended=False,
)
BEGUN = replace(FRESH, said=frozenset({CourseVerb.INITIALIZED.value}))
RESULTS: dict[CourseVerb, dict[str, Any]] = {
    CourseVerb.COMPLETED: {"completion": True, "duration": "PT1S"},
    CourseVerb.PASSED: {"success": True, "duration": "PT1S", "score": {"scaled": 0.9}},
    CourseVerb.FAILED: {"success": False, "duration": "PT1S", "score": {"scaled": 0.5}},
    CourseVerb.TERMINATED: {"duration": "PT1S"},
}


def statement(verb: str, **changes: Any) -> dict[str, Any]:
    """A statement that a unit may send; a change sets what stands at a path
    ('context__registration'), None takes it away."""
    result = RESULTS.get(CourseVerb(verb)) if verb in set(CourseVerb) else None
    category = [{"id": CATEGORY}] if verb in set(CourseVerb) else []
    if verb in (CourseVerb.COMPLETED, CourseVerb.PASSED, CourseVerb.FAILED):
        category.append({"id": MOVE_ON})
    made: dict[str, Any] = {
        "id": "0a000000-0000-4000-8000-000000000000",
        "timestamp": "2026-11-24T08:00:00Z",
        "actor": ACTOR,
        "verb": {"id": str(verb)},
        "object": {"id": "https://example.org/units/1"},
        "context": {
            "registration": str(REGISTRATION),
            "contextActivities": {
                "grouping": [{"id": "https://example.org/au"}],
                "category": category,
            },
            "extensions": {
                SESSION: str(KEY),
                **({MASTERY: 0.8} if verb in (CourseVerb.PASSED, CourseVerb.FAILED) else {}),
            },
        },
        **({"result": result} if result else {}),
    }
    made = copy.deepcopy(made)
    for path, value in changes.items():
        *above, last = path.split("__")
        place = made
        for step in above:
            place = place[step]
        if value is None:
            del place[last]
        else:
            place[last] = value
    return made


NOTHING_YET = UnitProgress()


def refused(
    statement: Any, session: SessionState = BEGUN, standing: UnitProgress = NOTHING_YET
) -> str:
    with pytest.raises(SessionRule) as caught:
        take([statement], session, standing)
    assert caught.value.status == 403
    return caught.value.code


EXPERIENCED = "http://adlnet.gov/expapi/verbs/experienced"


def test_a_whole_session_is_taken_and_counted() -> None:
    told = [
        statement(verb)
        for verb in (
            CourseVerb.INITIALIZED,
            EXPERIENCED,
            CourseVerb.COMPLETED,
            CourseVerb.PASSED,
            CourseVerb.TERMINATED,
        )
    ]
    session, standing = take(told, FRESH, UnitProgress())
    assert session.ended
    assert standing == UnitProgress(completed=True, passed=True, score=0.9)


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (statement(EXPERIENCED, id=None), "cmi5.9.1"),
        (statement(EXPERIENCED, timestamp=None), "cmi5.9.7"),
        (statement(EXPERIENCED, timestamp="2026-11-24T08:00:00-06:00"), "cmi5.9.7"),
        (statement(CourseVerb.PASSED, actor__objectType="Group"), "cmi5.9.2"),
        (statement(CourseVerb.PASSED, actor={"mbox": "mailto:a@example.org"}), "cmi5.9.2"),
        (statement("http://adlnet.gov/expapi/verbs/voided"), "cmi5.6.3"),
        (statement(CourseVerb.INITIALIZED), "cmi5.9.3"),
        (statement(CourseVerb.LAUNCHED), "cmi5.9.3"),
        (statement(CourseVerb.SATISFIED), "cmi5.9.3"),
        (statement(CourseVerb.PASSED, object__id="https://example.org/other"), "cmi5.9.4"),
        (statement(CourseVerb.PASSED, context=None), "cmi5.9.6.1"),
        (statement(CourseVerb.PASSED, context__registration=None), "cmi5.9.6.1"),
        (statement(CourseVerb.PASSED, context__registration=str(KEY)), "cmi5.9.6.1"),
        (statement(EXPERIENCED, context__extensions={}), "cmi5.9.6.3.1"),
        (statement(EXPERIENCED, context__contextActivities={}), "cmi5.9.6.2.3"),
        (statement(CourseVerb.PASSED, result__completion=True), "cmi5.9.5.3"),
        (statement(CourseVerb.COMPLETED, result__success=True), "cmi5.9.5.2"),
        (statement(CourseVerb.COMPLETED, result__completion=False), "cmi5.9.5.3"),
        (statement(CourseVerb.COMPLETED, result__score={"scaled": 1}), "cmi5.9.5.1"),
        (statement(CourseVerb.TERMINATED, result=None), "cmi5.9.5.4.1"),
        (statement(CourseVerb.FAILED, result__success=True), "cmi5.9.5.2"),
        (statement(CourseVerb.PASSED, result__score={"scaled": 0.79}), "cmi5.9.3.4"),
        (statement(CourseVerb.FAILED, result__score={"scaled": 0.8}), "cmi5.9.3.4"),
        (
            statement(CourseVerb.PASSED, result__score={"scaled": 0.9, "raw": 9, "max": 10}),
            "cmi5.9.5.1",
        ),
        (statement(CourseVerb.PASSED, context__extensions={SESSION: str(KEY)}), "cmi5.9.6.3.2"),
        (
            statement(CourseVerb.PASSED, context__extensions={SESSION: str(KEY), MASTERY: 0.7}),
            "cmi5.9.6.3.2",
        ),
        (statement(CourseVerb.PASSED, result__score={"scaled": -(10**400)}), "cmi5.9.3.4"),
        ("no object", "cmi5.9.1"),
        (None, "cmi5.9.1"),
    ],
)
def test_what_breaks_a_rule_is_refused_with_its_section(one: Any, code: str) -> None:
    assert refused(one) == code


def test_the_category_moveon_goes_with_a_result_that_counts_and_with_nothing_else() -> None:
    only = {"grouping": [{"id": "https://example.org/au"}], "category": [{"id": CATEGORY}]}
    counts = {**only, "category": [{"id": CATEGORY}, {"id": MOVE_ON}]}
    assert (
        refused(statement(CourseVerb.COMPLETED, context__contextActivities=only)) == "cmi5.9.6.2.2"
    )
    assert (
        refused(statement(CourseVerb.TERMINATED, context__contextActivities=counts))
        == "cmi5.9.6.2.2"
    )
    loose = {**only, "category": [{"id": MOVE_ON}]}
    assert refused(statement(EXPERIENCED, context__contextActivities=loose)) == "cmi5.9.6.2.2"


def test_initialized_comes_first_and_waits_for_the_preferences() -> None:
    assert refused(statement(EXPERIENCED), FRESH) == "cmi5.9.3"
    assert (
        refused(statement(CourseVerb.INITIALIZED), replace(FRESH, prefers_read=False))
        == "cmi5.11.0"
    )


def test_nothing_is_said_after_the_end() -> None:
    assert refused(statement(EXPERIENCED), replace(BEGUN, ended=True)) == "cmi5.9.3"


@pytest.mark.parametrize("mode", [LaunchMode.BROWSE, LaunchMode.REVIEW])
@pytest.mark.parametrize("verb", [CourseVerb.COMPLETED, CourseVerb.PASSED, CourseVerb.FAILED])
def test_nothing_counts_when_one_only_looks(mode: LaunchMode, verb: CourseVerb) -> None:
    assert refused(statement(verb), replace(BEGUN, mode=mode)) == "cmi5.10.2.2"


def test_a_registration_is_completed_and_passed_once_and_never_failed_after() -> None:
    assert (
        refused(statement(CourseVerb.COMPLETED), BEGUN, UnitProgress(completed=True))
        == "cmi5.9.3.3"
    )
    assert refused(statement(CourseVerb.PASSED), BEGUN, UnitProgress(passed=True)) == "cmi5.9.3.4"
    assert refused(statement(CourseVerb.FAILED), BEGUN, UnitProgress(passed=True)) == "cmi5.9.3.4"
    after_failing = replace(BEGUN, said=BEGUN.said | {CourseVerb.FAILED.value})
    assert (
        refused(statement(CourseVerb.PASSED), after_failing, UnitProgress(failed=True))
        == "cmi5.9.3"
    )
    _session, standing = take([statement(CourseVerb.PASSED)], BEGUN, UnitProgress(failed=True))
    assert standing.passed and not standing.failed


RULES: dict[MoveOn, Callable[[UnitProgress], bool]] = {
    MoveOn.PASSED: lambda unit: unit.passed,
    MoveOn.COMPLETED: lambda unit: unit.completed,
    MoveOn.COMPLETED_AND_PASSED: lambda unit: unit.completed and unit.passed,
    MoveOn.COMPLETED_OR_PASSED: lambda unit: unit.completed or unit.passed,
    MoveOn.NOT_APPLICABLE: lambda _unit: True,
}
STANDINGS = st.builds(
    UnitProgress,
    completed=st.booleans(),
    passed=st.booleans(),
    failed=st.booleans(),
    waived=st.booleans(),
)


@given(st.sampled_from(MoveOn), STANDINGS)
def test_move_on_means_what_its_name_says_and_waiving_always_satisfies(
    move_on: MoveOn, standing: UnitProgress
) -> None:
    assert is_satisfied(move_on, standing) == (standing.waived or RULES[move_on](standing))


UNITS = st.lists(
    st.tuples(st.sampled_from(MoveOn), st.sampled_from([(), (0,), (0, 1), (2,)])),
    min_size=1,
    max_size=6,
)


@given(UNITS, st.lists(STANDINGS, min_size=6, max_size=6))
def test_blocks_and_course_are_satisfied_when_all_their_units_are(
    units: Any, standings: list[UnitProgress]
) -> None:
    course = Course(
        kind=CourseKind.CMI5,
        id="c",
        title="c",
        blocks=(
            Block(id="0", title=""),
            Block(id="1", title="", blocks=(0,)),
            Block(id="2", title=""),
        ),
        units=tuple(
            CourseUnit(id=str(n), title="", url="x", move_on=rule, blocks=blocks)
            for n, (rule, blocks) in enumerate(units)
        ),
    )
    found = satisfied(course, dict(enumerate(standings)))
    met = [
        is_satisfied(unit.move_on, standing)
        for unit, standing in zip(course.units, standings, strict=False)
    ]
    assert found.course == all(met)
    for block in range(3):
        assert (block in found.blocks) == all(met[n] for n in course.units_in(block))
    said = list(newly(course, Satisfied(), found))
    assert set(said) == found.blocks | ({None} if found.course else set())
    if 0 in said and 1 in said:
        assert said.index(1) < said.index(0), "the inner block comes first"
    assert list(newly(course, found, found)) == []
