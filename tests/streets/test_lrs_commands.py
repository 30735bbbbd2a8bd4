"""`trimtab lrs …`: keys, and statements in and out as files."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result
from django.db import connection

from tests.cast import NOW
from tests.rooms.test_lrs_statements import CLIENT, said, voiding
from trimtab.console.main import cli
from trimtab.lrs import api as lrs
from trimtab.lrs.models import Statement
from trimtab.xapi.files import AttachmentFile

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TRIMTAB_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str, code: int = 0) -> Result:
    found = CliRunner().invoke(cli, ["lrs", *arguments])
    assert found.exit_code == code, found.output
    return found


def lines_of(*statements: dict[str, Any]) -> str:
    return "".join(json.dumps(statement) + "\n" for statement in statements)


def held() -> dict[str, Any]:
    """What is stored, without what each storing sets anew."""
    rows = Statement.objects.values_list(
        "id", "raw", "voided", "actor_key", "verb", "object_id", "related"
    )
    return {
        str(key): (
            {name: value for name, value in raw.items() if name not in ("stored", "authority")},
            *rest,
        )
        for key, raw, *rest in rows
    }


def test_a_key_is_printed_as_lines_that_a_shell_reads() -> None:
    said_ = run("credential", "add", "Conformance", "--scope", "all", "--env").stdout
    found = re.fullmatch(r"LRS_USER=(\w+)\nLRS_PASS=([\w-]+)\n", said_)
    assert found and lrs.check_credential(*found.groups(), now=NOW)
    renewed = re.fullmatch(
        r"LRS_USER=(\w+)\nLRS_PASS=([\w-]+)\n",
        run("credential", "rotate", "Conformance", "--grace", "0", "--env").stdout,
    )
    assert renewed and lrs.check_credential(*renewed.groups(), now=NOW)
    assert "Conformance" in run("credential", "list").stdout
    assert json.loads(run("credential", "list", "--json").stdout)[0]["in_force"] is True
    run("credential", "revoke", "Conformance")
    assert lrs.check_credential(*renewed.groups(), now=NOW) is None


def test_a_scope_that_there_is_not_is_wrong_use() -> None:
    assert (
        "Invalid value for '--scope'"
        in run("credential", "add", "Tool", "--scope", "everything", code=2).output
    )


@pytest.mark.parametrize("name", ["out.jsonl", "out.parquet"])
def test_what_goes_out_comes_in_again_as_it_was_and_again_changes_nothing(
    name: str, folder: Path
) -> None:
    first = said(
        actor={"mbox": "mailto:ana@corner.example"},
        result={"response": 'Zürich \\ "Genève"\n\tLugano'},
    )
    lrs.store([first, said(), said()], by=CLIENT, now=NOW)
    lrs.store([voiding(first["id"])], by=CLIENT, now=NOW)
    before = held()
    assert "4 statements" in run("export", name).stdout
    _empty()
    assert run("import", name).stdout.strip() == "4 stored, 0 unchanged, 0 left out"
    assert held() == before
    assert run("import", name).stdout.strip() == "0 stored, 4 unchanged, 0 left out"
    assert held() == before


def _empty() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE lrs_statement, lrs_related, lrs_statementid, lrs_voiding, lrs_reference"
        )


def test_parquet_has_the_columns_that_filters_use(folder: Path) -> None:
    lrs.store([said()], by=CLIENT, now=NOW)
    run("export", "out.parquet")
    table = pq.read_table("out.parquet")
    assert {"id", "stored", "verb", "actor_key", "object_id", "statement"} <= set(
        table.schema.names
    )
    assert table.to_pylist()[0]["stored"] == NOW


def test_only_what_was_stored_in_a_time_goes_out(folder: Path) -> None:
    lrs.store([said()], by=CLIENT, now=NOW)
    assert (
        "1 statements"
        in run("export", "all.jsonl", "--since", "2026-09-07", "--until", "2026-09-08").stdout
    )
    assert "0 statements" in run("export", "none.jsonl", "--since", "2026-09-08").stdout


def test_bad_lines_are_named_and_left_out_by_themselves(folder: Path) -> None:
    good = [said() for _ in range(1000)]
    bad = [said(), {**said(), "actor": {"mbox": "ana"}}, said()]
    (folder / "in.jsonl").write_text(lines_of(*good, *bad[:2]) + "\n{not json\n" + lines_of(bad[2]))
    found = run("import", "in.jsonl", code=1)
    assert "line 1002: actor.mbox:" in found.stderr and "line 1004: " in found.stderr
    assert found.stdout.strip() == "1,002 stored, 0 unchanged, 2 left out" and len(held()) == 1002


@pytest.mark.parametrize("name", ["all.jsonl", "all.parquet"])
def test_data_of_attachments_go_out_and_come_in(folder: Path, name: str) -> None:
    data = b"well done"
    sha2 = hashlib.sha256(data).hexdigest()
    attachment = {
        "usageType": "urn:u",
        "display": {"en": "x"},
        "contentType": "text/plain",
        "length": len(data),
        "sha2": sha2,
    }
    lrs.store_together(
        [
            lrs.prepare(
                said(attachments=[attachment]),
                by=CLIENT,
                now=NOW,
                files={sha2: AttachmentFile.of(data)},
            )
        ],
        clock=lambda: NOW,
    )
    lrs.store([said()], by=CLIENT, now=NOW)
    before = held()
    assert "attachments are in all." in run("export", name).stdout
    assert (folder / f"{name}.attachments" / sha2).read_bytes() == data
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE lrs_statement, lrs_statementid, lrs_related, lrs_attachment, "
            "lrs_attachmentuse"
        )
    assert run("import", name).stdout.strip() == "2 stored, 0 unchanged, 0 left out"
    assert held() == before and lrs.page(lrs.Filters(), with_files=True).files == {sha2: data}
    assert run("import", name).stdout.strip() == "0 stored, 2 unchanged, 0 left out"
    (folder / f"{name}.attachments" / sha2).unlink()
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE lrs_statement, lrs_statementid, lrs_related, lrs_attachment, "
            "lrs_attachmentuse"
        )
    found = run("import", name, code=1)
    assert (
        "attachments[0].fileUrl" in found.stderr
        and found.stdout.strip() == "1 stored, 0 unchanged, 1 left out"
    )


def test_known_slips_in_a_file_are_mended_when_that_is_asked(folder: Path) -> None:
    slip = said(object={"id": "urn:x", "objectType": "GroupActivity"})
    (folder / "in.jsonl").write_text(lines_of(slip, said()))
    assert "1 stored, 0 unchanged, 1 left out" in run("import", "in.jsonl", code=1).stdout
    assert (
        run("import", "in.jsonl", "--lenient").stdout.strip()
        == "1 stored, 1 unchanged, 0 left out, 1 mended"
    )


def test_a_key_is_made_lenient_and_strict_again() -> None:
    run("credential", "add", "Open edX", "--scope", "all", "--lenient")
    assert "all, lenient" in run("credential", "list").stdout
    assert "strict now" in run("credential", "lenient", "Open edX", "--off").stdout
    assert json.loads(run("credential", "list", "--json").stdout)[0]["lenient"] is False


def test_a_statement_without_an_id_or_with_a_taken_one_is_named(folder: Path) -> None:
    taken = said()
    lrs.store([taken], by=CLIENT, now=NOW)
    nameless = {key: value for key, value in said().items() if key != "id"}
    (folder / "in.jsonl").write_text(lines_of(nameless, {**taken, "object": {"id": "urn:other"}}))
    found = run("import", "in.jsonl", code=1)
    assert "line 1: id: A statement in a file needs its id" in found.stderr
    assert "line 2: " in found.stderr and "says something else" in found.stderr


def test_an_id_twice_in_a_file_is_one_when_it_says_the_same_and_a_fault_when_not(
    folder: Path,
) -> None:
    statement = said()
    (folder / "same.jsonl").write_text(lines_of(statement, statement))
    assert run("import", "same.jsonl").stdout.strip() == "1 stored, 1 unchanged, 0 left out"
    two = said()
    (folder / "other.jsonl").write_text(lines_of(two, {**two, "object": {"id": "urn:other"}}))
    assert "line 2: Line 1 has the same id" in run("import", "other.jsonl", code=1).stderr


def test_a_dry_run_names_what_is_wrong_and_stores_nothing(folder: Path) -> None:
    (folder / "in.jsonl").write_text(lines_of(said(), {**said(), "verb": {}}))
    found = run("import", "in.jsonl", "--dry-run", code=1)
    assert "line 2: verb" in found.stderr and "nothing was stored" in found.stdout and not held()


def test_a_file_that_is_no_parquet_is_refused_in_a_sentence(folder: Path) -> None:
    (folder / "in.parquet").write_text("no parquet")
    found = CliRunner().invoke(cli, ["lrs", "import", "in.parquet"])
    assert "This is no Parquet file." in str(found.exception)
