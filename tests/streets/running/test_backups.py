"""Backups and health as administrators and machines see them: the pages, making one now, what
needs attention, and the metrics behind their token."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from tests.cast import Cast, engage
from tests.rooms.test_jobs import break_down
from tests.streets.running.test_schedule import signed_in
from trimtab import clock
from trimtab.config import env, health, machine, metrics, page_times
from trimtab.governance.models import AuditEntry
from trimtab.jobs import api as jobs
from trimtab.jobs.api import BackupKind, BackupMade, BackupState, JobName
from trimtab.kernel.said import say
from trimtab.workbench.running import backups
from trimtab.workbench.running.health import attention

DAY = dt.timedelta(days=1)
SAMPLE = re.compile(r'[a-z_]+(\{[a-z]+="[^"\n]*"(,[a-z]+="[^"\n]*")*\})? (-?[0-9.e+-]+|\+Inf)')
GOOD = BackupMade(BackupKind.NIGHTLY, BackupState.CHECKED, "/srv/b/trimtab-1.backup", 5, 9, 1234)
FAILED = BackupMade(
    BackupKind.NIGHTLY, BackupState.FAILED, "/srv/b/x", problem=say("This disk is full.")
)


@pytest.fixture
def cast(db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setattr(env, "BACKUP_NIGHTLY", True)
    monkeypatch.setattr(env, "BACKUP_FOLDER", "/srv/backups")
    cast = engage()
    jobs.schedule(zone=ZoneInfo("Europe/Berlin"), now=clock.now())
    return cast


@pytest.fixture
def shown(cast: Cast) -> Callable[[], str]:
    """The page of backups, as it is now."""
    return lambda: signed_in(cast.administrator).get("/backups").content.decode()


def test_the_page_says_when_the_last_good_one_was_and_what_is_kept(
    shown: Callable[[], str],
) -> None:
    assert "There is no good backup yet" in shown()
    jobs.note_backup(made=GOOD, seconds=3, now=clock.now() - DAY)
    jobs.note_backup(made=FAILED, seconds=3, now=clock.now())
    page = shown()
    assert "The last good backup is of" in page and "Restored and compared" in page
    assert "9 tables, 1,234 rows" in page or "9 tables, 1234 rows" in page
    assert "This disk is full." in page and "/srv/backups" in page
    assert "last 7 days" in page and "last 4 weeks" in page and "not encrypted" in page


def test_one_is_made_now_by_the_worker_and_the_page_says_that_it_is_under_way(
    cast: Cast, shown: Callable[[], str]
) -> None:
    assert "Make one now" in shown()
    assert signed_in(cast.administrator).post("/backups/make").status_code == 302
    assert "A backup is being made" in shown() and "Make one now" not in shown()
    queued: list[JobName] = []
    jobs.queue_due(queue=queued.append, zone=ZoneInfo("UTC"), now=clock.now())
    assert JobName.BACK_UP in queued and "A backup is being made" in shown()
    assert AuditEntry.objects.get(act="job.run").target == "jobs/back-up"
    jobs.run(JobName.BACK_UP, work=break_down, clock=clock.now)
    assert "The last one failed" in shown()


def test_where_a_setting_says_so_none_is_made(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(env, "BACKUP_NIGHTLY", False)
    client = signed_in(cast.administrator)
    page = client.get("/backups").content.decode()
    assert "No backup is made by itself here" in page and "Make one now" not in page
    assert client.post("/backups/make").status_code == 422


def test_every_state_and_kind_has_words() -> None:
    assert set(backups.STATES) == set(BackupState) and set(backups.KINDS) == set(BackupKind)


def test_health_is_unwell_when_the_last_good_one_is_older_than_two_days(cast: Cast) -> None:
    assert Client().get("/healthz").json()["backup"] == "well"
    jobs.note_backup(made=GOOD, seconds=1, now=clock.now() - 3 * DAY)
    jobs.note_backup(made=FAILED, seconds=1, now=clock.now())
    answer = Client().get("/healthz")
    assert answer.status_code == 503 and answer.json()["backup"].startswith("the last good one")
    jobs.note_backup(made=GOOD, seconds=1, now=clock.now())
    assert health.backup() == "well"
    jobs.note_backup(made=GOOD, seconds=1, now=clock.now() - 3 * DAY)
    assert health.backup() == "well"


def test_the_page_of_health_says_what_needs_attention_and_tries_again(cast: Cast) -> None:
    jobs.note_backup(made=GOOD, seconds=1, now=clock.now() - 3 * DAY)
    for _ in range(3):
        jobs.run(JobName.CORRECT, work=break_down, clock=clock.now)
    page = signed_in(cast.administrator).get("/health").content.decode()
    assert "things need attention" in page and "No worker has ever run" in page
    assert "The last good backup is older than two days." in page
    assert "ValueError, 3 in a row" in page and "/schedule/correct-course/run" in page
    assert "a password stood here" not in page
    assert signed_in(cast.steward).get("/health").status_code == 403


def test_everything_that_may_be_wrong_is_said_and_nothing_where_all_is_well(cast: Cast) -> None:
    row = machine.look()
    well = replace(
        row,
        parts=dict.fromkeys(row.parts, "well"),
        silent=1.0,
        errors=0,
        disk_free=row.disk_reserve + 1,
        backup_is_missing=False,
    )
    assert list(attention(well)) == []
    wrong = replace(
        well,
        parts={**well.parts, "writing": "no", "disk": "no"},
        silent=99.0,
        errors=2,
        targets_left=["a", "b"],
        backup_is_missing=True,
        mail=replace(well.mail, failed=1, piled_up=2),
    )
    said = [thing.sentence for thing in attention(wrong)]
    assert len(said) == 8 and "Nothing goes to 2 other systems." in said
    full = replace(wrong, disk_free=0)
    assert "The disk is nearly full: uploads are refused." in {
        thing.sentence for thing in attention(full)
    }


def test_metrics_are_for_whoever_has_the_token_and_without_a_setting_for_nobody(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(shown: str) -> int:
        return Client().get("/metrics", headers={"Authorization": shown}).status_code

    assert asked("Bearer ") == asked("Bearer") == asked("") == 401
    monkeypatch.setattr(env, "METRICS_TOKEN", "a-long-token")
    assert asked("Bearer a-long-token") == 200
    for wrong in ("", "Bearer", "Bearer a-long-toke", "Bearer a-long-tokens", "Basic a-long-token"):
        assert asked(wrong) == 401
    refused = Client().get("/metrics")
    assert refused["WWW-Authenticate"] == "Bearer" and b"trimtab_" not in refused.content
    assert signed_in(cast.administrator).get("/metrics").status_code == 401


def test_metrics_are_in_the_format_that_prometheus_reads(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(env, "METRICS_TOKEN", "a-long-token")
    jobs.note_backup(made=GOOD, seconds=1, now=clock.now())
    jobs.run(JobName.CORRECT, work=break_down, clock=clock.now)
    for seconds in (9.0, 99.0):
        times = page_times.PageTimes()
        for _visit in range(30):
            times.note(f"test:after-{seconds:.0f}", seconds, clock.now())
        times.flush()
    answer = Client().get("/metrics", headers={"Authorization": "Bearer a-long-token"})
    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
    lines = answer.content.decode().splitlines()
    samples = [line for line in lines if not line.startswith("#")]
    assert all(SAMPLE.fullmatch(line) for line in samples), samples
    assert 'trimtab_job_failures{job="correct-course"} 1' in samples
    assert 'trimtab_slow_page_milliseconds{page="test:after-9"} 10000' in samples
    assert 'trimtab_slow_page_milliseconds{page="test:after-99"} +Inf' in samples
    assert "trimtab_backup_size_bytes 5" in samples and 'trimtab_well{part="database"} 1' in samples
    named = {line.split()[2] for line in lines if line.startswith("# TYPE")}
    assert {re.split(r"[{ ]", line)[0] for line in samples} <= named
    assert len(lines) - len(samples) == 2 * len(named)


def test_a_label_keeps_the_format_whatever_stands_in_it() -> None:
    metric = metrics.Metric("a", "b", (({"c": 'x"\\\n'}, 1.5),))
    assert metrics.text([metric]).splitlines()[-1] == 'a{c="x\\"\\\\\\n"} 1.5'
