"""Erasing a person: who they were and what they wrote goes; what was counted stays."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from uuid import uuid4

import pytest

from tests.cast import NOW, Cast
from tests.journeys.holdings import hold, prepare, traces
from tests.messages import messages_for
from trimtab.evaluation import api as evaluation
from trimtab.governance import api as governance
from trimtab.journeys import rights
from trimtab.journeys.erasure import erase, goes, stays
from trimtab.kernel.errors import NotAllowed, NotFound, Refusal
from trimtab.kernel.said import as_written
from trimtab.library import api as library
from trimtab.lrs import api as lrs
from trimtab.lrs.api import (
    CredentialRow,
    DocumentContent,
    DocumentKind,
    DocumentPlace,
    Filters,
    Precondition,
    Scope,
)
from trimtab.messaging import api as messaging
from trimtab.people import api as people
from trimtab.practice import api as practice
from trimtab.practice.actions import reviewing
from trimtab.strategy import api as strategy
from trimtab.support import api as support
from trimtab.xapi.files import AttachmentFile

ITEM = """
- key: fridge
  kind: short-answer
  stem: How warm may the fridge be?
  answers: ["5"]
  explanation: Five degrees at most.
  tags: [fridge]
"""
OWN_WORDS = ("about five, says wanda", "wandas own words")


@pytest.fixture
def worked(cast: Cast) -> Cast:
    """Wanda has answered a question, searched, and got a message."""
    read = library.import_items(text=ITEM, form=library.ItemFormat.YAML, by=None, now=NOW)
    assert not read.problems, read.problems
    (item,) = library.items_by_tags(["fridge"])
    reviewing.review(
        person_id=cast.worker.id,
        version_id=item.version_id,
        response=OWN_WORDS[0],
        seconds=9.0,
        now=NOW,
        review_id=uuid4(),
    )
    support.look_up(person_id=cast.worker.id, query=OWN_WORDS[1], limit=5, now=NOW)
    messaging.queue(
        person_ids=[cast.worker.id],
        key="test/hello",
        subject=as_written("Wanda, come"),
        body=as_written("Dear Wanda"),
        why=as_written("You were named."),
        now=NOW,
    )
    return cast


def test_name_address_and_free_text_go_and_what_was_counted_stays(worked: Cast) -> None:
    person = worked.worker
    items, statements = practice.item_statistics(), lrs.count_about(person.pseudonym)
    assert items and statements >= 2
    erase(
        person_id=person.id,
        by=worked.steward,
        because="Asked for it",
        now=NOW + dt.timedelta(hours=1),
    )
    left = people.person(person.id)
    assert (
        "wanda" not in f"{left.name} {left.email}".lower() and not left.is_active and not left.roles
    )
    assert practice.item_statistics() == items and lrs.count_about(person.pseudonym) == statements
    held = json.dumps(
        [
            *practice.held_about(person.id)["answers"],
            *lrs.held_about(person.pseudonym, ())["statements"],
        ],
        default=str,
    )
    held += "".join(f"{one.subject} {one.body} {one.why}" for one in messages_for(person.id))
    held += "".join(one.wording for one in support.gaps())
    assert "wanda" not in held.lower()


def test_what_programs_wrote_down_about_somebody_goes_and_what_they_wrote_about_others_stays(
    worked: Cast,
) -> None:
    person, tool = worked.worker, CredentialRow("tool", "Tool", frozenset({Scope.ALL}))
    account = {"account": {"homePage": f"{lrs.home()}/people", "name": str(person.pseudonym)}}
    mbox = {"mbox": f"mailto:{person.email}"}
    digest = {"mbox_sha1sum": hashlib.sha1(mbox["mbox"].encode()).hexdigest()}
    other = {"mbox": "mailto:somebody.else@corner.example"}
    for agent in (account, mbox, digest, other):
        place = DocumentPlace(
            DocumentKind.STATE, activity="urn:course", agent=lrs.agent_key(agent, lrs.home())
        )
        content = DocumentContent(b"wanda stopped at page 4", "text/plain")
        lrs.put_document(
            place=place,
            name="a",
            about="urn:course",
            content=content,
            condition=Precondition(),
            now=NOW,
        )
    _attach(account, b"wanda's certificate", tool)
    _attach(other, b"somebody's certificate", tool)
    assert [one["name"] for one in lrs.documents_about(person.pseudonym, [person.email])] == [
        "a"
    ] * 3
    erase(person_id=person.id, by=worked.steward, because="Asked for it", now=NOW)
    assert lrs.documents_about(person.pseudonym, [person.email]) == []
    kept = lrs.document(
        DocumentPlace(DocumentKind.STATE, "urn:course", lrs.agent_key(other, lrs.home())), "a"
    )
    assert kept is not None
    assert list(lrs.page(Filters(), with_files=True).files.values()) == [b"somebody's certificate"]


def _attach(agent: Mapping[str, object], data: bytes, by: CredentialRow) -> None:
    sha2 = hashlib.sha256(data).hexdigest()
    header = {
        "usageType": "urn:c",
        "display": {},
        "contentType": "text/plain",
        "length": len(data),
        "sha2": sha2,
    }
    statement = {
        "actor": agent,
        "verb": {"id": "urn:got"},
        "object": {"id": "urn:course"},
        "attachments": [header],
    }
    prepared = lrs.prepare(statement, by=by, now=NOW, files={sha2: AttachmentFile.of(data)})
    assert lrs.store_together([prepared], clock=lambda: NOW) == [None]


def test_the_link_to_the_evidence_is_gone(worked: Cast) -> None:
    old = worked.worker.pseudonym
    erase(person_id=worked.worker.id, by=worked.steward, because="Asked for it", now=NOW)
    assert people.person(worked.worker.id).pseudonym != old
    assert lrs.count_about(people.person(worked.worker.id).pseudonym) == 0


def test_it_is_written_down_that_somebody_was_erased_and_why_but_not_who(worked: Cast) -> None:
    erase(person_id=worked.worker.id, by=worked.steward, because="Asked for it", now=NOW)
    entry = governance.audit_entries().rows[0]
    assert entry.act == "person.erased" and entry.detail["because"] == "Asked for it"
    assert "wanda" not in str(entry).lower()


@pytest.fixture
def held(cast: Cast, playable: None) -> Cast:
    """Every room holds something about Wanda, and the same about Mika."""
    package = prepare(NOW)
    for person in (cast.worker, cast.manager):
        hold(person, cast.strategist, package, NOW)
    return cast


def test_nothing_of_name_address_and_words_is_left_anywhere_in_the_database(held: Cast) -> None:
    before = traces("wanda")
    for table in (
        "people_person",
        "people_identity",
        "practice_review",
        "support_lookup",
        "support_gap",
        "messaging_message",
        "messaging_letter",
        "lrs_document",
        "courses_unitstanding",
        "strategy_invitation",
    ):
        assert table in before, f"{table} should hold something first"
    assert any(table.startswith("lrs_statement_2") for table in before)
    others = traces("mika")
    asked = rights.ask(person=held.worker, now=NOW)
    rights.refuse(
        request_id=asked.id, by=held.steward, reason="Wanda is still paid until May", now=NOW
    )
    rights.ask(person=held.worker, now=NOW)
    erase(person_id=held.worker.id, by=held.steward, because="Asked for it", now=NOW)
    assert traces("wanda") == {}
    assert traces("mika") == others


def test_what_is_counted_beforehand_is_what_is_changed(held: Cast) -> None:
    counted = goes(held.worker)
    assert all(asdict(counted).values()), counted
    assert (
        erase(person_id=held.worker.id, by=held.steward, because="Asked for it", now=NOW).gone
        == counted
    )


def test_figures_on_the_page_of_results_are_as_they_were(held: Cast) -> None:
    def figures() -> object:
        return evaluation.series("errors", min_cell=1), evaluation.measures(), evaluation.results()

    before = figures()
    erase(person_id=held.worker.id, by=held.steward, because="Asked for it", now=NOW)
    assert figures() == before


def test_the_page_names_revisions_that_keep_the_address(held: Cast) -> None:
    assert stays(held.worker).revisions == ()
    document = strategy.load_yaml(
        f"trimtab: 1\norganisation: {held.worker.email}\ntitle: T\npolicy: {{statement: S}}\n"
    ).document
    row = strategy.save_draft(document=document, by=held.strategist.id, because="First", now=NOW)
    assert stays(held.worker).revisions == (row.number,)
    assert stays(held.strategist).in_office == 1


@pytest.mark.parametrize("because", ["Wanda asked", "asked by WANDA@corner.example"])
def test_a_reason_that_names_the_person_is_refused(held: Cast, because: str) -> None:
    with pytest.raises(Refusal) as refused:
        erase(person_id=held.worker.id, by=held.steward, because=because, now=NOW)
    assert refused.value.field == "because"
    assert people.person(held.worker.id).name == "Wanda"


@pytest.mark.parametrize("because", ["", "  ", "x" * 501])
def test_a_reason_is_needed_and_is_short(worked: Cast, because: str) -> None:
    with pytest.raises(Refusal) as refused:
        erase(person_id=worked.worker.id, by=worked.steward, because=because, now=NOW)
    assert refused.value.field == "because"


def test_nobody_erases_themselves(worked: Cast) -> None:
    with pytest.raises(NotAllowed):
        erase(person_id=worked.steward.id, by=worked.steward, because="I want it", now=NOW)


def test_whoever_was_erased_is_not_found_any_more(worked: Cast) -> None:
    total = people.find_people().total
    erase(person_id=worked.worker.id, by=worked.steward, because="Asked for it", now=NOW)
    assert people.find_people().total == total - 1
    assert people.find_people(query="erased").total == 0


@pytest.mark.parametrize("who", ["worker", "manager", "strategist", "administrator"])
def test_only_a_steward_may_erase(worked: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        erase(person_id=worked.worker.id, by=getattr(worked, who), because="", now=NOW)
    assert people.person(worked.worker.id).name == "Wanda"


def test_nobody_there_is_said(worked: Cast) -> None:
    with pytest.raises(NotFound):
        erase(person_id=uuid4(), by=worked.steward, because="", now=NOW)
