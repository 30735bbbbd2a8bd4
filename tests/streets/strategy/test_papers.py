"""The papers of a strategy as pages and files, and the organisation's name and colour on them."""

from __future__ import annotations

import io
from pathlib import Path

import icalendar
import pytest
from click.testing import CliRunner
from django.test import Client
from docx import Document
from pypdf import PdfReader

from tests.cast import NOW, Cast, engage
from tests.pure.strategy_edits import DEMO
from trimtab.console import environment
from trimtab.console.commands.exchange import exporting
from trimtab.governance import api as governance
from trimtab.people import api as people
from trimtab.people.api import PersonRow
from trimtab.people.models import Organisation
from trimtab.strategy import api as strategy
from trimtab.strategy.actions import write_answer
from trimtab.strategy.api import Answer

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def cast(db: None) -> Cast:
    return engage()


@pytest.fixture
def adopted(cast: Cast) -> strategy.RevisionRow:
    row = strategy.save_draft(document=DEMO, by=None, because="First", now=NOW)
    strategy.adopt(number=row.number, by=None, now=NOW)
    return strategy.require_current()


def signed_in(person: PersonRow) -> Client:
    from django.contrib.auth import get_user_model

    client = Client()
    client.force_login(get_user_model().objects.get(id=person.id))
    return client


def test_every_paper_is_listed_and_opens_as_a_page(
    cast: Cast, adopted: strategy.RevisionRow
) -> None:
    client = signed_in(cast.strategist)
    listing = client.get("/strategy/papers").content.decode()
    for kind in strategy.papers.KINDS:
        assert kind.title in listing and f'href="/strategy/papers/{kind.name}"' in listing
        found = client.get(f"/strategy/papers/{kind.name}")
        page = found.content.decode()
        assert found.status_code == 200 and page.count("<h1>") == 1 and 'class="paper"' in page
        assert "Corner Stores" in page and "Revision 1, in force since 7 September 2026" in page
    assert 'href="/strategy/papers"' in client.get("/strategy").content.decode()


@pytest.mark.parametrize(
    ("form", "media_type", "starts"),
    [
        ("pdf", "application/pdf", b"%PDF-"),
        ("docx", WORD, b"PK"),
        ("md", "text/markdown; charset=utf-8", b"# "),
        ("html", "text/html; charset=utf-8", b"<!doctype html>"),
    ],
)
def test_every_paper_comes_as_a_file_of_the_right_type(
    cast: Cast, adopted: strategy.RevisionRow, form: str, media_type: str, starts: bytes
) -> None:
    client = signed_in(cast.steward)
    for kind in strategy.papers.KINDS:
        found = client.get(f"/strategy/papers/{kind.name}.{form}")
        assert found.status_code == 200 and found.headers["Content-Type"] == media_type
        name = f"corner-stores-{kind.name}-revision-1.{form}"
        assert found.headers["Content-Disposition"] == f'attachment; filename="{name}"'
        assert found.content.startswith(starts)


