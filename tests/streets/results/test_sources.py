"""Figures come in from files, a database and a feed, on a schedule, checked.

What was known before a correction can be asked.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import threading
from collections.abc import Iterator
from contextlib import nullcontext
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import NOW, Cast, engage
from tests.streets.forwarding_target import THIS_MACHINE
from tests.streets.xapi_server import database_url
from trimtab.console.commands.exchange.measures import measures
from trimtab.evaluation import api as evaluation
from trimtab.evaluation.api import Columns, Every, RunState, SourceKind, Wanted
from trimtab.evaluation.models import Measure, MeasureValue, Source, SourceRun
from trimtab.evaluation.queries.tables import csv_table
from trimtab.gateway import outgoing
from trimtab.gateway.sources import Fetcher
from trimtab.governance import api as governance
from trimtab.journeys import figures
from trimtab.kernel.errors import NotAllowed, Refusal
from trimtab.people.api import PersonRow

HEAD = "measure,subject,when,value\n"
DAY = dt.timedelta(days=1)


@pytest.fixture
def cast(db: None) -> Cast:
    Measure.objects.create(
        key="queue", name="Queues", unit="minutes", scale="mean", grain="unit", direction="lower"
    )
    Measure.objects.create(
        key="errors", name="Errors", unit="errors", scale="mean", grain="person", direction="lower"
    )
    return engage()


@pytest.fixture
def fetch(tmp_path: Path, feed: str) -> Fetcher:
    connections = {
        "own": database_url(),
        "tills": f"{feed.removesuffix('/figures')} Bearer very-secret",
        "older": "Bearer very-secret",
        "away": "postgres://u:very-secret@127.0.0.1:9/x",
    }
    return Fetcher(tmp_path, connections, outgoing.client(THIS_MACHINE, seconds=5))


def signed_in(person: PersonRow) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(id=person.id))
    return client


def source(wanted: Wanted, columns: Columns | None = None, every: Every = Every.DAY) -> int:
    return figures.add_source(
        name=f"S {wanted.kind}",
        wanted=wanted,
        columns=columns or Columns(),
        every=every,
        by=None,
        now=NOW,
    )


def in_force() -> list[tuple[str, str, float]]:
    found = MeasureValue.objects.filter(superseded_at=None).order_by("measure", "unit", "day")
    return [(value.measure_id, str(value.day), value.value) for value in found]


def test_a_csv_file_in_the_folder_is_read_again_and_again_and_changes_nothing_twice(
    cast: Cast, fetch: Fetcher, tmp_path: Path
) -> None:
    (tmp_path / "queues.csv").write_text(
        HEAD + "queue,north,2026-09-01,4\nqueue,south,2026-09-01,5\n"
    )
    key = source(Wanted(SourceKind.CSV, "queues.csv"))
    first = evaluation.collect(source_id=key, fetch=fetch, now=NOW)
    assert (first.state, first.added, first.revised, first.unchanged) == (RunState.GOOD, 2, 0, 0)
    again = evaluation.collect(source_id=key, fetch=fetch, now=NOW + DAY)
    assert (again.added, again.revised, again.unchanged) == (0, 0, 2) and len(in_force()) == 2


def test_an_excel_workbook_is_read_with_its_own_days_and_numbers(
    cast: Cast, fetch: Fetcher, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    book.active.append(["what", "else"])
    sheet = book.create_sheet("Waits")
    sheet.append(["shop", "day", "seconds"])
    sheet.append(["north", dt.datetime(2026, 9, 1), 240])
    sheet.append(["south", dt.date(2026, 9, 1), 90.0])
    book.save(tmp_path / "waits.xlsx")
    columns = Columns(
        measure="queue",
        subject_column="shop",
        when_column="day",
        value_column="seconds",
        unit="seconds",
    )
    key = source(Wanted(SourceKind.EXCEL, "waits.xlsx", sheet="Waits"), columns)
    assert evaluation.collect(source_id=key, fetch=fetch, now=NOW).added == 2
    assert in_force() == [("queue", "2026-09-01", 4.0), ("queue", "2026-09-01", 1.5)]


def test_a_query_is_read_over_a_named_connection(cast: Cast, fetch: Fetcher) -> None:
    query = (
        "SELECT 'queue' AS measure, 'north' AS subject, "
        "date '2026-09-01' AS \"when\", 4.5::numeric AS value"
    )
    key = source(Wanted(SourceKind.DATABASE, connection="own", query=query))
    run = evaluation.collect(source_id=key, fetch=fetch, now=NOW)
    assert (run.state, run.added) == (RunState.GOOD, 1), run
    assert in_force() == [("queue", "2026-09-01", 4.5)]


@pytest.mark.parametrize(
    "query",
    [
        "WITH gone AS (DELETE FROM people_person RETURNING 1) SELECT * FROM gone",
        "SELECT 1; DELETE FROM people_person",
        "SELECT 1; COMMIT; SET default_transaction_read_only = off; DELETE FROM people_person",
        "SELECT set_config('transaction_read_only', 'off', false); DROP TABLE people_person",
        "SELECT * FROM there_is_no_such_table",
    ],
)
def test_a_query_can_only_read(cast: Cast, fetch: Fetcher, query: str) -> None:
    key = source(Wanted(SourceKind.DATABASE, connection="own", query=query))
    run = evaluation.collect(source_id=key, fetch=fetch, now=NOW)
    assert run.state is RunState.FAILED and "The database says:" in run.sentence


def test_a_connection_string_stands_in_no_table_no_page_and_no_message(
    cast: Cast, fetch: Fetcher
) -> None:
    key = source(Wanted(SourceKind.DATABASE, connection="away", query="SELECT 1"))
    run = evaluation.collect(source_id=key, fetch=fetch, now=NOW)
    assert run.state is RunState.FAILED and "cannot be reached" in run.sentence
    page = signed_in(cast.administrator).get(f"/results/sources/{key}").content.decode()
    held = (
        str(list(Source.objects.values()))
        + str(list(SourceRun.objects.values()))
        + str(governance.audit_entries().rows)
    )
    assert "very-secret" not in page + held + repr(run)


class Feed(BaseHTTPRequestHandler):
    """A feed on this machine that wants a token."""

    records: Any = []
    status = 200

    def do_GET(self) -> None:
        is_known = self.headers["Authorization"] == "Bearer very-secret"
        body = json.dumps({"data": {"items": self.records}}).encode() if is_known else b"{}"
        self.send_response(self.status if is_known else 401)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keeps quiet."""


