"""Units of SCORM packages: the same evidence as cmi5 units leave, and no way around it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import NOW, Cast
from tests.rooms.courses_scene import LATER, brought, commit, launched, played, record, soon, told
from trimtab.courses import api as courses
from trimtab.courses.api import FetchRefused, SessionRule, UnitState
from trimtab.courses.domain.words import Verb
from trimtab.courses.models import Session

pytestmark = pytest.mark.usefixtures("packages_play")


def test_a_sco_leaves_the_same_evidence_and_finds_its_data_again(cast: Cast) -> None:
    package = brought("scorm12")
    found, game = played(cast.worker, package)
    assert game.runtime is None and game.launch_data == "colour=blue" and game.learner_id == str(cast.worker.pseudonym)
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
    passed = next(one for one in record(found.registration) if one["verb"]["id"] == Verb.PASSED)
    assert passed["result"] == {
        "success": True,
        "duration": passed["result"]["duration"],
        "score": {"raw": 90, "min": 0, "max": 100, "scaled": 0.9},
    }
    with pytest.raises(SessionRule):
        commit(found, game)
    _again, second = played(cast.worker, package, LATER)
    assert second.runtime == {"cmi": {"suspend_data": "x"}}


def test_the_mastery_score_decides_over_what_a_sco_claims(cast: Cast) -> None:
    found, game = played(cast.worker, brought("scorm12"))
    commit(found, game, completionStatus="completed", successStatus="passed", score={"raw": 50, "min": 0, "max": 100})
    assert told(found.registration)[-1] == "failed"
    assert courses.course(courses.packages()[0].id, cast.worker.id).units[0].state is UnitState.FAILED


@pytest.mark.parametrize("given", [None, [], {}, {"runtimeData": 1}, {"runtimeData": {"x": "y" * 600_000}}])
def test_what_no_runtime_sends_is_refused(cast: Cast, given: Any) -> None:
    found, game = played(cast.worker, brought("scorm2004"))
    with pytest.raises(Exception, match=r"runtime|unit may keep"):
        courses.commit(session_id=found.session_id, secret=game.grant.secret, given=given, now=LATER)


def test_a_sco_needs_its_secret(cast: Cast) -> None:
    found, game = played(cast.worker, brought("scorm2004"))
    with pytest.raises(SessionRule):
        courses.commit(session_id=found.session_id, secret="guess", given={"runtimeData": {}}, now=LATER)
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
