"""The evidence store takes what is valid, once, and never changes it."""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from tests.cast import NOW
from trimtab.lrs import api as lrs
from trimtab.lrs.actions.statements.storing import StatementConflict
from trimtab.lrs.api import CredentialRow, Filters, Scope
from trimtab.lrs.domain.statements.preparing import BadBatch
from trimtab.xapi.faults import InvalidStatement
from trimtab.xapi.statement import VOIDED

CLIENT = CredentialRow("client", "A tool", frozenset({Scope.ALL}))
LATER = NOW + dt.timedelta(seconds=1)
pytestmark = pytest.mark.django_db


def said(**changes: Any) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "actor": {"mbox": "mailto:ana@corner.example"},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/answered"},
        "object": {"id": "https://corner.example/items/1"},
        **changes,
    }


def voiding(target: str) -> dict[str, Any]:
    return said(verb={"id": VOIDED}, object={"objectType": "StatementRef", "id": target})


def found(**filters: Any) -> list[str]:
    return [row["id"] for row in lrs.statements(Filters(**filters))]


def test_the_store_says_what_only_it_can_know() -> None:
    [key] = lrs.store(
        [said(stored="2001-01-01T00:00:00Z", authority={"mbox": "mailto:x@y.example"})],
        by=CLIENT,
        now=NOW,
    )
    stored = lrs.statement(key)
    assert stored is not None
    assert stored["stored"] == stored["timestamp"] == "2026-09-07T10:00:00.000000Z"
    assert stored["authority"]["account"]["name"] == "client" and stored["version"] == "1.0.0"


def test_a_statement_without_an_id_is_given_one() -> None:
    statement = said()
    del statement["id"]
    [key] = lrs.store([statement], by=CLIENT, now=NOW)
    assert lrs.statement(key) and lrs.store([statement], by=CLIENT, now=NOW) != [key]


def test_single_context_activities_come_back_as_lists() -> None:
    [key] = lrs.store(
        [said(context={"contextActivities": {"parent": {"id": "urn:course"}}})], by=CLIENT, now=NOW
    )
    stored = lrs.statement(key)
    assert stored and stored["context"]["contextActivities"] == {"parent": [{"id": "urn:course"}]}


def test_a_batch_is_stored_whole_or_not_at_all() -> None:
    bad = said(verb={"id": "not an iri"})
    with pytest.raises(InvalidStatement) as refused:
        lrs.store([said(), bad], by=CLIENT, now=NOW)
    assert refused.value.field == "[1].verb.id" and lrs.size(exact=True).statements == 0
    assert len(lrs.store([said(), said()], by=CLIENT, now=NOW)) == 2
    assert lrs.size(exact=True).statements == 2


def test_one_id_twice_in_a_batch_is_refused() -> None:
    statement = said()
    with pytest.raises(BadBatch, match="twice"):
        lrs.store([statement, statement], by=CLIENT, now=NOW)


def test_the_same_statement_twice_is_stored_once_and_another_with_its_id_is_a_conflict() -> None:
    statement = said(result={"score": {"raw": 1e30}}, timestamp="2026-09-07T12:00:00+02:00")
    lrs.store([statement], by=CLIENT, now=NOW)
    again = {**copy.deepcopy(statement), "timestamp": "2026-09-07T10:00:00Z"}
    lrs.store([again, said()], by=CLIENT, now=LATER)
    assert lrs.size(exact=True).statements == 2
    with pytest.raises(StatementConflict) as conflict:
        lrs.store(
            [said(), {**statement, "object": {"id": "https://corner.example/items/2"}}],
            by=CLIENT,
            now=LATER,
        )
    assert conflict.value.status == 409 and lrs.size(exact=True).statements == 2


def test_what_is_read_from_the_store_may_be_sent_to_it_again() -> None:
    [key] = lrs.store([said(result={"duration": "PT1.50S"})], by=CLIENT, now=NOW)
    stored = lrs.statement(key)
    assert lrs.store([stored], by=CLIENT, now=LATER) == [key]
    assert lrs.statement(key) == stored


