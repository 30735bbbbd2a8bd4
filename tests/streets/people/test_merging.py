"""Somebody who is here twice becomes one person: what goes over, what stays, and who may."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.cast import PASSWORD, Cast, engage
from trimtab import clock
from trimtab.governance import api as governance
from trimtab.journeys import erasure, merging, people_lists, portability
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import as_written
from trimtab.lrs import api as lrs
from trimtab.lrs.api import DocumentContent, DocumentKind, DocumentPlace, Precondition
from trimtab.messaging import api as messaging
from trimtab.messaging.api import NewLetter
from trimtab.people import api as people
from trimtab.people.api import Provider, Role
from trimtab.people.models import KeptPerson, MergedPerson, Person


@pytest.fixture
def cast(db: None) -> Cast:
    return engage(clock.now(), PASSWORD)


@pytest.fixture
def double(cast: Cast) -> people.PersonRow:
    """Wanda once more: another address, a number, another role, an attribute."""
    key = people.add_person(
        email="wanda.b@corner.example",
        name="WANDA",
        roles=[Role.LEARNER, Role.AUTHOR],
        now=clock.now(),
        password=PASSWORD,
        attributes={"shift": "late"},
    )
    people.add_identity(person_id=key, provider=Provider.NUMBER, typed="4711")
    return people.person(key)


def pages(person: people.PersonRow) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(id=person.id))
    return client


def merged(cast: Cast, double: people.PersonRow) -> Any:
    form = {"double": str(double.id), "sure": "yes"}
    return pages(cast.administrator).post(f"/people/{cast.worker.id}/merging", form)


def test_the_second_is_found_by_the_name_looked_at_and_merged(
    cast: Cast, double: people.PersonRow
) -> None:
    client, path = pages(cast.administrator), f"/people/{cast.worker.id}/merging"
    assert f"?double={double.id}" in client.get(path).content.decode()
    assert f"?double={double.id}" in client.get(f"{path}?q=wanda.b").content.decode()
    page = client.get(f"{path}?double={double.id}").content.decode()
    for word in ("wanda.b@corner.example", "4711", "shift", "It cannot be taken back"):
        assert word in page
    unsure = client.post(path, {"double": str(double.id)})
    assert unsure.status_code == 422 and "Tick that it is the same" in unsure.content.decode()
    assert not MergedPerson.objects.exists()

    assert merged(cast, double)["Location"] == f"/people/{cast.worker.id}"
    row = people.person(cast.worker.id)
    assert {Role.LEARNER, Role.AUTHOR} <= row.roles and row.attributes["shift"] == "late"
    assert row.name == cast.worker.name and row.email == cast.worker.email
    names = {name.subject for name in people.identities_of(row.id)}
    assert {"wanda@corner.example", "wanda.b@corner.example", "4711"} <= names
    for typed in ("wanda@corner.example", "wanda.b@corner.example"):
        assert people.with_password(typed=typed, password=PASSWORD) == row.id
    acts = [entry.act for entry in governance.audit_entries().rows]
    assert {"person.merged", "person.merged-into"} <= set(acts)


def test_the_second_is_shut_out_for_good_and_says_who_they_are_now(
    cast: Cast, double: people.PersonRow
) -> None:
    theirs = pages(double)
    merged(cast, double)
    assert theirs.get("/today").status_code == 302
    assert not people.person(double.id).is_active and not people.person(double.id).roles
    client = pages(cast.administrator)
    page = client.get(f"/people/{double.id}").content.decode()
    assert "the two were merged" in page and "Let back in" not in page
    assert 'name="email"' not in page
    form = {"name": "Wanda", "email": "wanda.b@corner.example", "role": "learner"}
    assert client.post(f"/people/{double.id}", form).status_code == 404
    client.post(f"/people/{double.id}/leaving", {"do": "back"})
    with pytest.raises(Refusal):
        people.let_back_in(person_id=double.id)
    assert client.get(f"/people/{double.id}/merging").status_code == 404
    assert merged(cast, double).status_code == 422


def test_data_rights_reach_both(cast: Cast, double: people.PersonRow) -> None:
    merged(cast, double)
    held = portability.everything(cast.worker, by=None, now=clock.now())
    assert [other["person"]["pseudonym"] for other in held["merged"]] == [str(double.pseudonym)]
    person = people.person(cast.worker.id)
    expected = erasure.goes(person)
    done = erasure.erase(
        person_id=person.id, by=cast.steward, because="They asked.", now=clock.now()
    )
    assert done.gone == expected
    assert people.person(double.id).is_erased and people.person(person.id).is_erased
    assert not Person.objects.filter(pseudonym=double.pseudonym).exists()
    assert not MergedPerson.objects.exists()


def test_data_rights_reach_what_names_the_address_that_the_second_had(
    cast: Cast, double: people.PersonRow
) -> None:
    words = as_written("What Wanda asked for")
    letter = NewLetter("one", "wanda.b@corner.example", "Wanda", words, words, words)
    messaging.write_letters([letter], now=clock.now())
    agent = lrs.agent_key({"mbox": "mailto:wanda.b@corner.example"}, lrs.home())
    lrs.put_document(
        place=DocumentPlace(DocumentKind.STATE, activity="urn:course", agent=agent),
        name="page",
        about="urn:course",
        content=DocumentContent(b"she stopped at page 4", "text/plain"),
        condition=Precondition(),
        now=clock.now(),
    )
    merged(cast, double)
    held = portability.everything(cast.worker, by=None, now=clock.now())
    assert [each["name"] for each in held["documents"]] == ["page"]
    assert [each["subject"] for each in held["letters"]] == ["What Wanda asked for"]
    person = people.person(cast.worker.id)
    expected = erasure.goes(person)
    assert expected.documents == 1 and expected.messages == 1
    done = erasure.erase(
        person_id=person.id, by=cast.steward, because="They asked.", now=clock.now()
    )
    assert done.gone == expected
    gone = ["wanda.b@corner.example"]
    assert lrs.documents_about(person.pseudonym, gone) == []
    assert messaging.held_about(person.id, gone)["letters"] == []


def test_a_change_of_many_leaves_the_second_out_and_says_why(
    cast: Cast, double: people.PersonRow
) -> None:
    merged(cast, double)
    now = clock.now()
    row = people_lists.change_many(
        person_ids=[double.id],
        change=people.BulkChange(people.BulkKind.BACK),
        by=cast.administrator,
        now=now,
    )
    [entry] = people.list_entries(row.id, fate=people.RowFate.LEFT_OUT).rows
    assert "merged into another" in str(entry.why)
    with pytest.raises(Refusal):
        people_lists.take(list_id=row.id, agreed=[], by=cast.administrator, now=now)
    assert not people.person(double.id).is_active


@pytest.mark.parametrize("who", ["worker", "strategist", "steward"])
def test_only_administrators_merge(cast: Cast, double: people.PersonRow, who: str) -> None:
    client = pages(getattr(cast, who))
    form = {"double": str(double.id), "sure": "yes"}
    assert client.post(f"/people/{cast.worker.id}/merging", form).status_code == 403
    assert not MergedPerson.objects.exists()


def test_what_cannot_be_is_said(cast: Cast, double: people.PersonRow) -> None:
    def refused(first: people.PersonRow, second: people.PersonRow) -> str:
        with pytest.raises(Refusal) as refusal:
            merging.merge(
                person_id=first.id, double_id=second.id, by=cast.administrator, now=clock.now()
            )
        return refusal.value.code

    assert refused(cast.worker, cast.worker) == "people.merge-self"
    assert refused(cast.worker, cast.administrator) == "people.merge-you"
    for row in (cast.worker, double):
        KeptPerson.objects.create(
            person_id=row.id, said={}, created_at=clock.now(), changed_at=clock.now()
        )
    assert refused(cast.worker, double) == "people.merge-directory"
    client = pages(cast.administrator)
    page = client.get(f"/people/{cast.worker.id}/merging?double={double.id}")
    assert page.status_code == 422 and "keeps both of them" in page.content.decode()
    KeptPerson.objects.filter(person=cast.worker.id).delete()
    merged(cast, double)
    assert KeptPerson.objects.get().person_id == cast.worker.id


def test_whoever_was_merged_takes_along_who_was_merged_into_them(
    cast: Cast, double: people.PersonRow
) -> None:
    merging.merge(
        person_id=double.id, double_id=cast.stranger.id, by=cast.administrator, now=clock.now()
    )
    merged(cast, double)
    assert {row.id for row in people.doubles_of(cast.worker.id)} == {double.id, cast.stranger.id}


@pytest.mark.parametrize("double", ["", "x", "0", "\x00", str(UUID(int=0))])
def test_whatever_is_sent_merges_nobody(cast: Cast, double: str) -> None:
    path = f"/people/{cast.worker.id}/merging"
    answer = pages(cast.administrator).post(path, {"double": double, "sure": "yes"})
    assert answer.status_code in (200, 400, 404, 422)
    assert not MergedPerson.objects.exists()
