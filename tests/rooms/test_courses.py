"""Packages brought in, launched, heard, abandoned and waived, and what the record says of it."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from functools import partial
from pathlib import Path
from urllib.parse import unquote
from uuid import uuid4

import pytest

from tests.cast import NOW, Cast
from tests.packages import archive, zipped
from tests.rooms.courses_scene import (
    HOME,
    LATER,
    begun,
    brought,
    launched,
    lrs_actor,
    record,
    say,
    told,
)
from trimtab.courses import api as courses
from trimtab.courses.api import (
    BadPackage,
    FetchRefused,
    LaunchMode,
    SessionRule,
    UnitState,
)
from trimtab.courses.domain.faults import NotPlayable
from trimtab.courses.domain.words import LAUNCH_DATA, MASTERY, PREFERENCES, SESSION, CourseVerb
from trimtab.courses.queries import files
from trimtab.kernel.errors import NotFound
from trimtab.lrs import api as lrs
from trimtab.lrs.api import DocumentKind, DocumentPlace

pytestmark = pytest.mark.usefixtures("packages_play")


def test_a_package_is_here_once_and_comes_back_after_it_was_withdrawn(cast: Cast) -> None:
    first = courses.import_package(file=zipped("cmi5"), name="x.zip", by=cast.author.id, now=NOW)
    again = courses.import_package(file=zipped("cmi5"), name="y.zip", by=cast.author.id, now=NOW)
    assert (first.is_new, again.is_new, again.package_id) == (True, False, first.package_id)
    courses.retire(package_id=first.package_id, now=NOW)
    fresh = courses.import_package(file=zipped("cmi5"), name="x.zip", by=cast.author.id, now=NOW)
    assert fresh.is_new and fresh.package_id != first.package_id
    assert files.find(fresh.package_id, "unit.js")


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (io.BytesIO(b"# not a package"), "neither a zip nor a cmi5.xml"),
        (io.BytesIO(b"PK\x03\x04 and no more"), "The archive is broken"),
        (archive({"index.html": "x"}), "neither cmi5.xml nor imsmanifest.xml"),
        (archive({"course/cmi5.xml": "<x/>", "other/x": "y"}), "pack what is in the folder"),
        (archive({"cmi5.xml": "<x/>"}), "The root element"),
        (archive({"../evil": "x", "cmi5.xml": "<x/>"}), "leads out of the package"),
        (archive({"zeros": b"\x00" * 30_000_000, "cmi5.xml": "<x/>"}), "200 times its size"),
    ],
)
def test_a_package_that_cannot_be_taken_leaves_nothing(
    cast: Cast, file: io.BytesIO, said: str, tmp_path: Path
) -> None:
    with pytest.raises(BadPackage) as caught:
        courses.import_package(file=file, name="x", by=None, now=NOW)
    assert said in " ".join(str(problem) for problem in caught.value.problems)
    assert not courses.packages() and not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_an_archive_whose_directory_lies_about_a_size_is_refused(
    cast: Cast, tmp_path: Path
) -> None:
    data = bytearray(zipped("cmi5").getvalue())
    size = zipfile.ZipFile(io.BytesIO(data)).getinfo("unit.js").file_size.to_bytes(4, "little")
    at = data.rfind(size)
    data[at : at + 4] = (10).to_bytes(4, "little")
    with pytest.raises(BadPackage):
        courses.import_package(file=io.BytesIO(data), name="x", by=None, now=NOW)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_directory_of_millions_is_refused_before_it_is_read(cast: Cast) -> None:
    data = bytearray(archive({"cmi5.xml": "<x/>"}).getvalue())
    data[-10:-6] = (200 * 2**20).to_bytes(4, "little")
    with pytest.raises(BadPackage, match="too many files"):
        courses.import_package(file=io.BytesIO(data), name="x", by=None, now=NOW)


def test_a_launch_says_so_and_leaves_the_documents_that_the_unit_reads(cast: Cast) -> None:
    package = brought()
    found = launched(cast.worker, package, 1)
    assert found.own_window and found.url.startswith(
        f"{HOME}/content/{found.session_id}/index.html?part=quiz&endpoint="
    )
    [one] = record(found.registration)
    extensions = one["context"]["extensions"]
    assert one["verb"]["id"] == CourseVerb.LAUNCHED
    assert extensions[SESSION] == str(found.session_id) and extensions[MASTERY] == 0.8
    assert one["object"]["id"] != "https://example.org/courses/chillers/quiz"
    agent = lrs.agent_key(lrs_actor(cast.worker), lrs.home())
    place = DocumentPlace(
        DocumentKind.STATE, lrs.shelf(one["object"]["id"], lrs.home()), agent, found.registration
    )
    launch_data = lrs.document(place, LAUNCH_DATA)
    assert launch_data
    data = json.loads(launch_data.content.data)
    assert data["contextTemplate"]["contextActivities"]["grouping"] == [
        {"id": "https://example.org/courses/chillers/quiz"}
    ]
    assert (data["launchMode"], data["moveOn"], data["masteryScore"]) == (
        "Normal",
        "CompletedAndPassed",
        0.8,
    )
    assert data["returnURL"] == "https://x/back"
    kept = lrs.document(DocumentPlace(DocumentKind.AGENT_PROFILE, agent=agent), PREFERENCES)
    assert kept
    preferences = json.loads(kept.content.data)
    assert preferences == {"languagePreference": cast.worker.language, "audioPreference": "on"}


def test_a_unit_that_lets_us_choose_its_window_gets_a_frame_and_goes_back_by_a_page_for_it(
    cast: Cast,
) -> None:
    package = brought()
    framed, own = (launched(cast.worker, package, unit) for unit in (0, 1))
    page, _, address = framed.frame.partition("#")
    assert (page, unquote(address)) == (f"{HOME}/content/frame/{framed.session_id}", framed.url)
    assert own.frame == "", "one that asks for a window of its own gets it"


def test_a_fetch_address_gives_its_credential_once(cast: Cast) -> None:
    found = launched(cast.worker, brought())
    token = found.url.split("%2Ffetch%2F")[1].split("&")[0].split("%2F")[1]
    grant = courses.redeem(session_id=found.session_id, token=token, now=NOW)
    assert courses.open_session(found.session_id, grant.secret)
    assert courses.open_session(found.session_id, "another") is None
    with pytest.raises(FetchRefused) as used:
        courses.redeem(session_id=found.session_id, token=token, now=NOW)
    with pytest.raises(FetchRefused) as unknown:
        courses.redeem(session_id=found.session_id, token="guess", now=NOW)
    assert (used.value.number, unknown.value.number) == (1, 2)


def test_a_late_fetch_is_refused(cast: Cast) -> None:
    found = launched(cast.worker, brought())
    token = found.url.split("%2Ffetch%2F")[1].split("&")[0].split("%2F")[1]
    with pytest.raises(FetchRefused):
        courses.redeem(session_id=found.session_id, token=token, now=NOW + dt.timedelta(hours=2))


def test_what_a_unit_says_satisfies_block_and_course_in_this_order(cast: Cast) -> None:
    package = brought()
    first = begun(cast.worker, package)
    say(cast.worker, first, package, 0, CourseVerb.COMPLETED, completion=True)
    say(cast.worker, first, package, 0, CourseVerb.TERMINATED)
    quiz = begun(cast.worker, package, 1)
    say(cast.worker, quiz, package, 1, CourseVerb.PASSED, success=True, score={"scaled": 0.85})
    say(cast.worker, quiz, package, 1, CourseVerb.COMPLETED, completion=True)
    assert first.registration == quiz.registration
    assert told(first.registration) == [
        "launched",
        "initialized",
        "completed",
        "satisfied",
        "terminated",
        "launched",
        "initialized",
        "passed",
        "completed",
        "satisfied",
    ]
    block, course = (
        statement
        for statement in record(first.registration)
        if statement["verb"]["id"] == CourseVerb.SATISFIED
    )
    assert block["object"]["definition"]["type"].endswith("/block") and course["object"][
        "definition"
    ]["type"].endswith("/course")
    assert block["context"]["contextActivities"]["grouping"] == [
        {"id": "https://example.org/courses/chillers/basics"}
    ]
    seen = courses.course(package, cast.worker.id)
    assert [unit.state for unit in seen.units] == [
        UnitState.DONE,
        UnitState.DONE,
    ] and seen.satisfied_at
    assert seen.units[1].score == 0.85


def test_a_refused_statement_leaves_no_trace(cast: Cast) -> None:
    package = brought()
    found = begun(cast.worker, package)
    before = told(found.registration)
    with pytest.raises(SessionRule):
        say(cast.worker, found, package, 0, CourseVerb.PASSED, success=True, score={"scaled": 2})
    with pytest.raises(Exception, match="duration"):
        say(cast.worker, found, package, 0, CourseVerb.COMPLETED, completion=True, duration="soon")
    assert told(found.registration) == before
    assert courses.course(package, cast.worker.id).units[0].state is UnitState.STARTED


def test_units_that_ask_for_nothing_are_satisfied_with_the_registration(cast: Cast) -> None:
    package = brought(**{'moveOn="Completed"': "", 'moveOn="CompletedAndPassed"': ""})
    found = launched(cast.worker, package)
    assert told(found.registration) == ["satisfied", "satisfied", "launched"]


def test_a_new_launch_abandons_the_session_before(cast: Cast) -> None:
    package = brought()
    first = begun(cast.worker, package)
    launched(cast.worker, package, 1, LATER)
    assert told(first.registration) == ["launched", "initialized", "abandoned", "launched"]
    assert "duration" in record(first.registration)[2]["result"]
    with pytest.raises(SessionRule):
        say(cast.worker, first, package, 0, CourseVerb.COMPLETED, completion=True)


def test_a_session_that_never_spoke_is_closed_without_a_word(cast: Cast) -> None:
    package = brought()
    first = launched(cast.worker, package)
    launched(cast.worker, package, 0, LATER)
    assert told(first.registration) == ["launched", "launched"]


def test_silent_sessions_are_abandoned_after_eight_hours_and_once(cast: Cast) -> None:
    found = begun(cast.worker, brought())
    assert courses.abandon_idle(now=NOW + dt.timedelta(hours=7)) == 0
    assert courses.abandon_idle(now=NOW + dt.timedelta(hours=9)) == 1
    assert courses.abandon_idle(now=NOW + dt.timedelta(hours=10)) == 0
    assert told(found.registration)[-1] == "abandoned"
    assert courses.abandon(session_id=found.session_id, now=LATER) is False


def test_waiving_satisfies_with_a_reason_and_a_session_of_its_own_once(cast: Cast) -> None:
    package = brought()
    found = begun(cast.worker, package)
    waive = partial(courses.waive, package_id=package, person_id=cast.worker.id, unit=0, now=LATER)
    waive(reason="Tested out")
    *_, waived, satisfied = record(found.registration)
    assert waived["result"]["extensions"] == {
        "https://w3id.org/xapi/cmi5/result/extensions/reason": "Tested out"
    }
    session = waived["context"]["extensions"][SESSION]
    assert (
        session != str(found.session_id) and satisfied["context"]["extensions"][SESSION] == session
    )
    with pytest.raises(SessionRule):
        waive(reason="Again")
    with pytest.raises(NotFound):
        courses.waive(package_id=package, person_id=cast.manager.id, unit=0, reason="x", now=LATER)


def test_looking_only_changes_nothing(cast: Cast) -> None:
    package = brought()
    found = begun(cast.worker, package, mode=LaunchMode.BROWSE)
    with pytest.raises(SessionRule):
        say(cast.worker, found, package, 0, CourseVerb.COMPLETED, completion=True)


def test_a_withdrawn_package_opens_for_nobody(cast: Cast) -> None:
    package = brought()
    courses.retire(package_id=package, now=NOW)
    with pytest.raises(NotFound):
        launched(cast.worker, package)


def test_without_an_address_of_its_own_a_package_does_not_play_but_a_course_elsewhere_does(
    cast: Cast,
) -> None:
    courses.play_at("")
    with pytest.raises(NotPlayable):
        launched(cast.worker, brought())
    elsewhere = zipped("cmi5", **{"<url>index.html": "<url>https://maker.example/index.html"})
    text = zipfile.ZipFile(elsewhere).read("cmi5.xml")
    package = courses.import_package(
        file=io.BytesIO(text), name="cmi5.xml", by=None, now=NOW
    ).package_id
    assert launched(cast.worker, package).url.startswith(
        "https://maker.example/index.html?part=read&endpoint="
    )


def test_files_are_served_for_a_day_and_only_those_of_the_package(cast: Cast) -> None:
    found = launched(cast.worker, brought())
    assert courses.file_of_session(found.session_id, "index.html", LATER)
    assert courses.file_of_session(found.session_id, "../../x", LATER) is None
    assert courses.file_of_session(found.session_id, "missing.html", LATER) is None
    assert (
        courses.file_of_session(found.session_id, "index.html", NOW + dt.timedelta(days=2)) is None
    )
    assert courses.file_of_session(uuid4(), "index.html", LATER) is None