@pytest.fixture
def feed() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Feed)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/figures"
    server.shutdown()
    server.server_close()


SHOPS = Columns(
    measure="queue",
    subject_column="shop.code",
    when_column="at",
    value_column="wait.mean",
    time_zone="Europe/Berlin",
    leave_out_unknown=True,
)


def test_a_feed_is_read_with_its_token_its_path_and_nested_columns(
    cast: Cast, fetch: Fetcher, feed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = [
        {"shop": {"code": "north"}, "at": "2026-09-01T22:30:00Z", "wait": {"mean": 3.5}},
        {"shop": {"code": "new-shop"}, "at": "2026-09-01T10:00:00Z", "wait": {"mean": 3}},
    ]
    monkeypatch.setattr(Feed, "records", records)
    key = source(Wanted(SourceKind.FEED, feed, connection="tills", query="data.items"), SHOPS)
    run = evaluation.collect(source_id=key, fetch=fetch, now=NOW)
    assert (run.state, run.added, run.left_out) == (RunState.GOOD, 1, 1), run
    assert in_force() == [("queue", "2026-09-02", 3.5)]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"connection": ""}, "It answered 401"),
        ({"query": "data.rows"}, "There is no 'rows' in the answer."),
        ({"query": "data"}, "no list of records"),
        ({"connection": "gone"}, "no connection 'gone'"),
        ({"place": "http://127.0.0.1:1234/", "connection": ""}, "It cannot be reached."),
        ({"place": "http://localhost:9999/figures"}, "is for http://127.0.0.1"),
        ({"connection": "own"}, "is for a database"),
        ({"connection": "older"}, "does not say which address its secret is for"),
    ],
)
def test_what_keeps_a_feed_from_being_read_is_said(
    cast: Cast, fetch: Fetcher, feed: str, changes: dict[str, str], sentence: str
) -> None:
    given = {"place": feed, "connection": "tills", "query": "data.items", **changes}
    key = source(Wanted(SourceKind.FEED, **given), SHOPS)
    run = evaluation.collect(source_id=key, fetch=fetch, now=NOW)
    assert run.state is RunState.FAILED and sentence in run.sentence


