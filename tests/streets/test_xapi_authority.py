"""On whose word a statement stands: a key voids what it sent itself, and speaks for nobody
of this installation, unless a scope says so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.cast import NOW
from tests.rooms.test_lrs_statements import said, voiding
from tests.streets.xapi_server import STATEMENTS, Server, running
from trimtab.lrs import api as lrs
from trimtab.lrs.api import CredentialRow, Scope


@pytest.fixture(scope="module")
def running_server(django_db_setup: None, django_db_blocker: Any) -> Iterator[Server]:
    with django_db_blocker.unblock(), running() as found:
        yield found


@pytest.fixture
def server(running_server: Server, django_db_blocker: Any) -> Iterator[Server]:
    with django_db_blocker.unblock():
        yield running_server


def test_a_key_voids_what_it_sent_and_nothing_else(server: Server) -> None:
    keys = {
        name: lrs.add_credential(name=name, scopes=scopes, now=NOW)
        for name, scopes in {
            "one": [Scope.WRITE],
            "other": [Scope.WRITE],
            "keeper": [Scope.WRITE, Scope.VOID],
            "all": [Scope.ALL],
        }.items()
    }
    clients = {name: server.client(key) for name, key in keys.items()}

    def post(name: str, *statements: dict[str, Any]) -> int:
        return clients[name].post(STATEMENTS, json=list(statements)).status_code

    def is_there(statement: dict[str, Any]) -> bool:
        return (
            clients["all"].get(STATEMENTS, params={"statementId": statement["id"]}).status_code
            == 200
        )

    mine, theirs, later, seen = said(), said(), said(), said()
    assert post("one", mine, theirs, seen) == 200
    assert post("other", voiding(theirs["id"]), said()) == 403 and is_there(theirs)
    assert post("one", voiding(mine["id"])) == 200 and not is_there(mine)
    # What is voided before it comes: only by who brings it, whoever was first.
    assert post("other", voiding(later["id"])) == 200
    assert post("one", later) == 200 and is_there(later)
    assert post("one", voiding(later["id"])) == 200 and not is_there(later)
    assert post("keeper", voiding(theirs["id"])) == 200 and not is_there(theirs)
    assert post("all", voiding(seen["id"])) == 200 and not is_there(seen)
    for client in clients.values():
        client.close()


@pytest.mark.parametrize("authority", ["trimtab", "cmi5-units"])
def test_evidence_of_the_installation_itself_is_voided_by_nobody_from_outside(
    server: Server, authority: str
) -> None:
    own = CredentialRow(authority, "Trimtab", frozenset({Scope.WRITE, Scope.PEOPLE}))
    there, later = said(), said()
    lrs.store([there], by=own, now=NOW)
    with server.client() as client:
        refused = client.post(STATEMENTS, json=voiding(there["id"]))
        assert refused.status_code == 403 and refused.json()["code"] == "xapi.void"
        assert client.post(STATEMENTS, json=voiding(later["id"])).status_code == 200
    lrs.store([later], by=own, now=NOW)
    assert lrs.statement(UUID(there["id"])) and lrs.statement(UUID(later["id"]))


def test_a_key_speaks_for_people_of_this_installation_only_with_the_scope(server: Server) -> None:
    home = server.address.replace("127.0.0.1", "localhost")
    person = {"account": {"homePage": f"{home}/people", "name": str(uuid4())}}
    foreign = {"account": {"homePage": "https://elsewhere.example/people", "name": "x"}}
    team = {"objectType": "Group", "member": [foreign, person]}
    plain = lrs.add_credential(name="plain", scopes=[Scope.WRITE, Scope.STATE], now=NOW)
    trusted = lrs.add_credential(
        name="trusted", scopes=[Scope.WRITE, Scope.STATE, Scope.PEOPLE], now=NOW
    )
    place = {"activityId": "https://a.example/1", "stateId": "place", "agent": json.dumps(person)}
    for key, expected in ((plain, 403), (trusted, 200)):
        with server.client(key) as client:
            for actor in (person, team):
                assert client.post(STATEMENTS, json=said(actor=actor)).status_code == expected
            mixed = client.post(
                STATEMENTS,
                json=[
                    said(actor=foreign),
                    said(
                        actor=person,
                        context={"platform": "x", "extensions": {"https://a.example/e": 1}},
                    ),
                ],
            )
            assert mixed.status_code == expected
            assert client.put("/xapi/activities/state", params=place, content=b"1").status_code == (
                204 if expected == 200 else 403
            )
            assert client.get("/xapi/activities/state", params=place).status_code == (
                200 if expected == 200 else 404
            )
    with server.client(plain) as client:
        about = said(actor=foreign, context={"instructor": person})
        assert client.post(STATEMENTS, json=about).status_code == 200
