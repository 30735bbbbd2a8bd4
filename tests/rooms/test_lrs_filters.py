"""Each filter of GET /statements narrows what is found, and pages follow one another."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.cast import NOW
from tests.rooms.test_lrs_statements import CLIENT, found, said
from trimtab.lrs import api as lrs
from trimtab.lrs.api import CredentialRow, Filters, Scope
from trimtab.lrs.queries.installation import installation

ANA, BO = {"mbox": "mailto:ana@corner.example"}, {"mbox": "mailto:bo@corner.example"}
COURSE = "https://corner.example/course"
pytestmark = pytest.mark.django_db


def key(actor: dict[str, Any]) -> str:
    return lrs.agent_key(actor, lrs.home())


def stored(minutes: int = 0, **changes: Any) -> str:
    statement = said(**changes)
    lrs.store([statement], by=CLIENT, now=NOW + dt.timedelta(minutes=minutes))
    return str(statement["id"])


def test_an_agent_is_found_as_actor_as_object_and_as_member_of_a_group_there() -> None:
    actor = stored(1)
    thing = stored(2, actor=BO, object={"objectType": "Agent", **ANA})
    group = {"objectType": "Group", "member": [BO, ANA]}
    member, members = stored(3, actor=group), stored(4, actor=BO, object=group)
    stored(5, actor=BO)
    assert found(agent=key(ANA), ascending=True) == [actor, thing, member, members]


def test_an_agent_is_found_broadly_as_instructor_in_a_team_or_in_a_sub_statement() -> None:
    plain = {"verb": {"id": "urn:v"}, "object": {"id": "urn:o"}}
    instructor = stored(1, actor=BO, context={"instructor": ANA})
    team = stored(2, actor=BO, context={"team": {"objectType": "Group", "member": [ANA]}})
    within = stored(3, actor=BO, object={"objectType": "SubStatement", "actor": ANA, **plain})
    assert found(agent=key(ANA)) == []
    assert found(agent=key(ANA), related_agents=True, ascending=True) == [instructor, team, within]


def test_an_authority_is_found_broadly() -> None:
    mine = stored()
    authority = {"account": {"homePage": lrs.home(), "name": "client"}}
    assert found(agent=key(authority), related_agents=True) == [mine]


def test_an_activity_is_found_as_object_and_broadly_in_the_context_or_a_sub_statement() -> None:
    thing = stored(1, object={"id": COURSE})
    parent = stored(2, context={"contextActivities": {"parent": [{"id": COURSE}]}})
    nested = {
        "objectType": "SubStatement",
        "actor": ANA,
        "verb": {"id": "urn:v"},
        "object": {"id": COURSE},
    }
    within = stored(3, object=nested)
    assert found(activity=COURSE) == [thing]
    assert found(activity=COURSE, related_activities=True, ascending=True) == [
        thing,
        parent,
        within,
    ]


def test_verb_registration_and_authority_narrow() -> None:
    registration = uuid4()
    passed = stored(1, verb={"id": "http://adlnet.gov/expapi/verbs/passed"})
    registered = stored(2, context={"registration": str(registration)})
    assert found(verb="http://adlnet.gov/expapi/verbs/passed") == [passed]
    assert found(registration=registration) == [registered]
    assert len(found(authority="client")) == 2 and found(authority="other") == []


def test_since_is_after_and_until_is_up_to() -> None:
    ids = [stored(minutes) for minutes in range(4)]
    at = [NOW + dt.timedelta(minutes=minutes) for minutes in range(4)]
    assert found(since=at[1]) == [ids[3], ids[2]]
    assert found(until=at[1]) == [ids[1], ids[0]]
    assert found(since=at[0], until=at[2], ascending=True) == [ids[1], ids[2]]


@pytest.mark.parametrize("ascending", [True, False])
def test_pages_follow_one_another_without_gap_or_repetition(ascending: bool) -> None:
    lrs.store([said() for _ in range(7)], by=CLIENT, now=NOW)
    lrs.store([said() for _ in range(4)], by=CLIENT, now=NOW + dt.timedelta(minutes=1))
    everything, after = found(ascending=ascending), None
    seen: list[str] = []
    while True:
        page = lrs.page(Filters(limit=3, ascending=ascending, after=after))
        seen += [text.partition('"id": "')[2][:36] for text in page.texts]
        after = page.next
        if after is None:
            break
    assert len(everything) == 11 and sorted(seen) == sorted(everything)


def test_our_own_people_are_found_by_pseudonym_even_when_the_address_changes() -> None:
    before, pseudonym = installation(), uuid4()
    try:
        for address in ("http://localhost:8000", "https://learn.corner.example"):
            lrs.settle(replace(before, address=address))
            stored(actor={"account": {"homePage": f"{address}/people", "name": str(pseudonym)}})
        assert len(lrs.held_about(pseudonym, ())["statements"]) == 2
        assert (
            len(
                found(
                    agent=key(
                        {"account": {"homePage": f"{lrs.home()}/people", "name": str(pseudonym)}}
                    )
                )
            )
            == 2
        )
    finally:
        lrs.settle(before)


def test_a_key_fits_with_its_secret_alone_and_not_after_it_is_revoked() -> None:
    user, secret = lrs.add_credential(name="Tool", scopes=[Scope.WRITE], now=NOW)
    credential = lrs.check_credential(user, secret, now=NOW)
    assert credential == CredentialRow(user, "Tool", frozenset({Scope.WRITE}))
    assert credential.may_write and not credential.may_read
    assert lrs.check_credential(user, secret + "x", now=NOW) is None
    lrs.revoke_credential(user=user, now=NOW)
    assert lrs.check_credential(user, secret, now=NOW) is None


def test_a_statement_is_given_to_its_authority_alone_when_asked_so() -> None:
    statement_id = UUID(stored())
    assert lrs.statement_text(statement_id, authority="client") and not lrs.statement_text(
        statement_id, authority="other"
    )


def test_an_account_and_a_verb_of_any_length_at_our_own_address_are_stored_and_found() -> None:
    name = "".join(map(str, range(1_000)))
    actor, verb = {"account": {"homePage": f"{lrs.home()}/people", "name": name}}, f"urn:{name}"
    assert [stored(actor=actor, verb={"id": verb})] == found(agent=key(actor), verb=verb)
    assert found(agent=key(actor), verb="urn:other") == []
