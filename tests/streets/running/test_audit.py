"""The audit speaks in words, of some days, and can be taken out; taking it out is an entry."""

from __future__ import annotations

import ast
import csv
import datetime as dt
import io
import json
import re
from collections.abc import Mapping
from pathlib import Path

from tests.cast import NOW, Cast, engage
from tests.streets.strategy.test_answering import signed_in
from trimtab.governance import api as governance
from trimtab.workbench.running.audit_words import DID
from trimtab.workbench.running.auditing import acts_saying

SOURCE = Path(__file__).parents[3] / "src/trimtab"
KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-")
ADOPTED = {
    "grants": {"changed": [], "created": ["author-gaps", "manager-shop"], "retired": []},
    "rights": {"changed": ["stop"], "created": [], "retired": []},
    "at_console": "nobody else has approved it",
}


def note(cast: Cast, act: str, target: str, detail: Mapping[str, object], days: int = 0) -> None:
    at = NOW + dt.timedelta(days=days)
    governance.audit(
        actor_id=cast.strategist.id, act=act, target=target, detail=dict(detail), now=at
    )


def test_every_act_that_is_written_down_has_its_words() -> None:
    """Here you are because of a new act: say in workbench/running/audit_words.py what was done."""
    calls = (
        node
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", getattr(node.func, "id", "")) in ("audit", "_note", "_audit")
    )
    values = (
        value
        for call in calls
        for value in (*call.args, *(keyword.value for keyword in call.keywords))
    )
    named = {
        value.value
        for value in values
        if isinstance(value, ast.Constant) and isinstance(value.value, str)
    }
    acts = {act for act in named if re.fullmatch(r"[a-z-]+\.[a-z-]+", act)}
    assert len(acts) > 30 and acts - DID.keys() == set()


def test_entries_are_sentences_without_keys_or_code_and_lead_to_their_revision(db: None) -> None:
    cast = engage()
    note(cast, "strategy.adopted", "strategy/revisions/3", ADOPTED)
    note(cast, "person.shut-out", f"people/{cast.worker.id}", {})
    note(cast, "people.links-withdrawn", "people", {"links": 2, "person": str(cast.worker.id)})
    page = signed_in(cast.steward).get("/audit").content.decode()
    assert (
        "Sasha put a revision of the strategy in force" in page and "/strategy/revisions/3" in page
    )
    assert (
        "Data grants: 2 new. Decision rights: 1 changed. "
        "At the console: nobody else has approved it" in page
    )
    assert "Sasha shut a person out" in page and "Wanda" in page and "Links: 2" in page
    entries = page[page.index("timeline") :]
    assert (
        not KEY.search(entries.replace("csrf", ""))
        and "author-gaps" not in entries
        and "{" not in entries.split("</ol>")[0]
    )


def test_days_and_words_narrow_the_page_and_the_file_which_is_written_down(db: None) -> None:
    cast = engage()
    note(cast, "support.gap-closed", "support/gaps/1", {"reason": "=1+1"})
    note(cast, "strategy.adopted", "strategy/revisions/3", ADOPTED, days=2)
    client, day = signed_in(cast.administrator), NOW.date() + dt.timedelta(days=1)
    narrowed = client.get(f"/audit?until={day}").content.decode()
    assert "closed a gap" in narrowed and "in force" not in narrowed.split("timeline")[1]
    assert (
        "closed a gap" not in client.get(f"/audit?from={day}").content.decode().split("timeline")[1]
    )
    assert "No entry fits" in client.get("/audit?q=zebra").content.decode()
    assert acts_saying("in force") == ["strategy.adopted"]
    rows = list(
        csv.DictReader(io.StringIO(client.get("/audit/file?q=in%20force").content.decode()))
    )
    assert [row["did"] for row in rows] == ["put a revision of the strategy in force"]
    assert "Reason: =1+1" in client.get("/audit/file").content.decode()
    assert [entry.act for entry in governance.audit_entries().rows][:2] == [
        "audit.exported",
        "audit.exported",
    ]


def test_who_and_what_narrow_the_page_too(db: None) -> None:
    cast = engage()
    note(cast, "support.gap-closed", "support/gaps/1", {})
    note(cast, "person.shut-out", f"people/{cast.worker.id}", {})
    client = signed_in(cast.steward)

    def told(query: str) -> str:
        return client.get(f"/audit?{query}").content.decode().partition("timeline")[2]

    assert "closed a gap" in told("who=sash") and "shut a person out" in told("who=sash")
    assert "shut a person out" in told("who=wanda") and "closed a gap" not in told("who=wanda")
    assert "closed a gap" in told("act=support.gap-closed")
    assert "shut a person out" not in told("act=support.gap-closed")
    assert told("act=no.such") == told("who=nobody%20at%20all") == ""


def test_entries_come_as_json_lines_for_programs(db: None) -> None:
    cast = engage()
    note(cast, "support.gap-closed", "support/gaps/1", {"reason": "two\nlines, \u00fc"})
    answer = signed_in(cast.steward).get("/audit/file?as=jsonl&act=support.gap-closed")
    assert answer["Content-Type"].startswith("application/jsonl")
    (line,) = answer.content.decode().splitlines()
    entry = json.loads(line)
    assert entry["did"] == "closed a gap" and entry["who"] == "Sasha"
    assert entry["act"] == "support.gap-closed" and "\u00fc" in entry["details"]
