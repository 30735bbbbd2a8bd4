"""When jobs are due, and when their silence is a fault."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.jobs.domain.catalogue import JOBS, Job, JobName, pause
from trimtab.jobs.domain.rhythm import Daily, Every
from trimtab.jobs.domain.rows import JobRow, JobState

NOW = dt.datetime(2026, 9, 7, 10, 0, 30, tzinfo=dt.UTC)
MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)
BERLIN = ZoneInfo("Europe/Berlin")
ZONES = st.sampled_from(sorted(available_timezones()))
MOMENTS = st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2035, 1, 1), timezones=st.just(dt.UTC))
NIGHTLY = [job.rhythm for job in JOBS.values() if isinstance(job.rhythm, Daily)]


def test_a_job_of_every_minute_is_due_at_the_next_full_one() -> None:
    assert Every(MINUTE).next_after(NOW, BERLIN) == dt.datetime(2026, 9, 7, 10, 1, tzinfo=dt.UTC)


def test_a_job_at_a_quarter_past_is_due_at_a_quarter_past() -> None:
    assert Every(HOUR, offset=15 * MINUTE).next_after(NOW, BERLIN) == dt.datetime(
        2026, 9, 7, 10, 15, tzinfo=dt.UTC
    )


@pytest.mark.parametrize(
    ("after", "due"),
    [
        (
            dt.datetime(2026, 9, 7, 10, tzinfo=dt.UTC),
            dt.datetime(2026, 9, 7, 23, tzinfo=dt.UTC),
        ),  # summer: UTC+2
        (
            dt.datetime(2026, 12, 7, 10, tzinfo=dt.UTC),
            dt.datetime(2026, 12, 8, 0, tzinfo=dt.UTC),
        ),  # winter: UTC+1
    ],
)
def test_a_night_is_the_organisations(after: dt.datetime, due: dt.datetime) -> None:
    assert Daily(dt.time(1, 0)).next_after(after, BERLIN) == due


@given(zone=ZONES, moment=MOMENTS, daily=st.sampled_from(NIGHTLY))
def test_a_nightly_job_is_due_once_on_every_date_wherever_it_is(
    zone: str, moment: dt.datetime, daily: Daily
) -> None:
    there, due, days = ZoneInfo(zone), moment, []
    for _ in range(10):
        due = daily.next_after(due, there)
        days.append(due.astimezone(there).date())
    whole_days = [days[0] + dt.timedelta(days=n) for n in range(10)]
    # A zone that moved over the date line has a date less (Samoa in 2011); none does in the years drawn here.
    assert days == whole_days


@given(moment=MOMENTS, job=st.sampled_from(sorted(JOBS)))
def test_a_job_is_due_after_the_moment_and_not_again_before_its_time(
    moment: dt.datetime, job: JobName
) -> None:
    rhythm = JOBS[job].rhythm
    due = rhythm.next_after(moment, BERLIN)
    assert due > moment and rhythm.next_after(due - dt.timedelta(microseconds=1), BERLIN) == due


def row(**changes: object) -> JobRow:
    whole: dict[str, object] = {
        "name": JobName.DELIVER,
        "due_at": NOW + MINUTE,
        "queued_at": None,
        "started_at": NOW - MINUTE,
        "finished_at": NOW - MINUTE,
        "seconds": 0.1,
        "counts": {},
        "failures": 0,
        "problem": "",
        "reference": "",
    }
    return JobRow(**{**whole, **changes})  # type: ignore[arg-type]


GRACE, LONGEST = Job(Every(MINUTE)).grace, Job(Every(MINUTE)).longest


@pytest.mark.parametrize(
    ("changes", "state", "is_unwell"),
    [
        ({}, JobState.WAITING, False),
        ({"queued_at": NOW - MINUTE}, JobState.QUEUED, False),
        ({"queued_at": NOW - GRACE - MINUTE}, JobState.OVERDUE, True),
        ({"due_at": NOW - GRACE - MINUTE}, JobState.OVERDUE, True),
        ({"finished_at": None}, JobState.RUNNING, False),
        ({"finished_at": None, "started_at": NOW - LONGEST - MINUTE}, JobState.STUCK, True),
        ({"failures": 1, "problem": "ValueError"}, JobState.FAILING, False),
        ({"failures": 3, "problem": "ValueError"}, JobState.FAILING, True),
    ],
)
def test_silence_and_failure_are_told_apart(
    changes: dict[str, object], state: JobState, is_unwell: bool
) -> None:
    told = row(**changes)
    assert (told.state(NOW), told.is_unwell(NOW)) == (state, is_unwell)


def test_pauses_grow_up_to_an_hour() -> None:
    assert [pause(n) for n in (1, 2, 3, 6, 7, 50)] == [
        MINUTE,
        2 * MINUTE,
        4 * MINUTE,
        32 * MINUTE,
        HOUR,
        HOUR,
    ]
