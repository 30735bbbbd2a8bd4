"""`trimtab lrs …` as an administrator types it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.rooms.test_lrs_statements import CLIENT, said
from trimtab.console.main import cli
from trimtab.governance import api as governance
from trimtab.lrs import api as lrs

pytestmark = pytest.mark.django_db
NOW = dt.datetime.now(dt.UTC)
OLD = lrs.Month.of(NOW).later(-7)


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("TRIMTAB_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("TRIMTAB_SECRET_KEY", "a-key-for-this-test")
    lrs.store([said(), said()], by=CLIENT, now=OLD.starts)
    lrs.store([said()], by=CLIENT, now=NOW - dt.timedelta(minutes=1))
    return tmp_path


def trimtab(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["lrs", *arguments])


def test_size_counts_month_by_month() -> None:
    said = json.loads(trimtab("size", "--exact", "--json").output)
    counts = {month["month"]: month["statements"] for month in said["months"]}
    assert counts[str(OLD)] == 2 and said["statements"] == 3
    assert "bytes each" in trimtab("size", "--exact").output


def test_a_dry_run_counts_and_changes_nothing() -> None:
    done = trimtab("retention", "--keep", "6", "--dry-run")
    assert (
        done.exit_code == 0
        and "2 statements in" in done.output
        and "Nothing was changed" in done.output
    )
    assert lrs.size(exact=True).statements == 3


def test_retention_asks_and_a_no_changes_nothing() -> None:
    done = CliRunner().invoke(cli, ["lrs", "retention", "--keep", "6"], input="n\n")
    assert done.exit_code == 1 and lrs.size(exact=True).statements == 3


def test_retention_drops_what_it_counted_and_writes_it_down() -> None:
    done = trimtab("retention", "--keep", "6", "--yes")
    assert done.exit_code == 0 and f"{OLD} is gone; 1 summaries stay." in done.output
    assert lrs.size(exact=True).statements == 1
    [entry, *_] = [
        one
        for one in governance.audit_entries().rows
        if one.act == "statements.dropped" and one.detail["statements"]
    ]
    assert entry.target == f"records/{OLD}" and entry.detail["statements"] == 2
    assert "Nothing is older" in trimtab("retention", "--keep", "6").output


def test_publishing_twice_writes_once(folder: Path) -> None:
    first, second = trimtab("publish", str(folder / "out")), trimtab("publish", str(folder / "out"))
    assert first.output.startswith("3 statements in 2 days written")
    assert second.output.startswith("0 statements in 0 days written; 2 days were up to date")
    assert (
        "0 figures written." in second.output
        and (folder / "out" / "arms" / "arms.parquet").exists()
    )


def test_a_folder_that_cannot_be_written_is_refused_in_one_sentence(folder: Path) -> None:
    (folder / "file").write_text("")
    done = trimtab("publish", str(folder / "file" / "out"))
    assert done.exit_code != 0 and "cannot be" in str(done.exception)
