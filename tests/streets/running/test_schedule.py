"""The schedule as its readers see it: the page, health, and the catalogue beside its wiring."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from tests.cast import NOW, Cast, engage
from tests.rooms.test_jobs import break_down
from trimtab import clock
from trimtab.config import schedule as wiring
from trimtab.jobs import api as jobs
from trimtab.jobs.api import JobName
from trimtab.journeys.retention import RetainedData
from trimtab.workbench.running.schedule import COUNTED, TITLES, said


@pytest.fixture
def cast(db: None) -> Cast:
    cast = engage()
    jobs.schedule(zone=ZoneInfo("Europe/Berlin"), now=clock.now())
    return cast


def signed_in(person: object) -> Client:
    from trimtab.people.models import Person

    client = Client()
    client.force_login(Person.objects.get(id=person.id))  # type: ignore[attr-defined]
    return client


def test_every_job_of_the_catalogue_is_wired_and_worded_in_its_order() -> None:
    assert list(wiring.SCHEDULE) == list(jobs.JOBS) == list(JobName) == list(TITLES)


def test_the_page_says_when_each_last_ran_and_what_it_did(cast: Cast) -> None:
    jobs.run(JobName.DELIVER, work=lambda: {"messages-sent": 3}, clock=clock.now)
    page = signed_in(cast.administrator).get("/schedule").content.decode()
    assert "Everything that should happen by itself does" in page and "3 messages sent" in page
    assert page.count("Run now") >= len(JobName) and "Every night at 01:00" in page


def test_a_failure_is_shown_with_its_reference_and_may_be_tried_again(cast: Cast) -> None:
    for _ in range(3):
        jobs.run(JobName.CORRECT, work=break_down, clock=clock.now)
    row = next(row for row in jobs.jobs() if row.name == JobName.CORRECT)
    client = signed_in(cast.administrator)
    page = client.get("/schedule?failed=yes").content.decode()
    assert (
        "One job needs somebody to look" in page
        and row.reference in page
        and "a password stood here" not in page
    )
    assert client.post("/schedule/correct-course/run").status_code == 302
    assert next(row for row in jobs.jobs() if row.name == JobName.CORRECT).due_at <= clock.now()


def test_only_an_administrator_makes_a_job_due(cast: Cast) -> None:
    assert signed_in(cast.steward).post("/schedule/correct-course/run").status_code == 403
    assert "Run now" not in signed_in(cast.steward).get("/schedule").content.decode()
    assert signed_in(cast.worker).get("/schedule").status_code == 403
    assert signed_in(cast.administrator).post("/schedule/no-such-job/run").status_code == 404


def test_health_is_unwell_when_a_job_is_overdue(cast: Cast) -> None:
    from trimtab.jobs.models import ScheduledJob

    assert Client().get("/healthz").json()["jobs"] == "well"
    ScheduledJob.objects.filter(name=JobName.CORRECT).update(
        due_at=clock.now() - dt.timedelta(hours=2)
    )
    answer = Client().get("/healthz")
    assert answer.status_code == 503 and answer.json()["jobs"] == "correct-course is overdue"


def test_each_job_runs_and_what_it_counts_has_words(cast: Cast) -> None:
    for name, work in wiring.SCHEDULE.items():
        counts = work()
        assert {code for code in counts if not code.startswith("gone-")} <= set(COUNTED), name
    assert all(said({f"gone-{kind}": 2}).endswith(": 2 gone") for kind in RetainedData)


def test_a_clock_cannot_be_set_where_real_people_are(cast: Cast) -> None:
    assert signed_in(cast.administrator).get("/rehearsal").status_code == 404
    assert clock.now() > NOW and clock.ahead() == dt.timedelta()
