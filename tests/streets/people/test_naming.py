"""The names under which a person is known: numbers, badges, more addresses; each one person's."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.cast import PASSWORD, Cast, engage
from trimtab import clock
from trimtab.governance import api as governance
from trimtab.people import api as people
from trimtab.people.models import Identity


@pytest.fixture
def cast(db: None) -> Cast:
    return engage(clock.now(), PASSWORD)


@pytest.fixture
def admin(cast: Cast) -> Client:
    browser = Client()
    browser.force_login(get_user_model().objects.get(id=cast.administrator.id))
    return browser


def add(admin: Client, person: people.PersonRow, provider: str, typed: str) -> Any:
    return admin.post(f"/people/{person.id}/names", {"provider": provider, "typed": typed})


def text(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def test_a_person_has_a_number_a_badge_and_a_second_address(cast: Cast, admin: Client) -> None:
    for provider, typed in (
        ("number", "47 11"),
        ("badge", ";04A1F2C3?"),
        ("email", "Wanda.West@Home.example"),
        ("name", "wanda.w"),
    ):
        for _ in range(2):
            assert add(admin, cast.worker, provider, typed).status_code == 302
    page = text(admin.get(f"/people/{cast.worker.id}/names"))
    for subject in ("4711", "04a1f2c3", "wanda.west@home.example", "wanda.w", cast.worker.email):
        assert subject in page
    for typed in ("wanda.west@home.example", "WANDA.W", cast.worker.email):
        assert people.with_password(typed=typed, password=PASSWORD) == cast.worker.id
    for typed in ("4711", "04a1f2c3"):
        assert people.with_password(typed=typed, password=PASSWORD) is None
    after = people.person(cast.worker.id)
    assert (after.email, after.sign_in_name) == (cast.worker.email, cast.worker.email)
    acts = [(entry.act, entry.detail) for entry in governance.audit_entries().rows]
    assert ("person.name-added", {"kind": "badge"}) in acts
    assert "04a1f2c3" not in str(acts)


def test_what_somebody_else_has_is_refused_with_their_name(cast: Cast, admin: Client) -> None:
    add(admin, cast.worker, "number", "4711")
    for provider, typed in (
        ("number", "4711"),
        ("badge", "4711"),
        ("name", "4711"),
        ("email", cast.worker.email),
    ):
        answer = add(admin, cast.manager, provider, typed)
        assert answer.status_code == 422 and "Wanda has this already." in text(answer)


@pytest.mark.parametrize(
    ("provider", "typed"),
    [
        ("number", ""),
        ("number", "x" * 41),
        ("number", "a@b"),
        ("number", "-1"),
        ("badge", "abc"),
        ("badge", "x" * 65),
        ("badge", "ü" * 8),
        ("badge", "04 A1 F2"),
        ("email", "nobody"),
        ("email", "a@b"),
        ("email", "x@erased.invalid"),
        ("email", f"{'x' * 250}@y.example"),
        ("email", "1042@no-mail.invalid"),
        ("name", "a@b.example"),
        ("name", "<b>"),
    ],
)
def test_what_is_no_such_name_is_refused_at_its_field(
    cast: Cast, admin: Client, provider: str, typed: str
) -> None:
    before = Identity.objects.count()
    answer = add(admin, cast.worker, provider, typed)
    assert answer.status_code == 422 and "f-typed-error" in text(answer)
    assert Identity.objects.count() == before


def test_a_name_is_removed_but_not_what_somebody_signs_in_with_or_a_directory_keeps(
    cast: Cast, admin: Client
) -> None:
    add(admin, cast.worker, "number", "4711")
    Identity.objects.create(person_id=cast.worker.id, provider="https://idp.example", subject="s")
    removal = f"/people/{cast.worker.id}/names/%s/removal"
    ids = dict(Identity.objects.filter(person=cast.worker.id).values_list("provider", "id"))
    assert admin.post(removal % ids["email"]).status_code >= 400
    assert admin.post(removal % ids["https://idp.example"]).status_code >= 400
    assert admin.post(removal % ids["number"]).status_code == 302
    assert admin.post(removal % ids["number"]).status_code == 404
    of_another = Identity.objects.get(person=cast.manager.id)
    assert admin.post(removal % of_another.id).status_code == 404
    left = set(Identity.objects.filter(person=cast.worker.id).values_list("provider", flat=True))
    assert left == {"email", "https://idp.example"}


def test_a_changed_address_leaves_the_other_names_as_they_are(cast: Cast, admin: Client) -> None:
    add(admin, cast.worker, "number", "4711")
    add(admin, cast.worker, "email", "wanda@home.example")
    form = {"name": "Wanda", "email": "wanda@new.example", "unit": "north", "role": "learner"}
    assert admin.post(f"/people/{cast.worker.id}", form).status_code == 302
    known = set(Identity.objects.filter(person=cast.worker.id).values_list("subject", flat=True))
    assert known == {"4711", "wanda@home.example", "wanda@new.example"}
    form["email"] = "wanda@home.example"
    admin.post(f"/people/{cast.worker.id}", form)
    known = set(Identity.objects.filter(person=cast.worker.id).values_list("subject", flat=True))
    assert known == {"4711", "wanda@home.example"}
    assert people.person(cast.worker.id).email == "wanda@home.example"
