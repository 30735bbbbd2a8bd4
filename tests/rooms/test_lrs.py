"""The evidence store takes what is valid, once, and never changes it."""

from __future__ import annotations

import copy
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from tests.cast import NOW
from trimtab.lrs import api as lrs
from trimtab.lrs.api import CredentialRow, Evidence, Filters, Scope
from trimtab.xapi.faults import InvalidStatement
from trimtab.xapi.profile import ActivityType, Verb
from trimtab.xapi.statement import VOIDED, check_statement

CLIENT = CredentialRow("client", "A tool", frozenset({Scope.ALL}))
pytestmark = pytest.mark.django_db


def said(**changes: Any) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "actor": {"mbox": "mailto:ana@corner.example"},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/answered"},
        "object": {"id": "https://corner.example/items/1"},
        **changes,
    }


def test_our_own_evidence_is_a_valid_statement_under_a_pseudonym() -> None:
    pseudonym = uuid4()
    evidence = Evidence(pseudonym, Verb.ANSWERED, "items/x", "What?", ActivityType.ITEM, NOW, result={"success": True})
    [key] = lrs.record_many([evidence], now=NOW)
    stored = lrs.statement(key)
    assert stored is not None
    check_statement(stored)
    assert stored["actor"]["account"]["name"] == str(pseudonym)
    assert lrs.statements_about(pseudonym) == [stored]


def test_a_batch_is_stored_whole_or_not_at_all() -> None:
    bad = said(verb={"id": "not an iri"})
    with pytest.raises(InvalidStatement) as refused:
        lrs.store([said(), bad], by=CLIENT, now=NOW)
    assert refused.value.field == "[1].verb.id" and lrs.count_statements() == 0
    assert len(lrs.store([said(), said()], by=CLIENT, now=NOW)) == 2
    assert lrs.count_statements() == 2


def test_the_same_statement_twice_is_stored_once_and_another_with_its_id_is_a_conflict() -> None:
    statement = said()
    lrs.store([statement], by=CLIENT, now=NOW)
    lrs.store([copy.deepcopy(statement)], by=CLIENT, now=NOW)
    assert lrs.count_statements() == 1
    with pytest.raises(lrs.Conflict):
        lrs.store([{**statement, "object": {"id": "https://corner.example/items/2"}}], by=CLIENT, now=NOW)


def test_a_voided_statement_is_only_given_when_asked_for_as_voided() -> None:
    statement = said()
    key = UUID(statement["id"])
    voiding = said(verb={"id": VOIDED}, object={"objectType": "StatementRef", "id": statement["id"]})
    lrs.store([statement], by=CLIENT, now=NOW)
    lrs.store([voiding], by=CLIENT, now=NOW)
    assert lrs.statement(key) is None and lrs.statement(key, voided=True) is not None
    assert [row["id"] for row in lrs.statements(Filters())] == [voiding["id"]]


def test_the_database_itself_refuses_to_change_a_statement() -> None:
    lrs.store([said()], by=CLIENT, now=NOW)
    for sql in ("UPDATE lrs_statement SET verb = 'x'", "DELETE FROM lrs_statement"):
        with pytest.raises(DatabaseError, match="only voided"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_each_filter_narrows_and_pages_follow_one_another() -> None:
    other = said(actor={"mbox": "mailto:bo@corner.example"}, verb={"id": "http://adlnet.gov/expapi/verbs/passed"})
    lrs.store([said() for _ in range(5)] + [other], by=CLIENT, now=NOW)
    assert len(lrs.statements(Filters(agent="mbox mailto:bo@corner.example"))) == 1
    assert len(lrs.statements(Filters(verb="http://adlnet.gov/expapi/verbs/answered"))) == 5
    assert len(lrs.statements(Filters(activity="https://corner.example/items/1"))) == 6
    assert lrs.statements(Filters(since=NOW)) == []
    first = lrs.statements(Filters(limit=4))
    rest = lrs.statements(Filters(limit=4, after=(NOW, UUID(first[-1]["id"]))))
    assert len(first) == 4 and len({row["id"] for row in first + rest}) == 6


def test_a_credential_fits_with_its_secret_alone_and_not_after_it_is_revoked() -> None:
    user, secret = lrs.add_credential(name="Tool", scopes=[Scope.WRITE], now=NOW)
    found = lrs.check_credential(user, secret)
    assert found is not None and found.may(Scope.WRITE) and not found.may(Scope.READ)
    assert lrs.check_credential(user, secret + "x") is None
    lrs.revoke_credential(user=user, now=NOW)
    assert lrs.check_credential(user, secret) is None