@pytest.mark.parametrize("place", ["../secret.csv", "/etc/passwd", "gone.csv", ".", "waits.xlsx"])
def test_nothing_but_files_of_the_folder_is_read(
    cast: Cast, fetch: Fetcher, tmp_path: Path, place: str
) -> None:
    (tmp_path.parent / "secret.csv").write_text(HEAD + "queue,north,2026-09-01,4\n")
    (tmp_path / "waits.xlsx").write_text("no workbook")
    key = source(Wanted(SourceKind.CSV, place))
    assert evaluation.collect(source_id=key, fetch=fetch, now=NOW).state is RunState.FAILED
    assert not in_force()


def test_a_bad_row_is_named_and_nothing_of_the_reading_is_taken(
    cast: Cast, fetch: Fetcher, tmp_path: Path
) -> None:
    (tmp_path / "q.csv").write_text(
        HEAD + "queue,north,2026-09-01,4\nqueue,mars,2026-09-01,5\nqueue,south,soon,5\n"
    )
    run = evaluation.collect(
        source_id=source(Wanted(SourceKind.CSV, "q.csv")), fetch=fetch, now=NOW
    )
    assert run.state is RunState.REFUSED and not in_force()
    assert run.problems == (
        "line 3, column subject: There is no unit with this code: 'mars'.",
        "line 4, column when: 'soon' is not a day such as 2026-03-01.",
    )
    [kept] = evaluation.runs(SourceRun.objects.get().source_id)
    assert kept == run
    assert kept.sentence.message == "A row cannot be read; nothing was taken over."
    assert kept.sentence.number == 2
    assert dict(kept.problems[0].parts)["line"] == 3


def test_readings_from_before_stand_as_they_were_written(cast: Cast, tmp_path: Path) -> None:
    SourceRun.objects.create(
        source_id=source(Wanted(SourceKind.CSV, "q.csv")),
        at=NOW,
        state=RunState.FAILED,
        sentence="place: It cannot be reached at https://me:secret@tills.example/.",
        problems=["line 3: Say who or which unit."],
        oddities=["Queues: nothing since 1 March 2026."],
    )
    [kept] = evaluation.runs(SourceRun.objects.get().source_id)
    assert kept.problems == ("line 3: Say who or which unit.",)
    assert kept.oddities == ("Queues: nothing since 1 March 2026.",)
    assert "secret" not in kept.sentence and "It cannot be reached" in kept.sentence


def test_sources_that_are_due_are_read_and_one_in_trouble_holds_up_no_other(
    cast: Cast, fetch: Fetcher, tmp_path: Path
) -> None:
    (tmp_path / "q.csv").write_text(HEAD + "queue,north,2026-09-01,4\n")
    source(Wanted(SourceKind.DATABASE, connection="away", query="SELECT 1"))
    source(Wanted(SourceKind.CSV, "q.csv"), every=Every.HOUR)

    def read(minutes: int) -> list[RunState]:
        found = evaluation.collect_due(fetch=fetch, now=NOW + dt.timedelta(minutes=minutes))
        return sorted(run.state for run in found)

    assert read(0) == [RunState.FAILED, RunState.GOOD]
    # The pauses after a failure grow: 5 minutes, 10, 20, 40.
    assert [read(minute) for minute in (0, 4, 5, 14, 15, 34, 35)] == [
        [],
        [],
        [RunState.FAILED],
        [],
        [RunState.FAILED],
        [],
        [RunState.FAILED],
    ]
    assert read(60) == [RunState.GOOD]