def test_key_sentences_are_read_back_from_pdf_docx_and_calendar(
    cast: Cast, adopted: strategy.RevisionRow
) -> None:
    client = signed_in(cast.strategist)
    [page] = PdfReader(io.BytesIO(client.get("/strategy/papers/one-page.pdf").content)).pages
    text = " ".join(page.extract_text().split())
    assert "At most 10 minutes and 3 messages a week; nothing from 20:00 to 07:00." in text
    assert "Corner Stores · Revision 1, in force since 7 September 2026" in text
    assert "Content: strategist (Sasha)" in text
    file = Document(io.BytesIO(client.get("/strategy/papers/decisions.docx").content))
    assert [cell.text for cell in file.tables[0].rows[0].cells] == [
        "Decision",
        "What falls under it",
        "One approves",
        "Are heard before",
    ]
    assert "Steward (Stef)" in [row.cells[2].text for row in file.tables[0].rows]
    answer = client.get("/strategy/papers/calendar.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = icalendar.Calendar.from_ical(answer.content)
    assert len(calendar.walk("VEVENT")) == 9 and [
        str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")
    ] == ["Europe/Berlin"]


def test_papers_are_for_those_who_steer(cast: Cast, adopted: strategy.RevisionRow) -> None:
    addresses = ("/strategy/papers", "/strategy/papers/one-page", "/strategy/papers/one-page.pdf")
    for person in (cast.strategist, cast.steward, cast.stakeholder, cast.author):
        assert [signed_in(person).get(address).status_code for address in addresses] == [200] * 3
    for person in (cast.worker, cast.stranger, cast.administrator):
        assert [signed_in(person).get(address).status_code for address in addresses] == [403] * 3
    assert Client().get(addresses[2]).status_code == 302


def test_papers_of_a_draft_say_that_they_are_a_draft(
    cast: Cast, adopted: strategy.RevisionRow
) -> None:
    row = write_answer(code="Q-G3", answer=Answer(value="hold"), by=cast.strategist.id, now=NOW)
    client = signed_in(cast.strategist)
    draft, in_force = (
        client.get(f"/strategy/papers/decisions{query}").content.decode()
        for query in (f"?revision={row.number}", "")
    )
    assert "This is a draft. It is not in force." in draft and "This is a draft" not in in_force
    assert "It waits until they answer" in draft and "It waits until they answer" not in in_force
    assert f"/strategy/papers/decisions.pdf?revision={row.number}" in draft
    assert (
        f"?revision={row.number}"
        in client.get(f"/strategy/revisions/{row.number}").content.decode()
    )


def test_papers_of_a_simulated_organisation_say_so(
    cast: Cast, adopted: strategy.RevisionRow
) -> None:
    Organisation.objects.update(simulated=True)
    paper = signed_in(cast.strategist).get("/strategy/papers/one-page.md").content.decode()
    assert "Simulated data: people and figures are made up" in paper


@pytest.mark.parametrize(
    "address",
    [
        "/strategy/papers/leaflet",
        "/strategy/papers/leaflet.pdf",
        "/strategy/papers/one-page.exe",
        "/strategy/papers/one-page.ics",
        "/strategy/papers?revision=9",
        "/strategy/papers?revision=x",
        "/strategy/papers/one-page?revision=" + "9" * 30,
    ],
)
def test_what_is_not_there_is_said(cast: Cast, adopted: strategy.RevisionRow, address: str) -> None:
    assert signed_in(cast.strategist).get(address).status_code == 404


def test_before_anything_is_in_force_the_list_leads_to_the_draft(cast: Cast) -> None:
    client = signed_in(cast.strategist)
    assert "No papers yet" in client.get("/strategy/papers").content.decode()
    assert client.get("/strategy/papers/one-page.pdf").status_code == 404
    row = strategy.save_draft(document=DEMO, by=cast.strategist.id, because="First", now=NOW)
    assert (
        f"/strategy/papers?revision={row.number}" in client.get("/strategy/papers").content.decode()
    )
    assert client.get(f"/strategy/papers/one-page.pdf?revision={row.number}").status_code == 200


def test_a_paper_takes_a_fixed_number_of_queries(
    cast: Cast, adopted: strategy.RevisionRow, django_assert_max_num_queries: object
) -> None:
    client = signed_in(cast.strategist)
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        client.get("/strategy/papers/strategy.md")


def test_an_administrator_changes_name_and_colour_and_papers_carry_them(
    cast: Cast, adopted: strategy.RevisionRow
) -> None:
    client = signed_in(cast.administrator)
    assert client.get("/organisation").status_code == 200
    kept = client.post("/organisation", {"name": "Corner & Sons", "colour": "#8A1C1C"})
    assert kept.status_code == 302
    found = people.organisation()
    assert found is not None and (found.name, found.colour) == ("Corner & Sons", "#8a1c1c")
    page = signed_in(cast.strategist).get("/strategy/papers/one-page").content.decode()
    assert "Corner &amp; Sons" in page and "#8a1c1c" in page
    assert [entry.act for entry in governance.audit_entries().rows].count(
        "organisation.changed"
    ) == 1
    client.post("/organisation", {"name": "Corner & Sons", "colour": "8a1c1c"})
    assert [entry.act for entry in governance.audit_entries().rows].count(
        "organisation.changed"
    ) == 1


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"name": "", "colour": "#1b3a5b"}, "1 to 200 characters"),
        ({"name": "A", "colour": "red"}, "six digits"),
        ({"name": "A", "colour": "#ffdd00"}, "contrast of 1.3 to 1"),
        ({"name": "A", "colour": "#1b3a5b}body{"}, "six digits"),
    ],
)
def test_a_colour_that_cannot_be_read_is_refused_with_one_that_can(
    cast: Cast, given: dict[str, str], says: str
) -> None:
    found = signed_in(cast.administrator).post("/organisation", given)
    page = found.content.decode()
    assert found.status_code == 422 and says in page and 'aria-invalid="true"' in page
    assert people.organisation().colour == "#1b3a5b"  # type: ignore[union-attr]


def test_nobody_else_changes_name_and_colour(cast: Cast) -> None:
    for person in (cast.strategist, cast.steward, cast.worker):
        client = signed_in(person)
        assert client.get("/organisation").status_code == 403
        assert (
            client.post("/organisation", {"name": "Mine", "colour": "#000000"}).status_code == 403
        )


@pytest.fixture
def at_the_console(monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    from contextlib import nullcontext

    monkeypatch.setattr(environment, "database", nullcontext)
    return CliRunner()


def test_the_command_writes_a_paper_to_a_file_or_on(
    adopted: strategy.RevisionRow, at_the_console: CliRunner, tmp_path: Path
) -> None:
    target = tmp_path / "page.pdf"
    done = at_the_console.invoke(
        exporting.export_command, ["paper", "one-page", "--output", str(target)]
    )
    assert done.exit_code == 0 and target.read_bytes().startswith(b"%PDF-")
    done = at_the_console.invoke(exporting.export_command, ["paper", "calendar", "--format", "ics"])
    assert done.exit_code == 0 and done.stdout_bytes.startswith(b"BEGIN:VCALENDAR")
    assert (
        at_the_console.invoke(
            exporting.export_command, ["paper", "one-page", "--format", "odt"]
        ).exit_code
        == 2
    )
    gone = str(tmp_path / "no" / "page.pdf")
    failed = at_the_console.invoke(
        exporting.export_command, ["paper", "one-page", "--output", gone]
    )
    assert failed.exit_code == 1 and "could not be written" in failed.output


def test_an_entry_of_the_calendar_stays_the_same_one_when_the_organisation_is_renamed(
    cast: Cast, adopted: strategy.RevisionRow
) -> None:
    def ids() -> list[str]:
        found = signed_in(cast.strategist).get("/strategy/papers/calendar.ics").content
        return [str(event["uid"]) for event in icalendar.Calendar.from_ical(found).walk("VEVENT")]

    before = ids()
    people.change_organisation(name="Corner & Sons", colour="#1b3a5b")
    assert ids() == before and len(set(before)) == 9
