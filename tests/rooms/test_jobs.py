"""Jobs are queued when they are due, once, and what came of them is written down."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from trimtab.jobs import api as jobs
from trimtab.jobs.api import JobName, JobState
from trimtab.kernel.errors import Refusal
from trimtab.kernel.paging import Page

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 9, 7, 10, 0, 30, tzinfo=dt.UTC)
BERLIN = ZoneInfo("Europe/Berlin")
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def scheduled() -> None:
    jobs.schedule(zone=BERLIN, now=NOW)


def queued(now: dt.datetime) -> list[JobName]:
    names: list[JobName] = []
    jobs.queue_due(queue=names.append, zone=BERLIN, now=now)
    return names


def run(name: JobName, at: dt.datetime, **counts: int) -> None:
    jobs.run(name, work=lambda: counts, clock=lambda: at)


def stands(name: JobName) -> jobs.JobRow:
    return next(row for row in jobs.jobs() if row.name == name)


def break_down() -> dict[str, int]:
    raise ValueError("a password stood here")


def test_nothing_is_due_before_its_time_and_everything_is_scheduled() -> None:
    assert queued(NOW) == [] and {row.name for row in jobs.jobs()} == set(JobName)


def test_what_fell_due_many_times_is_queued_once_and_next_due_in_the_future() -> None:
    week = NOW + dt.timedelta(days=7)
    assert sorted(queued(week)) == sorted(JobName)
    assert all(row.due_at > week for row in jobs.jobs())


def test_a_job_that_waits_for_a_worker_is_not_queued_again() -> None:
    assert JobName.DELIVER in queued(NOW + MINUTE)
    assert JobName.DELIVER not in queued(NOW + 2 * MINUTE)
    run(JobName.DELIVER, NOW + 2 * MINUTE)
    assert JobName.DELIVER in queued(NOW + 3 * MINUTE)


def test_what_the_database_left_in_nobodys_hands_runs_again_within_a_minute_and_what_somebody_has_is_left_alone() -> (
    None
):
    def die() -> dict[str, int]:
        raise SystemExit

    with pytest.raises(SystemExit):
        jobs.run(JobName.CORRECT, work=die, clock=lambda: NOW)
    assert stands(JobName.CORRECT).is_running and JobName.DELIVER in queued(NOW + MINUTE)
    assert jobs.take_up(held=list(JobName), now=NOW + MINUTE) == 0
    everything_else = [name for name in JobName if name not in {JobName.CORRECT, JobName.DELIVER}]
    assert jobs.take_up(held=everything_else, now=NOW + MINUTE) == 2
    assert not stands(JobName.CORRECT).is_running
    assert {JobName.CORRECT, JobName.DELIVER} <= set(queued(NOW + 2 * MINUTE))


def test_scheduling_again_changes_nothing_that_is_due() -> None:
    before = jobs.jobs()
    jobs.schedule(zone=BERLIN, now=NOW + dt.timedelta(days=3))
    assert jobs.jobs() == before


def test_a_run_says_when_how_long_and_what() -> None:
    run(JobName.DELIVER, NOW, **{"messages-sent": 3, "messages-failed": 0})
    row = stands(JobName.DELIVER)
    assert (row.started_at, row.finished_at, row.counts) == (NOW, NOW, {"messages-sent": 3})
    page = jobs.runs(name=None, only_failed=False)
    [told], total = page.rows, page.total
    assert (told.name, told.counts, total) == (JobName.DELIVER, {"messages-sent": 3}, 1)


def test_a_run_that_found_nothing_leaves_its_time_alone() -> None:
    run(JobName.DELIVER, NOW, **{"messages-sent": 0})
    assert stands(JobName.DELIVER).finished_at == NOW
    assert jobs.runs(name=None, only_failed=False) == Page((), 1, 1, 0)


def test_a_failure_is_noted_without_its_words_and_tried_again_after_a_pause(
    caplog: pytest.LogCaptureFixture,
) -> None:
    jobs.run(JobName.CORRECT, work=break_down, clock=lambda: NOW)
    row = stands(JobName.CORRECT)
    assert (row.problem, row.failures, row.due_at) == ("ValueError", 1, NOW + MINUTE)
    assert row.state(NOW) == JobState.FAILING and row.reference in [
        getattr(record, "reference", "") for record in caplog.records
    ]
    assert JobName.CORRECT in queued(NOW + MINUTE)
    jobs.run(JobName.CORRECT, work=break_down, clock=lambda: NOW + MINUTE)
    assert stands(JobName.CORRECT).due_at == NOW + 3 * MINUTE
    run(JobName.CORRECT, NOW + 3 * MINUTE)
    assert (stands(JobName.CORRECT).failures, stands(JobName.CORRECT).problem) == (0, "")
    page = jobs.runs(name=JobName.CORRECT, only_failed=True)
    told, total = page.rows, page.total
    assert total == 2 and {run.problem for run in told} == {"ValueError"}


def test_a_job_that_fails_is_never_due_later_than_it_would_be_anyway() -> None:
    for _ in range(9):
        jobs.run(JobName.DELIVER, work=break_down, clock=lambda: NOW)
    assert stands(JobName.DELIVER).due_at <= NOW + MINUTE


def test_a_clock_that_was_a_year_ahead_and_is_put_right_holds_nothing_up() -> None:
    queued(NOW + dt.timedelta(days=400))
    for row in jobs.jobs():
        run(row.name, NOW)
    assert queued(NOW) == []
    assert JobName.DELIVER in queued(NOW + MINUTE) and set(queued(NOW + dt.timedelta(days=1))) > {
        JobName.CORRECT
    }


def test_a_night_is_due_anew_where_the_organisation_moves_to_another_zone() -> None:
    tokyo = ZoneInfo("Asia/Tokyo")
    jobs.queue_due(queue=lambda name: None, zone=tokyo, now=NOW)
    assert stands(JobName.CORRECT).due_at == dt.datetime(2026, 9, 7, 16, 0, tzinfo=dt.UTC)


def test_somebody_may_make_a_job_due_now() -> None:
    jobs.run_soon(name=JobName.CORRECT, now=NOW)
    assert queued(NOW) == [JobName.CORRECT]


def test_a_job_that_was_never_scheduled_cannot_be_made_due() -> None:
    from trimtab.jobs.models import ScheduledJob

    ScheduledJob.objects.all().delete()
    with pytest.raises(Refusal, match="worker"):
        jobs.run_soon(name=JobName.CORRECT, now=NOW)


def test_what_is_due_waits_or_runs_is_unfinished() -> None:
    assert jobs.unfinished(NOW) == 0
    later = NOW + MINUTE
    due = len(queued(later))
    assert jobs.unfinished(later) == due
    for row in jobs.jobs():
        if row.queued_at:
            run(row.name, later)
    assert jobs.unfinished(later) == 0


def test_runs_are_forgotten_after_ninety_days() -> None:
    run(JobName.DELIVER, NOW, sent=1)
    assert jobs.tidy(now=NOW + dt.timedelta(days=90)) == 0
    assert jobs.tidy(now=NOW + dt.timedelta(days=91)) == 1