def test_a_slow_source_and_one_that_upsets_us_hold_up_no_other(cast: Cast, fetch: Fetcher) -> None:
    key = source(Wanted(SourceKind.CSV, "slow.csv"))
    for number in range(6):
        figures.add_source(
            name=f"S {number}",
            wanted=Wanted(SourceKind.CSV, f"{number}.csv"),
            columns=Columns(),
            every=Every.DAY,
            by=None,
            now=NOW,
        )
    all_others, count = threading.Event(), 0

    def slowly(wanted: Wanted) -> evaluation.Table:
        nonlocal count
        if wanted.place == "slow.csv":
            assert all_others.wait(20), "the others wait for the slow one"
        else:
            count += 1
            if count == 6:
                all_others.set()
        if wanted.place == "1.csv":
            raise ZeroDivisionError("ours")
        return csv_table(f"{HEAD}queue,north,2026-09-01,4\n")

    runs = evaluation.collect_due(fetch=slowly, now=NOW)
    states = [run.state for run in runs]
    assert (
        sorted(states) == [RunState.FAILED, *[RunState.GOOD] * 6] and len(evaluation.runs(key)) == 1
    )
    assert "the log of this installation says more" in next(
        run.sentence for run in runs if run.state is RunState.FAILED
    )


def test_what_was_known_before_a_correction_can_be_asked(cast: Cast) -> None:
    def known(as_of: dt.datetime | None = None) -> list[float]:
        return [
            point.mean
            for line in evaluation.series("queue", min_cell=1, as_of=as_of)
            for point in line.points
        ]

    for later, value in ((0, 4), (7, 6), (14, 5)):
        table = csv_table(f"{HEAD}queue,north,2026-09-01,{value}\n")
        evaluation.import_table(table=table, columns=Columns(), now=NOW + later * DAY)
    assert known() == [5.0]
    assert [known(NOW + days * DAY) for days in (-1, 0, 3, 7, 13, 14, 100)] == [
        [],
        [4.0],
        [4.0],
        [6.0],
        [6.0],
        [5.0],
        [5.0],
    ]
    client = signed_in(cast.strategist)
    assert client.get("/results", {"as_of": "2026-09-08"}).status_code == 200
    assert "corrected; what was known before is kept" in " ".join(
        evaluation.import_table(
            table=csv_table(f"{HEAD}queue,north,2026-09-01,9\n"),
            columns=Columns(),
            now=NOW + 20 * DAY,
        ).oddities
    )


def test_a_file_is_brought_on_the_page_and_what_is_wrong_is_named(cast: Cast) -> None:
    client = signed_in(cast.strategist)
    book, sheet = openpyxl.Workbook(), io.BytesIO()
    for row in (
        ["measure", "subject", "when", "value"],
        ["errors", "wanda@corner.example", dt.date(2026, 9, 1), 3],
    ):
        book.active.append(row)
    book.save(sheet)
    good = client.post(
        "/results/sources", {"file": SimpleUploadedFile("figures.xlsx", sheet.getvalue())}
    )
    assert "1 figures are new" in good.content.decode() and in_force() == [
        ("errors", "2026-09-01", 3.0)
    ]
    bad = client.post(
        "/results/sources",
        {
            "file": SimpleUploadedFile(
                "f.csv", (HEAD + "errors,x@y.example,2026-09-01,1\n").encode()
            )
        },
    )
    assert bad.status_code == 422 and "no person with this e-mail address" in bad.content.decode()
    broken = client.post(
        "/results/sources", {"file": SimpleUploadedFile("f.xlsx", b"PK no workbook")}
    )
    assert broken.status_code == 422 and "no Excel workbook" in broken.content.decode()