def test_of_many_requests_together_a_bad_one_fails_alone() -> None:
    first, second = said(), said()
    lrs.store([first], by=CLIENT, now=NOW)
    other = {**first, "object": {"id": "urn:other"}}
    requests = [
        lrs.prepare(given, by=CLIENT, now=NOW)
        for given in ([said(), other], [second], second, [said(), said()], [first])
    ]
    faults = lrs.store_together(requests, clock=lambda: LATER)
    assert [type(fault) for fault in faults] == [
        StatementConflict,
        type(None),
        type(None),
        type(None),
        type(None),
    ]
    assert lrs.size(exact=True).statements == 4


def test_of_two_requests_together_with_one_id_and_other_words_the_second_is_a_conflict() -> None:
    statement = said()
    requests = [
        lrs.prepare(given, by=CLIENT, now=NOW)
        for given in (statement, {**statement, "object": {"id": "urn:other"}})
    ]
    faults = lrs.store_together(requests, clock=lambda: NOW)
    assert faults[0] is None and isinstance(faults[1], StatementConflict)


def test_a_voided_statement_is_only_given_when_asked_for_as_voided() -> None:
    statement = said()
    key, void = UUID(statement["id"]), voiding(statement["id"])
    lrs.store([statement], by=CLIENT, now=NOW)
    lrs.store([void], by=CLIENT, now=NOW)
    assert lrs.statement(key) is None and lrs.statement(key, voided=True) is not None
    assert found() == [void["id"]]


@pytest.mark.parametrize("together", [True, False])
def test_a_statement_may_be_voided_before_it_comes(together: bool) -> None:
    statement = said()
    void = voiding(statement["id"])
    batches = [[void, statement]] if together else [[void], [statement]]
    for batch in batches:
        lrs.store(batch, by=CLIENT, now=NOW)
    assert lrs.statement(UUID(statement["id"])) is None
    assert found() == [void["id"]]


def test_a_voiding_statement_cannot_be_voided() -> None:
    first = voiding(str(uuid4()))
    lrs.store([first], by=CLIENT, now=NOW)
    second = voiding(first["id"])
    lrs.store([second], by=CLIENT, now=NOW)
    third = voiding(second["id"])
    lrs.store([voiding(third["id"]), third], by=CLIENT, now=NOW)
    assert lrs.size(exact=True).statements == len(found()) == 4


def test_the_database_itself_refuses_to_change_a_statement() -> None:
    lrs.store([said()], by=CLIENT, now=NOW)
    for sql in ("UPDATE lrs_statement SET verb = 'x'", "DELETE FROM lrs_statement"):
        with (
            pytest.raises(DatabaseError, match="only voided"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)


def test_a_value_of_any_length_can_be_stored_and_found() -> None:
    long = "https://corner.example/" + "".join(str(number) for number in range(20_000))
    actor = {"account": {"homePage": long, "name": long}}
    statement = said(object={"id": long}, verb={"id": long}, actor=actor)
    lrs.store([statement], by=CLIENT, now=NOW)
    assert found(activity=long) == found(verb=long) == [statement["id"]]
    assert found(agent=lrs.agent_key(actor, lrs.home())) == [statement["id"]]


def test_attachments_need_an_address_for_now() -> None:
    attachment = {
        "usageType": "urn:x",
        "display": {"en": "x"},
        "contentType": "text/plain",
        "length": 1,
        "sha2": "0" * 64,
    }
    with pytest.raises(InvalidStatement, match="fileUrl"):
        lrs.store([said(attachments=[attachment])], by=CLIENT, now=NOW)
    lrs.store(
        [said(attachments=[{**attachment, "fileUrl": "https://corner.example/file"}])],
        by=CLIENT,
        now=NOW,
    )


def test_how_far_the_store_is_complete_is_a_time_not_after_now() -> None:
    assert lrs.consistent_through(NOW) <= NOW
