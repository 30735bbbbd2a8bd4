"""Units of SCORM packages: the same evidence as cmi5 units leave, and no way around it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from tests.cast import NOW, Cast
from tests.rooms.courses_scene import LATER, brought, commit, launched, played, record, soon, told
from trimtab.courses import api as courses
from trimtab.courses.api import FetchRefused, SessionRule, UnitState
from trimtab.courses.domain.words import CourseVerb
from trimtab.courses.models import Session
from trimtab.kernel.errors import Refusal

pytestmark = pytest.mark.usefixtures("packages_play")


def test_a_sco_leaves_the_same_evidence_and_finds_its_data_again(cast: Cast) -> None:
    package = brought("scorm12")
    found, game = played(cast.worker, package)
    assert (
        game.runtime is None
        and game.launch_data == "colour=blue"
        and game.learner_id == str(cast.worker.pseudonym)
    )
    score = {"raw": 30, "min": 0, "max": 100}
    commit(found, game, completionStatus="incomplete", successStatus="failed", score=score)
    commit(
        found,
        game,
        completionStatus="completed",
        successStatus="passed",
        score={"raw": 90, "min": 0, "max": 100},
        last=True,
    )
    assert told(found.registration) == [
        "launched",
        "initialized",
        "failed",
        "passed",
        "completed",
        "satisfied",
        "terminated",
    ]
    passed = next(
        statement
        for statement in record(found.registration)
        if statement["verb"]["id"] == CourseVerb.PASSED
    )
    assert passed["result"] == {
        "success": True,
        "duration": passed["result"]["duration"],
        "score": {"raw": 90, "min": 0, "max": 100, "scaled": 0.9},
    }
    with pytest.raises(SessionRule):
        commit(found, game)
    _again, second = played(cast.worker, package, LATER)
    assert second.runtime == {"cmi": {"suspend_data": "x"}}


def test_a_sco_that_ends_or_is_done_hears_where_its_learner_stands(cast: Cast) -> None:
    package = brought("scorm12")
    found, game = played(cast.worker, package)
    bad, good = (
        {"successStatus": said, "score": {"raw": raw, "min": 0, "max": 100}}
        for said, raw in (("failed", 30), ("passed", 90))
    )
    assert commit(found, game, **bad) is None, "it goes on"
    done = commit(found, game, completionStatus="completed", **good)
    assert done == courses.Stands(UnitState.DONE, 0.9, counts=True, next="", is_course_done=True)
    found, game = played(cast.manager, package)
    ended = commit(found, game, completionStatus="completed", last=True, **bad)
    assert ended == courses.Stands(
        UnitState.FAILED, 0.3, counts=True, next="", is_course_done=False
    )


def test_the_mastery_score_decides_over_what_a_sco_claims(cast: Cast) -> None:
    found, game = played(cast.worker, brought("scorm12"))
    commit(
        found,
        game,
        completionStatus="completed",
        successStatus="passed",
        score={"raw": 50, "min": 0, "max": 100},
    )
    assert told(found.registration)[-1] == "failed"
    assert (
        courses.course(courses.packages()[0].id, cast.worker.id).units[0].state is UnitState.FAILED
    )


@pytest.mark.parametrize(
    "given", [None, [], {}, {"runtimeData": 1}, {"runtimeData": {"x": "y" * 600_000}}]
)
def test_what_no_runtime_sends_is_refused(cast: Cast, given: Any) -> None:
    found, game = played(cast.worker, brought("scorm2004"))
    with pytest.raises(Exception, match=r"runtime|unit may keep"):
        courses.commit(
            session_id=found.session_id, secret=game.grant.secret, given=given, now=LATER
        )


def test_a_sco_needs_its_secret(cast: Cast) -> None:
    found, game = played(cast.worker, brought("scorm2004"))
    with pytest.raises(SessionRule):
        courses.commit(
            session_id=found.session_id, secret="guess", given={"runtimeData": {}}, now=LATER
        )
    with pytest.raises(FetchRefused):
        courses.begin(session_id=found.session_id, token=found.url.split("#")[1], now=NOW)
    assert game.grant.secret not in Session.objects.get().secret_sha256


def test_a_cmi5_unit_cannot_pass_itself_off_as_a_sco(cast: Cast) -> None:
    found = launched(cast.worker, brought())
    token = found.url.split("%2Ffetch%2F")[1].split("&")[0].split("%2F")[1]
    grant = courses.redeem(session_id=found.session_id, token=token, now=soon())
    given = {"runtimeData": {}, "completionStatus": "completed"}
    with pytest.raises(SessionRule):
        courses.commit(session_id=found.session_id, secret=grant.secret, given=given, now=soon())
    with pytest.raises((SessionRule, FetchRefused)):
        courses.begin(session_id=found.session_id, token=token, now=soon())


def test_erasing_takes_what_packages_kept_in_words(cast: Cast) -> None:
    package = brought("scorm12")
    found, game = played(cast.worker, package)
    commit(found, game)
    courses.forget_person(person_id=cast.worker.id)
    assert played(cast.worker, package, LATER)[1].runtime is None


def last(package: Any, person: Any) -> Any:
    return courses.course(package, person.id).units[0]


def scored(raw: float, status: str = "") -> dict[str, Any]:
    said = {"completed": {"completionStatus": "completed"}, "": {}}.get(
        status, {"successStatus": status}
    )
    return {**said, "score": {"raw": raw, "min": 0, "max": 100}, "last": True}


def test_a_worse_try_after_passing_keeps_the_better_and_leaves_evidence(cast: Cast) -> None:
    package = brought("scorm12")
    found, game = played(cast.worker, package)
    commit(found, game, **scored(90, "passed"))
    again, second = played(cast.worker, package, LATER)
    commit(again, second, **scored(20, "failed"))
    unit = last(package, cast.worker)
    assert unit.state is UnitState.DONE and unit.score == 0.9
    assert [(one.passed, one.score) for one in unit.attempts] == [(True, 0.9), (False, 0.2)]
    failed = [one for one in record(found.registration) if one["verb"]["id"] == CourseVerb.FAILED]
    assert [one["result"]["score"]["scaled"] for one in failed] == [0.2]
    [attempt] = [
        one for one in failed[0]["context"]["contextActivities"]["grouping"] if "definition" in one
    ]
    assert attempt["id"].endswith(f"/units/0/attempts/{found.registration}/2")


@pytest.mark.parametrize(
    ("rule", "score"), [("first", 0.5), ("last", 0.2), ("average", 0.53), ("highest", 0.9)]
)
def test_an_author_says_which_score_counts_and_what_is_passed_stays_so(
    cast: Cast, rule: str, score: float
) -> None:
    package = brought("scorm12")
    for raw, status in ((50, "failed"), (90, "passed"), (20, "failed")):
        commit(*played(cast.worker, package), **scored(raw, status))
    courses.grade_by(package_id=package, rule=rule)
    unit = last(package, cast.worker)
    assert round(unit.score, 2) == score and unit.state is UnitState.DONE
    assert [attempt["score"] for attempt in courses.held_about(cast.worker.id)[0]["attempts"]] == [
        0.5,
        0.9,
        0.2,
    ]
    with pytest.raises(Refusal):
        courses.grade_by(package_id=package, rule="luck")


def test_the_score_of_a_unit_that_is_completed_stands_in_its_statements(cast: Cast) -> None:
    package = brought("scorm12", **{"<adlcp:masteryscore>80</adlcp:masteryscore>": ""})
    found, game = played(cast.worker, package)
    commit(found, game, **scored(94, "completed"))
    results = {
        statement["verb"]["id"]: statement.get("result", {})
        for statement in record(found.registration)
    }
    assert (
        results[CourseVerb.COMPLETED]["score"]
        == results[CourseVerb.TERMINATED]["score"]
        == {"raw": 94, "min": 0, "max": 100, "scaled": 0.94}
    )
    assert last(package, cast.worker).score == 0.94


def test_completed_and_failed_is_said_as_both_in_2004_and_does_not_satisfy(cast: Cast) -> None:
    package = brought("scorm2004", **{'satisfiedByMeasure="true"': ""})
    found, game = played(cast.worker, package)
    given = {"completionStatus": "completed", "successStatus": "failed", "score": {"scaled": 0.3}}
    commit(found, game, **given, last=True)
    assert told(found.registration) == [
        "launched",
        "initialized",
        "failed",
        "completed",
        "terminated",
    ]
    assert last(package, cast.worker).state is UnitState.FAILED


def test_a_test_that_is_failed_after_the_last_page_is_not_done(cast: Cast) -> None:
    """Courses say 'completed' on their last page, and the test on it comes after."""
    package = brought("scorm12", **{"<adlcp:masteryscore>80</adlcp:masteryscore>": ""})
    found, game = played(cast.worker, package)
    commit(found, game, completionStatus="completed")
    commit(found, game, **{**scored(27, "failed"), "last": False})
    commit(
        found,
        game,
        completionStatus="completed",
        score={"raw": 27, "min": 0, "max": 100},
        last=True,
    )
    assert last(package, cast.worker).state is UnitState.FAILED and "satisfied" not in told(
        found.registration
    )


def test_a_sco_that_says_nothing_is_completed_when_it_ends(cast: Cast) -> None:
    package = brought("scorm12")
    found, game = played(cast.worker, package)
    given = {
        "runtimeData": {"cmi": {"core": {"lesson_status": "not attempted", "exit": ""}}},
        "last": True,
    }
    courses.commit(session_id=found.session_id, secret=game.grant.secret, given=given, now=soon())
    assert told(found.registration) == [
        "launched",
        "initialized",
        "completed",
        "satisfied",
        "terminated",
    ]
    assert played(cast.worker, package, LATER)[1].runtime == {
        "cmi": {"core": {"lesson_status": "completed", "exit": ""}}
    }


def test_answers_and_objectives_are_evidence_of_their_own_once(cast: Cast) -> None:
    found, game = played(cast.worker, brought("scorm12"))
    answer = {
        "id": "q 1",
        "type": "choice",
        "student_response": "a,b",
        "result": "correct",
        "objectives": {"0": {"id": "o1"}},
    }
    model = {
        "cmi": {
            "interactions": {"0": answer},
            "objectives": {"0": {"id": "o1", "status": "passed"}},
        }
    }
    for _ in range(2):
        given = {"runtimeData": model, "completionStatus": "incomplete"}
        courses.commit(
            session_id=found.session_id, secret=game.grant.secret, given=given, now=soon()
        )
    assert sorted(told(found.registration)) == ["answered", "initialized", "launched", "progressed"]
    [said] = [
        statement
        for statement in record(found.registration)
        if statement["verb"]["id"].endswith("answered")
    ]
    assert said["result"] == {"success": True, "response": "a[,]b"} and said["object"][
        "id"
    ].endswith("/units/0/interactions/q%201")
    related = said["context"]["contextActivities"]
    assert related["parent"][0]["id"].endswith("/units/0") and related["other"][0]["id"].endswith(
        "/units/0/objectives/o1"
    )
    assert said["authority"]["account"]["name"] == "cmi5-units", (
        "a package's claim, which erasing a person reaches"
    )


def test_tries_that_are_used_up_count_no_more(cast: Cast) -> None:
    limit = '<imsss:limitConditions attemptLimit="1"/></imsss:sequencing>'
    package = brought("scorm2004", **{"</imsss:sequencing>": limit})
    commit(*played(cast.worker, package), successStatus="failed", score={"scaled": 0.1}, last=True)
    again, game = played(cast.worker, package)
    assert game.mode == "review" and last(package, cast.worker).is_used_up
    commit(again, game, successStatus="passed", score={"scaled": 1}, last=True)
    assert last(package, cast.worker).score == 0.1


def test_ids_that_are_made_here_are_read_by_programs_that_know_versions_1_to_5(cast: Cast) -> None:
    found, game = played(cast.worker, brought("scorm12"))
    commit(found, game, completionStatus="completed", last=True)
    ids = [UUID(entry["id"]) for entry in record(found.registration)]
    moments = [entry.int >> 80 for entry in ids]
    assert {entry.version for entry in ids} == {4} and moments == sorted(moments), (
        "an index grows at its end"
    )
