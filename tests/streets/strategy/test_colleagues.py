"""A colleague is named inside the first hour: let in, invited, told what waits; once, and by whoever
may."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.cast import NOW, Cast, engage
from tests.streets.strategy.test_answering import newest, signed_in
from tests.streets.strategy.test_first_hour import FIRST, begun, send
from trimtab.governance import api as governance
from trimtab.messaging import api as messaging
from trimtab.messaging.models import Letter, Message
from trimtab.people import api as people
from trimtab.people.api import Role

NEW = {"name": "Noor", "address": "noor@corner.example", "role": "steward"}


@pytest.fixture
def cast(db: None) -> Cast:
    """The strategist runs the installation, too, and nobody else decides anything."""
    cast = engage(NOW)
    roles = [Role.ADMINISTRATOR, Role.STRATEGIST]
    _set(cast.strategist, roles)
    _set(cast.steward, [Role.LEARNER])
    return cast


def _set(person: people.PersonRow, roles: list[Role]) -> None:
    people.change_person(
        person_id=person.id,
        email=person.email,
        name=person.name,
        unit=person.unit_code,
        roles=roles,
        manages=(),
        now=NOW,
    )


def ask(client: Client, **values: str) -> Any:
    return client.post("/strategy/begin/colleague", {**NEW, **values})


def test_where_nobody_else_decides_a_colleague_is_named_in_the_same_step(cast: Cast) -> None:
    client = begun(cast, "process-wrong")
    send(client, "approach", approach="neither", **FIRST)
    refused = send(client, "decide", approver="steward")
    assert refused.status_code == 422 and "ask a colleague" in refused.content.decode()
    shown = send(
        client,
        "decide",
        approver="steward",
        colleague_name="Noor",
        colleague_address="noor@corner.example",
    )
    page = shown.content.decode()
    assert shown.status_code == 200 and "/come-in/" in page and "/strategy/begin/end" in page
    noor = people.person_by_email("noor@corner.example")
    assert noor is not None and noor.roles == {Role.STEWARD}
    assert newest().document.rights[0].approver == "steward"
    acts = [entry.act for entry in governance.audit_entries().rows]
    assert {"person.added", "people.invited"} <= set(acts)
    home = signed_in(noor).get("/").content.decode()
    assert "You decide about the first strategy" in home
    [message] = Message.objects.filter(person=noor.id)
    assert "asks you to decide about the strategy 'Returns go wrong'" in message.body


def test_with_a_mail_server_the_letter_says_what_waits_and_no_link_is_shown(cast: Cast) -> None:
    client = begun(cast, "forget")
    messaging.settle_mail(True)
    try:
        found = ask(client, next="/strategy/begin/end")
    finally:
        messaging.settle_mail(False)
    assert found.headers["Location"] == "/strategy/begin/end"
    letter = Letter.objects.get(address="noor@corner.example")
    assert "asks you to" in letter.body and "steward" in letter.body


def test_asked_twice_there_is_one_person_with_the_role_once(cast: Cast) -> None:
    client = begun(cast, "forget")
    assert ask(client).status_code == 200
    assert ask(client, name="Other").status_code == 200
    found = people.find_people(query="noor")
    assert found.total == 1 and found.rows[0].name == "Noor"


def test_somebody_who_is_here_keeps_the_roles_they_hold(cast: Cast) -> None:
    client = begun(cast, "forget")
    ask(client, address=cast.manager.email, role="author")
    manager = people.person(cast.manager.id)
    assert manager.roles == {Role.MANAGER, Role.LEARNER, Role.AUTHOR}
    assert manager.managed_units == ("north",)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"address": "sasha@corner.example"}, "This is you"),
        ({"address": "not an address"}, "field-error"),
        ({"address": ""}, "field-error"),
        ({"name": ""}, "field-error"),
        ({"role": "administrator"}, "other roles are given under People"),
        ({"role": "manager"}, "other roles are given under People"),
        ({"role": "king"}, "Choose a role"),
        ({"name": "<script>alert(1)</script>" * 40}, "field-error"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nobody_is_let_in(
    cast: Cast, values: dict[str, str], says: str
) -> None:
    before = people.count_people()
    found = ask(begun(cast, "forget"), **values)
    assert found.status_code == 422 and says in found.content.decode()
    assert "<script>alert" not in found.content.decode()
    assert people.count_people() == before


def test_somebody_who_was_shut_out_is_not_let_in_by_the_way(cast: Cast) -> None:
    people.shut_out(person_id=cast.steward.id, now=NOW)
    found = ask(begun(cast, "forget"), address=cast.steward.email)
    assert found.status_code == 422 and "shut out" in found.content.decode()


def test_whoever_is_no_administrator_asks_those_who_are_and_gives_nothing(cast: Cast) -> None:
    _set(cast.strategist, [Role.STRATEGIST])
    client = begun(cast, "process-wrong")
    send(client, "approach", approach="neither", **FIRST)
    found = send(
        client,
        "decide",
        approver="steward",
        colleague_name="Noor",
        colleague_address="noor@corner.example",
    )
    assert found.headers["Location"] == "/strategy/begin/end"
    assert people.person_by_email("noor@corner.example") is None
    page = client.get("/strategy/begin/end").content.decode()
    assert "Nobody holds this role" in page and "The administrators are asked" in page
    assert [entry.act for entry in governance.audit_entries().rows].count("person.wanted") == 1
    [message] = Message.objects.filter(person=cast.administrator.id)
    assert "let Noor (noor@corner.example) in with the role steward" in message.body


def test_nobody_but_who_writes_the_strategy_asks(cast: Cast) -> None:
    for person in (cast.author, cast.worker, cast.manager, cast.stakeholder):
        assert ask(signed_in(person)).status_code == 403
    assert people.person_by_email("noor@corner.example") is None
