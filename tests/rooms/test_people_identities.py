"""A person is known by identities: an address, a sign-in name, and whatever vouches for them one day."""

from __future__ import annotations

import importlib

import pytest
from django.db import connection, transaction
from django.db.migrations.state import ProjectState
from django.db.utils import IntegrityError
from django.test.utils import CaptureQueriesContext

from tests.cast import NOW, PASSWORD, Cast
from trimtab.kernel.errors import Refusal
from trimtab.people import api as people
from trimtab.people.api import Role
from trimtab.people.models import Identity, Person
from trimtab.people.queries.identities import id_of, ids_by_email

SIGN_ON = "https://sign-on.corner.example"


def known_as(person: people.PersonRow) -> set[tuple[str, str]]:
    return set(Identity.objects.filter(person=person.id).values_list("provider", "subject"))


def add(email: str) -> people.PersonRow:
    key = people.add_person(
        email=email, name="Nora", roles=[Role.LEARNER], now=NOW, password=PASSWORD
    )
    return people.person(key)


def change(person: people.PersonRow, email: str) -> None:
    people.change_person(
        person_id=person.id,
        email=email,
        name=person.name,
        unit="",
        roles=[Role.LEARNER],
        manages=(),
        now=NOW,
    )


@pytest.mark.parametrize("typed", ["1042", " 1042 ", "1042@no-mail.invalid"])
def test_somebody_without_mail_has_none_and_signs_in_by_name(cast: Cast, typed: str) -> None:
    nora = add("1042")
    assert (nora.email, nora.sign_in_name, nora.has_mail) == ("", "1042", False)
    assert known_as(nora) == {("name", "1042")}
    assert people.with_password(typed=typed, password=PASSWORD) == nora.id
    assert people.find_people(query="1042").rows == (nora,)


def test_two_people_without_mail_are_two_and_a_name_is_one_persons(cast: Cast) -> None:
    nora, ana = add("1042"), add("1043")
    assert nora.email == ana.email == "" and nora.id != ana.id
    with pytest.raises(Refusal) as refused:
        change(ana, "1042")
    assert refused.value.code == "people.email-taken"
    with pytest.raises(IntegrityError), transaction.atomic():
        Identity.objects.create(person_id=ana.id, provider="name", subject="1042")


def test_a_new_address_takes_the_place_of_the_old_one_and_leaves_what_others_vouch_for(
    cast: Cast,
) -> None:
    nora = add("nora@corner.example")
    Identity.objects.create(person_id=nora.id, provider=SIGN_ON, subject="00u1")
    change(nora, "Nora.R@corner.example")
    assert known_as(nora) == {("email", "nora.r@corner.example"), (SIGN_ON, "00u1")}
    assert people.person_by_email("nora@corner.example") is None
    change(nora, "1042")
    changed = people.person(nora.id)
    assert (changed.email, changed.sign_in_name) == ("", "1042")
    assert known_as(nora) == {("name", "1042"), (SIGN_ON, "00u1")}


def test_an_identity_of_elsewhere_lets_nobody_in_by_password(cast: Cast) -> None:
    nora = add("nora@corner.example")
    Identity.objects.create(person_id=nora.id, provider=SIGN_ON, subject="00u1")
    assert people.with_password(typed="00u1", password=PASSWORD) is None
    assert id_of("00u1") is None


def test_what_somebody_is_known_by_is_told_to_them_and_goes_with_them(cast: Cast) -> None:
    nora = add("nora@corner.example")
    Identity.objects.create(person_id=nora.id, provider=SIGN_ON, subject="00u1")
    assert people.held_about(nora.id)["identities"] == [
        {"provider": "email", "subject": "nora@corner.example"},
        {"provider": SIGN_ON, "subject": "00u1"},
    ]
    people.erase_person(person_id=nora.id)
    assert not known_as(nora) and people.person_by_email("nora@corner.example") is None
    assert people.person(nora.id).is_erased and not people.person(nora.id).has_mail


def test_looking_somebody_up_is_one_query_by_an_index_among_a_hundred_thousand(
    cast: Cast,
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO people_identity (person_id, provider, subject)
            SELECT %s, 'email', 'many' || n || '@corner.example' FROM generate_series(1, 100000) AS n;
            ANALYZE people_identity
            """,
            [cast.worker.id],
        )
    asked = ["many7@corner.example", "MANY99999@corner.example", "nobody@nowhere.example"]
    with CaptureQueriesContext(connection) as queries:
        found = ids_by_email(asked)
    assert set(found) == {"many7@corner.example", "many99999@corner.example"}
    assert len(queries) == 1
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {queries[0]['sql']}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "identity_is_one_persons" in plan and "Seq Scan" not in plan


def test_moving_there_makes_an_identity_of_whatever_somebody_signed_in_with(cast: Cast) -> None:
    nora = add("nora@corner.example")
    named, erased = add("1042"), add("gone@corner.example")
    people.erase_person(person_id=erased.id)
    Identity.objects.all().delete()
    Person.objects.filter(id=named.id).update(email="1042@no-mail.invalid")
    Person.objects.filter(id=nora.id).update(email="Nora@corner.example")
    moving = importlib.import_module("trimtab.people.migrations.0003_identities").Migration
    [forwards] = [step for step in moving.operations if hasattr(step, "reverse_sql")]
    nothing = ProjectState()
    with connection.schema_editor() as editor:
        forwards.database_forwards("people", editor, nothing, nothing)
    assert known_as(nora) == {("email", "nora@corner.example")}
    assert known_as(named) == {("name", "1042")} and not known_as(erased)
    assert people.person(named.id).email == ""
    with connection.schema_editor() as editor:
        forwards.database_backwards("people", editor, nothing, nothing)
    assert Person.objects.get(id=named.id).email == "1042@no-mail.invalid"
