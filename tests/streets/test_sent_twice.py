"""What happens to a form that comes twice, one behind the other, and to two that get in each other's way."""

from __future__ import annotations

import datetime as dt
from typing import Any

import psycopg
import pytest
from django.contrib.auth import get_user_model
from django.contrib.messages import get_messages
from django.db import IntegrityError
from django.test import Client

from tests.cast import PASSWORD, Cast, engage
from tests.streets.forms import token_on
from trimtab import clock
from trimtab.config import once
from trimtab.config.models import Sending
from trimtab.governance.models import AuditEntry
from trimtab.lrs.models import Credential
from trimtab.messaging import api as messaging
from trimtab.people import api as people

KEY = {"name": "Tills", "scope": "statements/write", "per_second": "5"}


@pytest.fixture
def cast(db: None) -> Cast:
    return engage(clock.now())


@pytest.fixture
def ada(cast: Cast) -> Client:
    return entered(cast.administrator)


def entered(person: people.PersonRow) -> Client:
    """A browser: its forms need their token."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(get_user_model().objects.get(id=person.id))
    return client


@pytest.fixture
def wandas(cast: Cast) -> dict[str, str]:
    """What lets Wanda in."""
    people.set_password(person_id=cast.worker.id, password=PASSWORD, now=clock.now())
    return {"username": cast.worker.email, "password": PASSWORD}


def token(client: Client, page: str) -> dict[str, str]:
    return {"csrfmiddlewaretoken": token_on(client.get(page).content.decode())}


def test_each_page_has_a_token_of_its_own(ada: Client) -> None:
    assert len({token(ada, "/me")["csrfmiddlewaretoken"] for _ in range(3)}) == 3


def test_the_second_gets_the_first_ones_answer_with_the_secret_and_the_table_does_not_tell_it(
    ada: Client,
) -> None:
    form = KEY | token(ada, "/records/credentials")
    first, second = (ada.post("/records/credentials", form) for _ in range(2))
    assert first.status_code == second.status_code == 200 and first.content == second.content
    assert Credential.objects.count() == 1
    kept = bytes(Sending.objects.get().answer or b"")
    assert kept and b"Tills" not in kept and form["csrfmiddlewaretoken"].encode() not in kept
    assert first.headers["Cache-Control"] == second.headers["Cache-Control"]


def test_a_message_is_said_again_to_whoever_sends_again(ada: Client) -> None:
    form = {"messages": "stop"} | token(ada, "/me")
    answers = [ada.post("/me/messages", form) for _ in range(2)]
    assert [one.headers["Location"] for one in answers] == ["/me#messages", "/me#messages"]
    assert all("urgent" in str(next(iter(get_messages(one.wsgi_request)))) for one in answers)


def test_other_content_or_another_page_is_another_form(ada: Client) -> None:
    form = KEY | token(ada, "/records/credentials")
    ada.post("/records/credentials", form)
    ada.post("/records/credentials", form | {"name": "Tills, too"})
    ada.post("/records/credentials", KEY | token(ada, "/records/credentials"))
    assert Credential.objects.count() == 3


def test_what_was_refused_may_be_sent_again_and_is_looked_at_anew(ada: Client) -> None:
    form = KEY | {"name": ""} | token(ada, "/records/credentials")
    assert ada.post("/records/credentials", form).status_code == 422
    assert not Sending.objects.exists()


def test_a_wrong_password_is_not_remembered(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    form = {"username": cast.worker.email, "password": "wrong"} | token(client, "/sign-in")
    assert client.post("/sign-in", form).status_code == 200
    assert not Sending.objects.exists()


def test_signing_in_twice_one_behind_the_other_leads_in(wandas: dict[str, str]) -> None:
    """On a slow line the second click comes after the first one's cookies, with the form from before."""
    client = Client(enforce_csrf_checks=True)
    form = wandas | token(client, "/sign-in")
    assert client.post("/sign-in", form).headers["Location"] == "/"
    session = client.cookies["sessionid"].value
    assert (
        client.post("/sign-in", form).headers["Location"] == "/"
        and client.cookies["sessionid"].value == session
    )


def test_a_form_from_before_signing_in_is_refused_in_our_words(
    cast: Cast, wandas: dict[str, str]
) -> None:
    client = Client(enforce_csrf_checks=True)
    before = token(client, "/sign-in")
    client.post("/sign-in", wandas | before)
    answer = client.post("/me/messages", {"messages": "stop"} | before)
    assert answer.status_code == 403 and b"out of date" in answer.content
    assert not messaging.opted_out(cast.worker.id)


def test_an_answer_is_nobody_elses(cast: Cast, ada: Client) -> None:
    form = {"messages": "stop"} | token(ada, "/me")
    ada.post("/me/messages", form)
    wanda = entered(cast.worker)
    wanda.cookies["csrftoken"] = ada.cookies["csrftoken"].value
    wanda.post("/me/messages", form)
    assert messaging.opted_out(cast.worker.id) and Sending.objects.count() == 2


def test_forms_are_forgotten_when_their_time_is_over(ada: Client) -> None:
    form = KEY | token(ada, "/records/credentials")
    ada.post("/records/credentials", form)
    now = clock.now()
    assert once.let_go(now=now + once.KEPT - dt.timedelta(minutes=1)) == 0
    Sending.objects.update(at=now - once.KEPT - dt.timedelta(minutes=1))
    ada.post("/records/credentials", form)
    assert Credential.objects.count() == 2
    assert once.let_go(now=now + 3 * once.KEPT) == 1


def clashing(monkeypatch: pytest.MonkeyPatch, times: int, state: str = "23505") -> None:
    """Stopping messages meets another request that often, after it has written something."""
    real, left = messaging.opt_out, [times]

    def opt_out(**given: Any) -> None:
        real(**given)
        AuditEntry.objects.create(at=given["now"], act="half", target="way")
        if left[0]:
            left[0] -= 1
            raise IntegrityError("in each other's way") from psycopg.errors.lookup(state)(
                "in each other's way"
            )

    monkeypatch.setattr(messaging, "opt_out", opt_out)


def test_a_clash_is_tried_once_more_and_nothing_is_done_twice(
    ada: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    clashing(monkeypatch, 1)
    answer = ada.post("/me/messages", {"messages": "stop"} | token(ada, "/me"))
    assert answer.status_code == 302 and AuditEntry.objects.filter(act="half").count() == 1
    assert len(list(get_messages(answer.wsgi_request))) == 1


@pytest.mark.parametrize("state", ["23505", "40P01"])
def test_a_clash_that_stays_is_said_and_leaves_nothing(
    cast: Cast, ada: Client, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    clashing(monkeypatch, 2, state)
    form = {"messages": "stop"} | token(ada, "/me")
    answer = ada.post("/me/messages", form)
    assert answer.status_code == 409 and b"at the same time" in answer.content
    assert (
        not messaging.opted_out(cast.administrator.id)
        and not AuditEntry.objects.filter(act="half").exists()
    )
    assert ada.post("/me/messages", form).status_code == 302, (
        "the same form is done when it comes again"
    )


def test_a_bug_stays_a_bug(ada: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A check that fails is nobody else's doing: trying again cannot help."""
    clashing(monkeypatch, 1, "23514")
    assert ada.post("/me/messages", {"messages": "stop"} | token(ada, "/me")).status_code == 500
    assert not AuditEntry.objects.filter(act="half").exists()