def test_a_source_is_added_read_and_ended_on_its_pages(
    cast: Cast, fetch: Fetcher, tmp_path: Path
) -> None:
    (tmp_path / "q.csv").write_text("shop;day;wait\nnorth;01.09.2026;4,5\n")
    client = signed_in(cast.administrator)
    posted = {
        "name": "Tills",
        "kind": "csv",
        "place": "q.csv",
        "every": "hour",
        "measure": "queue",
        "subject_column": "shop",
        "when_column": "day",
        "value_column": "wait",
        "time_zone": "Europe/Berlin",
        "day_format": "%d.%m.%Y",
        "together": "refuse",
        "notation": "comma",
    }
    assert client.post("/results/sources/new", posted).status_code == 302
    [found] = evaluation.sources()
    assert "not read yet" in client.get("/results/sources").content.decode()
    assert (
        evaluation.collect(source_id=found.id, fetch=fetch, now=NOW).added == 1
        and in_force()[0][2] == 4.5
    )
    assert "read" in client.get(f"/results/sources/{found.id}").content.decode()
    assert client.post(f"/results/sources/{found.id}/change", {"do": "read"}).status_code == 302
    client.post(f"/results/sources/{found.id}/change", {"do": "end"})
    assert not evaluation.sources() and in_force()


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"name": ""}, "name"),
        ({"place": ""}, "place"),
        ({"time_zone": "Berlin"}, "time_zone"),
        ({"factor": "x"}, "factor"),
        ({"kind": "database"}, "connection"),
        ({"kind": "database", "connection": "own", "query": "DELETE FROM x"}, "query"),
        ({"kind": "feed", "place": "ftp://x"}, "place"),
        ({"kind": "feed", "place": "https://u:secret@x.example/"}, "place"),
        ({"measure": "queue", "unit": "ticks"}, "factor"),
        ({"subject_column": ""}, "subject_column"),
    ],
)
def test_what_is_missing_in_the_form_is_named_at_its_field(
    cast: Cast, changes: dict[str, str], place: str
) -> None:
    posted = {
        "name": "Tills",
        "kind": "csv",
        "place": "q.csv",
        "every": "hour",
        "measure_column": "measure",
        "subject_column": "shop",
        "when_column": "day",
        "value_column": "wait",
        "time_zone": "UTC",
        **changes,
    }
    answer = signed_in(cast.administrator).post("/results/sources/new", posted)
    assert answer.status_code == 422 and not evaluation.sources()
    assert f'id="f-{place}-error"' in answer.content.decode()


@pytest.mark.parametrize(
    ("who", "status"), [("worker", 403), ("manager", 403), ("steward", 200), ("strategist", 200)]
)
def test_who_may_see_sources_and_who_may_not(cast: Cast, who: str, status: int) -> None:
    client = signed_in(getattr(cast, who))
    assert client.get("/results/sources").status_code == status
    assert client.get("/results/sources/new").status_code == 403
    with pytest.raises(NotAllowed):
        figures.add_source(
            name="x",
            wanted=Wanted(SourceKind.CSV, "x.csv"),
            columns=Columns(),
            every=Every.DAY,
            by=getattr(cast, who),
            now=NOW,
        )


def test_one_name_is_one_source(cast: Cast) -> None:
    source(Wanted(SourceKind.CSV, "x.csv"))
    with pytest.raises(Refusal, match="there already"):
        source(Wanted(SourceKind.CSV, "y.csv"))


def test_a_file_that_could_be_meant_otherwise_is_asked_about_and_taken_once_it_is_said(
    cast: Cast,
) -> None:
    client = signed_in(cast.strategist)
    text = "unit;day;minutes\norg;01.09.2026;7,5\nnorth;01.09.2026;1.234\nsouth;01.09.2026;6,5\n"
    said = {
        "measure": "queue",
        "subject_column": "unit",
        "when_column": "day",
        "value_column": "minutes",
        "day_format": "%d.%m.%Y",
    }

    def bring(**more: str) -> str:
        file = SimpleUploadedFile("f.csv", text.encode())
        return client.post("/results/sources", {"file": file, **said, **more}).content.decode()

    page = bring()
    assert "could be 1234 or 1 and 234 thousandths" in page and "has a decimal comma" in page
    assert "Is this a total?" in bring(notation="comma") and not in_force()
    assert "2 figures are new" in bring(notation="comma", above="leave-out")
    assert in_force() == [("queue", "2026-09-01", 1234.0), ("queue", "2026-09-01", 6.5)]
    assert "1 figures are new" in bring(notation="comma", above="keep") and len(in_force()) == 3


def test_the_command_asks_the_same_and_takes_the_same_answers(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trimtab.console.environment.database", nullcontext)
    file = tmp_path / "f.csv"
    file.write_text("measure;subject;when;value\nqueue;north;2026-09-01;1.234\n")
    refused = CliRunner().invoke(measures, [str(file)])
    assert refused.exit_code == 1 and "could be 1234" in refused.stderr and not in_force()
    assert CliRunner().invoke(measures, [str(file), "--numbers", "comma", "--json"]).exit_code == 0
    assert in_force() == [("queue", "2026-09-01", 1234.0)]
