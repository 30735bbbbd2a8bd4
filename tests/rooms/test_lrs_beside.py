"""What the store knows beside statements: references,
attachments, documents, activities, people."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import NOW
from tests.rooms.test_lrs_statements import CLIENT, LATER, found, said, voiding
from trimtab.kernel.errors import Refusal
from trimtab.lrs import api as lrs
from trimtab.lrs.actions.statements.beside import MOST_STEPS
from trimtab.lrs.api import DocumentContent, DocumentKind, DocumentPlace, Filters, Precondition
from trimtab.lrs.domain.statements.preparing import BadBatch
from trimtab.lrs.models import Attachment, AttachmentUse, Reference
from trimtab.xapi.files import AttachmentFile

pytestmark = pytest.mark.django_db
ACTIVITY = "https://corner.example/items/1"
ANA = {"mbox": "mailto:ana@corner.example"}
BO = {"mbox": "mailto:bo@corner.example"}


def about(target: str, **changes: Any) -> dict[str, Any]:
    return said(
        actor=BO,
        verb={"id": "urn:liked"},
        object={"objectType": "StatementRef", "id": target},
        **changes,
    )


def keep(*statements: dict[str, Any], minutes: int = 0) -> None:
    lrs.store(list(statements), by=CLIENT, now=NOW + dt.timedelta(minutes=minutes))


def test_a_statement_is_found_by_what_its_target_says_whichever_came_first() -> None:
    target = said(verb={"id": "urn:made"})
    early, late, later = about(target["id"]), about(target["id"]), about(target["id"])
    keep(early)
    keep(target, late, minutes=1)
    keep(later, minutes=2)
    assert set(found(verb="urn:made")) == {
        statement["id"] for statement in (target, early, late, later)
    }
    assert (
        found(verb="urn:made")[0] == later["id"]
        and found(verb="urn:made", ascending=True)[0] == early["id"]
    )
    assert set(found(activity=ACTIVITY)) == set(found(verb="urn:made"))
    assert found(verb="urn:made", agent="mbox mailto:bo@corner.example") == []


def test_times_and_authority_are_those_of_the_statement_that_is_given() -> None:
    target, pointer = said(verb={"id": "urn:made"}), about("")
    pointer["object"]["id"] = target["id"]
    keep(target)
    keep(pointer, minutes=5)
    assert found(verb="urn:made", since=NOW) == [pointer["id"]]
    assert found(verb="urn:made", until=NOW) == [target["id"]]
    assert found(verb="urn:made", authority="client") == [pointer["id"], target["id"]]
    assert found(verb="urn:made", authority="nobody") == []


def test_a_chain_is_followed_in_any_order_of_arrival_and_a_circle_ends() -> None:
    chain = [said(verb={"id": "urn:made"})]
    for _ in range(3):
        chain.append(about(chain[-1]["id"]))
    keep(chain[1])
    keep(chain[3], minutes=1)
    keep(chain[2], chain[0], minutes=2)
    assert set(found(verb="urn:made")) == {statement["id"] for statement in chain}
    statement, other = about(str(uuid4())), about(str(uuid4()))
    statement["object"]["id"], other["object"]["id"] = other["id"], statement["id"]
    keep(statement)
    keep(other)
    assert set(found(verb="urn:liked")) >= {statement["id"], other["id"]}


def test_a_long_chain_is_followed_only_so_far_and_makes_few_rows() -> None:
    chain = [said(verb={"id": "urn:made"})]
    for _ in range(3 * MOST_STEPS):
        chain.append(about(chain[-1]["id"]))
    keep(*chain)
    assert Reference.objects.count() <= MOST_STEPS * len(chain)
    assert len(found(verb="urn:made")) == MOST_STEPS + 1


def test_a_voided_statement_is_gone_and_what_is_said_about_it_stays() -> None:
    target = said(verb={"id": "urn:made"})
    keep(target)
    void, pointer = voiding(target["id"]), about(target["id"])
    keep(void, minutes=1)
    keep(pointer, minutes=2)
    assert found(verb="urn:made") == [pointer["id"], void["id"]]


def test_a_voided_pointer_is_not_found_whichever_came_first_and_the_way_leads_on_over_it() -> None:
    target, pointer = said(verb={"id": "urn:made"}), about("")
    pointer["object"]["id"] = target["id"]
    early = voiding(pointer["id"])
    keep(target, early)
    keep(pointer, minutes=1)
    over = about(pointer["id"])
    keep(over, minutes=2)
    assert found(verb="urn:made") == [
        over["id"],
        *sorted([target["id"], early["id"]], reverse=True),
    ]
    keep(voiding(over["id"]), minutes=3)
    assert over["id"] not in found(verb="urn:made")


def test_pages_of_both_kinds_meet_without_a_gap_or_a_double() -> None:
    targets = [said(verb={"id": "urn:made"}) for _ in range(4)]
    for number, target in enumerate(targets):
        keep(target, minutes=2 * number)
        keep(about(target["id"]), minutes=2 * number + 1)
    seen: list[str] = []
    filters = Filters(verb="urn:made", limit=3)
    while True:
        page = lrs.page(filters)
        seen += [text.split('"id": "')[1][:36] for text in page.texts]
        if page.next is None:
            break
        filters = Filters(verb="urn:made", limit=3, after=page.next)
    assert len(seen) == 8 and len({*seen}) == 8


def test_an_ordinary_store_asks_no_more_than_one_question_more() -> None:
    keep(*[said() for _ in range(20)])
    with CaptureQueriesContext(connection) as asked:
        found(verb="http://adlnet.gov/expapi/verbs/answered")
    assert sum("lrs_reference" in query["sql"] for query in asked.captured_queries) == 1


def attached(data: bytes, claim: str | None = None) -> tuple[dict[str, Any], str]:
    sha2 = claim or hashlib.sha256(data).hexdigest()
    header = {
        "usageType": "urn:x",
        "display": {"en": "x"},
        "contentType": "text/plain",
        "length": len(data),
        "sha2": sha2.upper(),
    }
    return said(attachments=[header]), sha2


def put(statement: dict[str, Any], files: dict[str, bytes]) -> None:
    given = {sha2: AttachmentFile.of(data) for sha2, data in files.items()}
    prepared = lrs.prepare([statement], by=CLIENT, now=NOW, files=given)
    assert lrs.store_together([prepared], clock=lambda: NOW) == [None]


def test_data_are_kept_once_and_come_back_with_every_statement_that_has_them() -> None:
    (statement, sha2), (other, _) = attached(b"data"), attached(b"data")
    put(statement, {sha2: b"data"})
    put(other, {sha2: b"data"})
    assert Attachment.objects.count() == 1 and AttachmentUse.objects.count() == 2
    page = lrs.page(Filters(), with_files=True)
    assert page.files == {sha2: b"data"} and lrs.page(Filters()).files == {}
    text = lrs.statement_text(UUID(statement["id"]), with_files=True)
    assert text and text.files == {sha2: b"data"}


def test_a_false_claim_never_replaces_the_true_data_of_somebody_else() -> None:
    true = hashlib.sha256(b"true").hexdigest()
    (forged, _), (honest, _) = attached(b"false", true), attached(b"true")
    put(forged, {true: b"false"})
    put(honest, {true: b"true"})
    text = lrs.statement_text(UUID(honest["id"]), with_files=True)
    assert text and text.files == {true: b"true"}
    assert lrs.page(Filters(), with_files=True).files == {true: b"true"}


def test_a_part_that_no_statement_names_refuses_the_request() -> None:
    with pytest.raises(BadBatch, match="No statement names"):
        lrs.prepare([said()], by=CLIENT, now=NOW, files={"a" * 64: AttachmentFile.of(b"x")})


def test_a_page_with_data_stays_small_and_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trimtab.lrs.queries.statements.attachments.MOST_BYTES", 25)
    for number in range(5):
        statement, sha2 = attached(b"%010d" % number)
        put(statement, {sha2: b"%010d" % number})
    seen, filters = 0, Filters()
    while True:
        page = lrs.page(filters, with_files=True)
        assert 1 <= len(page.texts) <= 2 and len(page.files) == len(page.texts)
        seen += len(page.texts)
        if page.next is None:
            break
        filters = Filters(after=page.next)
    assert seen == 5


PLACE = DocumentPlace(DocumentKind.STATE, activity=ACTIVITY, agent="mbox mailto:ana@corner.example")


def write(
    name: str,
    data: bytes = b"{}",
    *,
    place: DocumentPlace = PLACE,
    now: dt.datetime = NOW,
    **more: Any,
) -> None:
    content = DocumentContent(data, more.pop("media_type", "application/json"))
    lrs.put_document(
        place=place,
        name=name,
        about=ACTIVITY,
        content=content,
        condition=more.pop("condition", Precondition()),
        now=now,
        **more,
    )


def test_a_document_is_written_replaced_merged_and_deleted() -> None:
    write("a", b'{"x":1}')
    write("a", b'{"y":2}', merge=True, now=LATER)
    kept = lrs.document(PLACE, "a")
    assert kept and kept.content.data == b'{"x":1,"y":2}' and kept.updated == LATER
    write("a", b"\x00", media_type="image/png")
    kept = lrs.document(PLACE, "a")
    assert kept and kept.content == DocumentContent(b"\x00", "image/png")
    lrs.delete_document(place=PLACE, name="a", condition=Precondition())
    assert lrs.document(PLACE, "a") is None
    lrs.delete_document(place=PLACE, name="a", condition=Precondition())


def test_a_refused_document_changes_nothing() -> None:
    write("a", b'{"x":1}')
    with pytest.raises(Refusal):
        write("a", b"{}", condition=Precondition(match=frozenset({"other"})))
    with pytest.raises(Refusal):
        write("a", b"[]", merge=True)
    with pytest.raises(Refusal):
        lrs.delete_document(
            place=PLACE, name="a", condition=Precondition(match=frozenset({"other"}))
        )
    kept = lrs.document(PLACE, "a")
    assert kept and kept.content.data == b'{"x":1}'


def test_each_registration_has_its_own_states_and_none_asks_for_all() -> None:
    with_one = DocumentPlace(DocumentKind.STATE, PLACE.activity, PLACE.agent, uuid4())
    write("a")
    write("b", place=with_one, now=LATER)
    assert lrs.document(with_one, "a") is None and lrs.document(PLACE, "b") is None
    assert lrs.document_names(PLACE, None) == (["b", "a"], LATER)
    assert lrs.document_names(with_one, None)[0] == ["b"] and lrs.document_names(PLACE, NOW)[0] == [
        "b"
    ]
    assert lrs.document_names(PLACE, LATER) == ([], None)
    lrs.delete_states(place=with_one)
    assert lrs.document_names(PLACE, None)[0] == ["a"]
    lrs.delete_states(place=PLACE)
    assert lrs.document_names(PLACE, None)[0] == []


def test_kinds_activities_and_agents_keep_apart_and_any_name_fits() -> None:
    long = "n" * 2_000
    others = [
        DocumentPlace(DocumentKind.ACTIVITY_PROFILE, ACTIVITY),
        DocumentPlace(DocumentKind.AGENT_PROFILE, agent=PLACE.agent),
        PLACE,
    ]
    for number, place in enumerate(others):
        write(long, b"%d" % number, place=place)
    for number, place in enumerate(others):
        kept = lrs.document(place, long)
        assert kept and kept.content.data == b"%d" % number and kept.name == long


def test_an_activity_is_put_together_from_what_statements_say() -> None:
    definition = {"name": {"en": "Shelf"}, "type": "urn:old", "extensions": {"urn:a": 1}}
    keep(said(object={"id": ACTIVITY, "definition": definition}))
    newer = {"name": {"de": "Regal"}, "type": "urn:new", "extensions": {"urn:b": 2}}
    keep(said(object={"id": ACTIVITY, "definition": newer}), minutes=1)
    assert lrs.known_activity(ACTIVITY) == {
        "objectType": "Activity",
        "id": ACTIVITY,
        "definition": {
            "name": {"en": "Shelf", "de": "Regal"},
            "type": "urn:new",
            "extensions": {"urn:a": 1, "urn:b": 2},
        },
    }
    assert lrs.known_activity("urn:unheard") == {"objectType": "Activity", "id": "urn:unheard"}


def test_an_activity_that_is_only_a_context_is_known_too() -> None:
    course = {"id": "urn:course", "definition": {"name": {"en": "Course"}}}
    keep(said(context={"contextActivities": {"parent": course}}))
    assert lrs.known_activity("urn:course")["definition"] == course["definition"]


def test_a_person_is_an_agent_with_all_its_names() -> None:
    keep(said(actor={**ANA, "name": "Ana"}))
    keep(said(actor={**ANA, "name": "Ana B."}), said(actor={**BO, "name": "Bo"}), minutes=1)
    assert lrs.known_person(ANA) == {
        "objectType": "Person",
        "name": ["Ana", "Ana B."],
        "mbox": [ANA["mbox"]],
    }
    account = {"account": {"homePage": "https://x.example", "name": "x"}, "name": "X"}
    assert lrs.known_person(account) == {
        "objectType": "Person",
        "name": ["X"],
        "account": [account["account"]],
    }
