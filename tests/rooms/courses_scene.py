"""Packages as a learner opens them: brought in, launched, heard."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any
from uuid import UUID, uuid4

from tests.cast import NOW
from tests.packages import zipped
from trimtab.courses import api as courses
from trimtab.courses.api import LaunchMode
from trimtab.courses.domain.rows import Launch, Played
from trimtab.courses.domain.words import CATEGORY, MASTERY, MOVE_ON, SESSION, CourseVerb
from trimtab.lrs import api as lrs
from trimtab.lrs.api import Filters
from trimtab.people.api import PersonRow

HOME = "https://content.example.org"
LATER = NOW + dt.timedelta(minutes=5)
_seconds = itertools.count(1)


def soon() -> dt.datetime:
    """A moment after every one before: what happens at one instant has no order."""
    return NOW + dt.timedelta(milliseconds=next(_seconds))


def brought(name: str = "cmi5", **changes: str) -> UUID:
    return courses.import_package(
        file=zipped(name, **changes), name=f"{name}.zip", by=None, now=NOW
    ).package_id


def launched(
    person: PersonRow, package: UUID, unit: int = 0, now: dt.datetime | None = None, **options: Any
) -> Launch:
    now = now or soon()
    options.setdefault("mode", LaunchMode.NORMAL)
    return courses.launch(
        person=person,
        package_id=package,
        unit=unit,
        return_url="https://x/back",
        now=now,
        **options,
    )


def begun(
    person: PersonRow, package: UUID, unit: int = 0, now: dt.datetime | None = None, **options: Any
) -> Launch:
    """A launch whose unit has read its data and said initialized."""
    found = launched(person, package, unit, now, **options)
    token = found.url.split("%2Ffetch%2F")[1].split("&")[0].split("%2F")[1]
    courses.redeem(session_id=found.session_id, token=token, now=soon())
    courses.seen(session_id=found.session_id, now=soon(), preferences_read=True)
    say(person, found, package, unit, CourseVerb.INITIALIZED)
    return found


def say(
    person: PersonRow,
    launch: Launch,
    package: UUID,
    unit: int,
    verb: CourseVerb,
    now: dt.datetime | None = None,
    **result: Any,
) -> None:
    now = now or soon()
    counts = verb in (CourseVerb.COMPLETED, CourseVerb.PASSED, CourseVerb.FAILED)
    publisher = ("read", "quiz")[unit]
    statement = {
        "id": str(uuid4()),
        "timestamp": now.isoformat().replace("+00:00", "Z"),
        "actor": lrs_actor(person),
        "verb": {"id": verb.value},
        "object": {"id": f"{lrs.home()}/courses/{package}/units/{unit}"},
        "context": {
            "registration": str(launch.registration),
            "contextActivities": {
                "grouping": [{"id": f"https://example.org/courses/chillers/{publisher}"}],
                "category": [{"id": CATEGORY}, *([{"id": MOVE_ON}] if counts else [])],
            },
            "extensions": {
                SESSION: str(launch.session_id),
                **({MASTERY: 0.8} if "score" in result else {}),
            },
        },
        **(
            {"result": {"duration": "PT1S", **result}} if verb is not CourseVerb.INITIALIZED else {}
        ),
    }
    courses.hear(session_id=launch.session_id, given=statement, now=now)


def lrs_actor(person: PersonRow) -> dict[str, Any]:
    return {
        "objectType": "Agent",
        "account": {"homePage": f"{lrs.home()}/people", "name": str(person.pseudonym)},
    }


def record(registration: UUID) -> list[dict[str, Any]]:
    return lrs.statements(Filters(registration=registration, ascending=True))


def told(registration: UUID) -> list[str]:
    return [statement["verb"]["id"].rsplit("/", 1)[-1] for statement in record(registration)]


def played(
    person: PersonRow, package: UUID, now: dt.datetime | None = None
) -> tuple[Launch, Played]:
    found = launched(person, package, now=now)
    return found, courses.begin(
        session_id=found.session_id, token=found.url.split("#")[1], now=now or soon()
    )


def commit(found: Launch, game: Played, **sent: Any) -> courses.Stands | None:
    given = {"runtimeData": {"cmi": {"suspend_data": "x"}}, **sent}
    return courses.commit(
        session_id=found.session_id, secret=game.grant.secret, given=given, now=soon()
    )
