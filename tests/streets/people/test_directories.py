"""Signing in with a directory over HTTP: who comes in, who does not, and what administrators read.

Each hostile answer is refused: nobody is signed in, nothing is kept, and the audit says why.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import httpx
import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.cast import PASSWORD, Cast, engage
from tests.directories.openid import (
    CLIENT,
    SECRET,
    OpenIDFault,
    OpenIDProvider,
    openid_provider,
)
from tests.directories.saml import IdentityProvider, SAMLFault, identity_provider
from trimtab import clock
from trimtab.config import env, wiring
from trimtab.gateway.directories import fetching
from trimtab.governance import api as governance
from trimtab.journeys import directories as journey
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import Said
from trimtab.people import api as people
from trimtab.people.api import ConnectionKind, ConnectionSpec, ConnectionStage, Role
from trimtab.people.models import Connection, Guess, Identity, Person, Visit
from trimtab.wording import words

WANDA = {"email": "wanda@corner.example", "email_verified": True, "name": "Wanda"}


@pytest.fixture
def cast(db: None) -> Cast:
    return engage(password=PASSWORD)


@pytest.fixture(autouse=True)
def this_machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Directories of this machine may be asked."""
    monkeypatch.setattr(env, "OUTGOING_NETWORKS", ["127.0.0.1", "::1"])
    wiring._client.cache_clear()
    wiring.directories.cache_clear()
    yield
    wiring._client.cache_clear()
    wiring.directories.cache_clear()


@pytest.fixture
def provider() -> Iterator[OpenIDProvider]:
    with openid_provider() as found:
        found.claims = dict(WANDA)
        yield found


@pytest.fixture
def idp() -> Iterator[IdentityProvider]:
    with identity_provider() as found:
        found.attributes = {"mail": "wanda@corner.example", "displayName": "Wanda"}
        yield found


def connected(cast: Cast, spec: ConnectionSpec, *, on: bool = True) -> UUID:
    connection_id = journey.add(spec=spec, by=cast.administrator, now=clock.now())
    if on:
        Connection.objects.filter(id=connection_id).update(stage=ConnectionStage.ON)
    return connection_id


def by_openid(cast: Cast, provider: OpenIDProvider, *, on: bool = True, **changes: Any) -> UUID:
    learnt = wiring.directories().learn(ConnectionKind.OIDC, provider.issuer)
    given: dict[str, Any] = {
        "kind": ConnectionKind.OIDC,
        "name": "Corner Staff",
        "issuer": provider.issuer,
        "places": learnt.places,
        "client_id": CLIENT,
        "secret": SECRET,
        "email_claim": "email",
        "name_claim": "name",
        "domains": ("corner.example",),
    }
    return connected(cast, ConnectionSpec(**given | changes), on=on)


def by_saml(cast: Cast, idp: IdentityProvider, *, on: bool = True, **changes: Any) -> UUID:
    learnt = wiring.directories().learn(ConnectionKind.SAML, f"{idp.address}/metadata")
    given: dict[str, Any] = {
        "kind": ConnectionKind.SAML,
        "name": "Corner Staff",
        "issuer": learnt.issuer,
        "address": learnt.address,
        "certificates": learnt.certificates,
        "email_claim": "mail",
        "name_claim": "displayName",
        "domains": ("corner.example",),
        "vouches": True,
    }
    return connected(cast, ConnectionSpec(**given | changes), on=on)


@dataclass
class Browser:
    """A browser that goes to a directory and comes back."""

    client: Client = field(default_factory=Client)

    def leave(self, connection_id: UUID, **query: str) -> str:
        answer = self.client.get(f"/sign-in/with/{connection_id}", query)
        assert answer.status_code == 302, answer.content.decode()[:400]
        return str(answer["Location"])

    def by_openid(self, connection_id: UUID, **query: str) -> Any:
        """There and back; what comes back is followed."""
        return self.follow(self.at_provider(connection_id, **query))

    def at_provider(self, connection_id: UUID, **query: str) -> str:
        """The address that the provider sends the browser back to."""
        answer = httpx.get(self.leave(connection_id, **query))
        return str(answer.headers["Location"])

    def by_saml(self, connection_id: UUID, **query: str) -> Any:
        return self.bring(connection_id, *self.at_idp(connection_id, **query))

    def at_idp(self, connection_id: UUID, **query: str) -> tuple[str, str]:
        """The answer and the state that the provider's form holds."""
        page = httpx.get(self.leave(connection_id, **query)).text
        answer = re.search(r'name="SAMLResponse" value="([^"]*)"', page)
        state = re.search(r'name="RelayState" value="([^"]*)"', page)
        assert answer and state
        return answer[1], state[1]

    def bring(self, connection_id: UUID, answer: str, state: str) -> Any:
        """The form, which comes from another site and so without cookies, and where it leads."""
        form = {"SAMLResponse": answer, "RelayState": state}
        led = Client(enforce_csrf_checks=True).post(f"/saml/{connection_id}/answer", form)
        assert led.status_code == 303
        return self.follow(led["Location"])

    def follow(self, address: str) -> Any:
        parts = urlsplit(address)
        return self.client.get(f"{parts.path}?{parts.query}")

    @property
    def person_id(self) -> UUID | None:
        found = self.client.session.get("_auth_user_id")
        return UUID(found) if found else None


def reasons() -> list[str]:
    """Why sign-ins were refused, as an administrator reads it, newest first."""
    page = governance.audit_entries(acts=["sign-in.refused"], text="sign-in.refused")
    told = [entry.detail["because"] for entry in page.rows]
    assert all(isinstance(why, Said) for why in told)
    return [words(why) for why in told]


def nobody_is_in(browser: Browser, answer: Any) -> None:
    assert answer.status_code == 400
    assert b"You are not signed in" in answer.content
    assert browser.person_id is None
    assert not Identity.objects.filter(provider__startswith="oidc ").exists()
    assert not Identity.objects.filter(provider__startswith="saml ").exists()
    assert not Visit.objects.exists()


# Who comes in


def test_somebody_comes_in_by_a_verified_address_and_is_known_from_then_on(
    cast: Cast, provider: OpenIDProvider
) -> None:
    connection_id = by_openid(cast, provider)
    browser = Browser()
    answer = browser.by_openid(connection_id, next="/me")
    assert (answer.status_code, answer["Location"]) == (302, "/me")
    assert browser.person_id == cast.worker.id
    # The address is another one now; the name that the provider gave stays.
    provider.claims = {"email": "married@elsewhere.example", "email_verified": False}
    again = Browser()
    again.by_openid(connection_id)
    assert again.person_id == cast.worker.id
    asked = provider.asked[-1]
    assert asked["redirect_uri"].endswith(f"/sign-in/with/{connection_id}/back")
    assert asked["code_challenge"] and asked["nonce"] and asked["state"]
    assert {"openid", "email"} <= set(asked["scope"].split())


def test_somebody_comes_in_by_saml(cast: Cast, idp: IdentityProvider) -> None:
    connection_id = by_saml(cast, idp)
    browser = Browser()
    answer = browser.by_saml(connection_id, next="/me")
    assert (answer.status_code, answer["Location"]) == (302, "/me"), reasons()
    assert browser.person_id == cast.worker.id
    idp.attributes = {"mail": "married@elsewhere.example"}
    again = Browser()
    again.by_saml(connection_id)
    assert again.person_id == cast.worker.id


def test_somebody_without_mail_comes_in_by_their_number(
    cast: Cast, provider: OpenIDProvider
) -> None:
    key = people.add_person(email="2042", name="Carla", roles=(Role.LEARNER,), now=clock.now())
    provider.claims = {"employee_id": "2042"}
    browser = Browser()
    browser.by_openid(by_openid(cast, provider, number_claim="employee_id"))
    assert browser.person_id == key


def test_what_an_id_token_lacks_is_asked_for(cast: Cast, provider: OpenIDProvider) -> None:
    connection_id = by_openid(cast, provider)
    provider.fault = OpenIDFault.OTHER_PERSON
    browser = Browser()
    nobody_is_in(browser, browser.by_openid(connection_id))
    assert "somebody else" in reasons()[0]


def test_a_person_who_is_not_here_comes_in_where_the_connection_says_so(
    cast: Cast, provider: OpenIDProvider
) -> None:
    provider.claims = {"email": "New@Corner.example", "email_verified": True, "name": "Nina New"}
    browser = Browser()
    nobody_is_in(browser, browser.by_openid(by_openid(cast, provider)))
    assert reasons() == ["Nobody here has the address new@corner.example."]
    browser.by_openid(by_openid(cast, provider, lets_in=True))
    person = people.person(browser.person_id or UUID(int=0))
    assert (person.name, person.email) == ("Nina New", "new@corner.example")
    assert person.roles == {Role.LEARNER}


def test_a_foreign_address_lets_nobody_in_even_where_people_who_are_not_here_may(
    cast: Cast, provider: OpenIDProvider
) -> None:
    provider.claims = {"email": "eve@evil.example", "email_verified": True}
    before = Person.objects.count()
    browser = Browser()
    nobody_is_in(browser, browser.by_openid(by_openid(cast, provider, lets_in=True)))
    assert Person.objects.count() == before
    assert "none of the domains" in reasons()[0]


def test_somebody_who_is_shut_out_stays_out(cast: Cast, provider: OpenIDProvider) -> None:
    connection_id = by_openid(cast, provider)
    first = Browser()
    first.by_openid(connection_id)
    assert first.person_id == cast.worker.id
    Person.objects.filter(id=cast.worker.id).update(is_active=False)
    browser = Browser()
    assert browser.by_openid(connection_id).status_code == 400
    assert browser.person_id is None
    assert reasons() == ["It means somebody who is shut out here."]


def test_an_address_that_went_to_somebody_else_does_not_take_the_account_along(
    cast: Cast, provider: OpenIDProvider
) -> None:
    connection_id = by_openid(cast, provider)
    Browser().by_openid(connection_id)
    provider.claims |= {"sub": "subject-9"}
    browser = Browser()
    assert browser.by_openid(connection_id).status_code == 400
    assert browser.person_id is None
    assert "called by another name before" in reasons()[0]


def test_the_way_back_leads_nowhere_else(cast: Cast, provider: OpenIDProvider) -> None:
    connection_id = by_openid(cast, provider)
    for foreign in ("https://evil.example/", "//evil.example", "/\\evil.example"):
        assert Browser().by_openid(connection_id, next=foreign)["Location"] == "/"


def test_a_connection_that_is_off_has_no_button_and_leads_nowhere(
    cast: Cast, provider: OpenIDProvider
) -> None:
    connection_id = by_openid(cast, provider, on=False)
    assert b"Corner Staff" not in Client().get("/sign-in").content
    assert Client().get(f"/sign-in/with/{connection_id}").status_code == 404
    people.note_trial(connection_id=connection_id, trial=None, fault=None, now=clock.now())
    people.turn_on(connection_id=connection_id)
    assert b"Sign in with Corner Staff" in Client().get("/sign-in").content
    browser = Browser()
    back = browser.at_provider(connection_id)
    people.turn_off(connection_id=connection_id)
    nobody_is_in(browser, browser.follow(back))


def test_whoever_signs_out_is_told_that_the_directory_still_knows_them(
    cast: Cast, provider: OpenIDProvider
) -> None:
    browser = Browser()
    browser.by_openid(by_openid(cast, provider))
    out = browser.client.post("/sign-out")
    assert browser.person_id is None
    page = browser.client.get(out["Location"]).content.decode()
    assert "may still know you on this device" in page
    assert f'href="{provider.issuer}/leave"' in page


def test_many_ways_from_one_place_are_slowed(cast: Cast, provider: OpenIDProvider) -> None:
    connection_id = by_openid(cast, provider)
    browser = Browser()
    back = browser.at_provider(connection_id)
    browser.follow(back)
    [counted] = Guess.objects.filter(key__startswith="directory-origin")
    assert counted.used < 0.1, "who comes in has their tries back"
    counted.used = 500
    counted.save()
    answer = Client().get(f"/sign-in/with/{connection_id}")
    assert answer.status_code == 429
    assert Client().get(f"/sign-in/with/{connection_id}/back").status_code == 429


# OpenID Connect: hostile answers

OPENID_SAYS = {
    OpenIDFault.ISSUER: "made by another directory",
    OpenIDFault.AUDIENCE: "made for another program",
    OpenIDFault.AUTHORISED_PARTY: "made for another program",
    OpenIDFault.NONCE: "nonce is not ours",
    OpenIDFault.NO_NONCE: "nonce is not ours",
    OpenIDFault.EXPIRED: "is over",
    OpenIDFault.FUTURE: "of the future",
    OpenIDFault.ISSUED_LATER: "of the future",
    OpenIDFault.NO_EXPIRY: "lacks the claim 'exp'",
    OpenIDFault.NO_SUBJECT: "lacks the claim 'sub'",
    OpenIDFault.ALGORITHM_NONE: "proves nothing ('none')",
    OpenIDFault.HS256_WITH_PUBLIC_KEY: "proves nothing ('HS256')",
    OpenIDFault.HS256_WITH_CLIENT_SECRET: "proves nothing ('HS256')",
    OpenIDFault.SHARED_KEY: "proves nothing ('HS256')",
    OpenIDFault.OTHER_KEY: "does not go with its key",
    OpenIDFault.UNKNOWN_KEY: "does not show among its own",
    OpenIDFault.OWN_KEY_IN_HEAD: "does not go with its key",
    OpenIDFault.CHANGED: "does not go with its key",
    OpenIDFault.NO_TOKEN: "gave no ID token",
    OpenIDFault.NOT_JSON: "is not JSON",
    OpenIDFault.HUGE: "longer than any",
    OpenIDFault.HUGE_KEYS: "longer than any",
    OpenIDFault.SLOW: "did not answer in time",
    OpenIDFault.OTHER_PERSON: "about somebody else",
    OpenIDFault.LED_ELSEWHERE: "leads to another address",
    OpenIDFault.UNVERIFIED: "does not say that the address wanda@corner.example is verified",
    OpenIDFault.VERIFIED_AS_TEXT: "is verified",
    OpenIDFault.FOREIGN_DOMAIN: "none of the domains",
    OpenIDFault.DENIED: "let nobody through",
    OpenIDFault.OTHER_ISSUER_NAMED: "names another directory",
}


@pytest.mark.parametrize("fault", OpenIDFault, ids=lambda fault: fault.name)
def test_a_hostile_answer_by_openid_signs_nobody_in(
    cast: Cast,
    provider: OpenIDProvider,
    fault: OpenIDFault,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fetching, "ALTOGETHER_SECONDS", 1.5)
    connection_id = by_openid(cast, provider)
    provider.fault = fault
    browser = Browser()
    nobody_is_in(browser, browser.by_openid(connection_id))
    [why] = reasons()
    assert OPENID_SAYS[fault] in why


def test_a_state_that_is_not_ours_signs_nobody_in(cast: Cast, provider: OpenIDProvider) -> None:
    connection_id = by_openid(cast, provider)
    browser = Browser()
    back = browser.at_provider(connection_id)
    state = parse_qs(urlsplit(back).query)["state"][0]
    for wrong in (state[:-1], state.swapcase(), "", "x" * 190):
        assert browser.follow(back.replace(state, wrong)).status_code == 400
        assert browser.person_id is None
    assert all("belongs to no sign-in" in why for why in reasons())


def test_an_answer_in_another_browser_signs_nobody_in(cast: Cast, provider: OpenIDProvider) -> None:
    """Who sends somebody a link with an answer of their own would have them work as them."""
    connection_id = by_openid(cast, provider)
    back = Browser().at_provider(connection_id)
    victim = Browser()
    assert victim.follow(back).status_code == 400
    victim.leave(connection_id)
    assert victim.follow(back).status_code == 400
    assert victim.person_id is None
    assert all("another browser" in why for why in reasons())


def test_a_code_works_once_and_for_its_own_sign_in(cast: Cast, provider: OpenIDProvider) -> None:
    connection_id = by_openid(cast, provider)
    first = Browser()
    back = first.at_provider(connection_id)
    first.follow(back)
    assert first.person_id == cast.worker.id
    # The same address again, in a browser that signed out, and in one that only goes back.
    assert first.follow(back)["Location"] == "/"
    first.client.post("/sign-out")
    assert first.follow(back).status_code == 400
    # The code of one sign-in in the answer to another: its verifier does not go with it.
    theirs = parse_qs(urlsplit(Browser().at_provider(connection_id)).query)["code"][0]
    thief = Browser()
    mine = thief.at_provider(connection_id)
    own = parse_qs(urlsplit(mine).query)["code"][0]
    assert thief.follow(mine.replace(own, theirs)).status_code == 400
    assert thief.person_id is None
    assert "does not take its own code" in reasons()[0]


def test_a_code_of_another_client_signs_nobody_in(cast: Cast, provider: OpenIDProvider) -> None:
    connection_id = by_openid(cast, provider)
    browser = Browser()
    back = browser.at_provider(connection_id)
    for query in provider.codes.values():
        query["client_id"] = "another"
    nobody_is_in(browser, browser.follow(back))
    assert "does not take its own code" in reasons()[0]


def test_the_answer_of_one_connection_is_no_answer_to_another(
    cast: Cast, provider: OpenIDProvider
) -> None:
    one, other = by_openid(cast, provider), by_openid(cast, provider, name="Another")
    browser = Browser()
    back = browser.at_provider(one)
    assert browser.follow(back.replace(str(one), str(other))).status_code == 400
    assert browser.person_id is None


def test_a_wrong_secret_is_said(cast: Cast, provider: OpenIDProvider) -> None:
    browser = Browser()
    nobody_is_in(browser, browser.by_openid(by_openid(cast, provider, secret="wrong")))
    assert "check client ID and secret" in reasons()[0]
    assert "wrong" not in reasons()[0]


def test_a_key_that_was_exchanged_is_good_at_once_and_the_old_one_no_longer(
    cast: Cast, provider: OpenIDProvider
) -> None:
    connection_id = by_openid(cast, provider)
    provider.key, provider.other = provider.other, provider.key
    browser = Browser()
    browser.by_openid(connection_id)
    assert browser.person_id == cast.worker.id
    provider.fault = OpenIDFault.OTHER_KEY
    late = Browser()
    assert late.by_openid(connection_id).status_code == 400
    assert late.person_id is None


# SAML: hostile answers

_WRAPPED = "more than one statement"
SAML_SAYS = {
    SAMLFault.UNSIGNED: "not signed where it must be",
    SAMLFault.RESPONSE_SIGNED_ALONE: "not signed where it must be",
    SAMLFault.SIGNATURE_EMPTIED: "does not go with its certificate",
    SAMLFault.OTHER_KEY: "does not go with its certificate",
    SAMLFault.SHA1: "SHA-1",
    SAMLFault.CHANGED_NAME: "something in it was changed",
    SAMLFault.CHANGED_ATTRIBUTE: "something in it was changed",
    SAMLFault.WRAPPED_BEFORE: _WRAPPED,
    SAMLFault.WRAPPED_AFTER: _WRAPPED,
    SAMLFault.WRAPPED_INSIDE: _WRAPPED,
    SAMLFault.WRAPPED_IN_SIGNATURE: _WRAPPED,
    SAMLFault.WRAPPED_IN_EXTENSIONS: _WRAPPED,
    SAMLFault.WRAPPED_RESPONSE: _WRAPPED,
    SAMLFault.SAME_ID: _WRAPPED,
    SAMLFault.ISSUER: "made by another directory",
    SAMLFault.AUDIENCE: "made for another program",
    SAMLFault.NO_AUDIENCE: "made for another program",
    SAMLFault.RECIPIENT: "made for another address",
    SAMLFault.RECIPIENT_BEFORE_OURS: "made for another address",
    SAMLFault.NO_RECIPIENT: "made for another address",
    SAMLFault.DESTINATION: "made for another address",
    SAMLFault.DESTINATION_BEFORE_OURS: "made for another address",
    SAMLFault.EXPIRED: "is over",
    SAMLFault.CONFIRMATION_EXPIRED: "is over",
    SAMLFault.NO_END: "until when it holds",
    SAMLFault.FUTURE: "of the future",
    SAMLFault.OTHER_REQUEST: "another one than was sent",
    SAMLFault.OTHER_REQUEST_INSIDE: "another request",
    SAMLFault.UNASKED: "to no request",
    SAMLFault.COMMENT_IN_NAME: "comments or definitions",
    SAMLFault.ENTITIES: "comments or definitions",
    SAMLFault.EXTERNAL_ENTITY: "comments or definitions",
    SAMLFault.HUGE: "longer than any",
    SAMLFault.NOT_XML: "cannot be read",
    SAMLFault.NOT_BASE64: "cannot be read",
    SAMLFault.TRANSIENT: "transient",
    SAMLFault.NO_NAME: "no name for the person",
    SAMLFault.DENIED: "let nobody through",
    SAMLFault.TWO_ASSERTIONS: _WRAPPED,
    SAMLFault.ENCRYPTED: "encrypts its answers",
    SAMLFault.FOREIGN_DOMAIN: "none of the domains",
}


@pytest.mark.parametrize("fault", SAMLFault, ids=lambda fault: fault.name)
def test_a_hostile_answer_by_saml_signs_nobody_in(
    cast: Cast, idp: IdentityProvider, fault: SAMLFault
) -> None:
    connection_id = by_saml(cast, idp)
    idp.fault = fault
    browser = Browser()
    nobody_is_in(browser, browser.by_saml(connection_id))
    [why] = reasons()
    assert SAML_SAYS[fault] in why


def test_an_assertion_is_not_good_twice(cast: Cast, idp: IdentityProvider) -> None:
    connection_id = by_saml(cast, idp)
    first = Browser()
    answer, state = first.at_idp(connection_id)
    first.bring(connection_id, answer, state)
    assert first.person_id == cast.worker.id
    thief = Browser()
    assert thief.bring(connection_id, answer, state).status_code == 400
    # With a sign-in of their own under way, it answers another request.
    _own, theirs = thief.at_idp(connection_id)
    assert thief.bring(connection_id, answer, theirs).status_code == 400
    assert thief.person_id is None
    assert "another one than was sent" in reasons()[0]


def test_the_first_answer_to_a_request_counts(cast: Cast, idp: IdentityProvider) -> None:
    connection_id = by_saml(cast, idp)
    browser = Browser()
    answer, state = browser.at_idp(connection_id)
    form = {"SAMLResponse": answer, "RelayState": state}
    Client().post(f"/saml/{connection_id}/answer", form)
    Client().post(f"/saml/{connection_id}/answer", {**form, "SAMLResponse": "forged"})
    assert browser.follow(f"/sign-in/with/{connection_id}/back?state={state}").status_code == 302
    assert browser.person_id == cast.worker.id


def test_an_address_by_saml_finds_nobody_unless_the_directory_is_said_to_vouch(
    cast: Cast, idp: IdentityProvider
) -> None:
    browser = Browser()
    nobody_is_in(browser, browser.by_saml(by_saml(cast, idp, vouches=False)))
    assert "does not say that the address" in reasons()[0]


def test_what_nobody_asked_for_or_nobody_can_read_is_not_kept(
    cast: Cast, idp: IdentityProvider
) -> None:
    connection_id = by_saml(cast, idp)
    form = {"SAMLResponse": "PHg+", "RelayState": "nobody"}
    assert Client().post(f"/saml/{connection_id}/answer", form).status_code == 303
    assert not Visit.objects.exists()
    for odd in ("\0", "é", "x" * 400_000):
        browser = Browser()
        _answer, state = browser.at_idp(connection_id)
        assert browser.bring(connection_id, odd, state).status_code == 400
        assert browser.person_id is None
    unknown = UUID(int=7)
    assert Client().post(f"/saml/{unknown}/answer", form).status_code == 404
    assert Client().get(f"/saml/{unknown}/metadata").status_code == 404


def test_our_metadata_say_where_answers_go(cast: Cast, idp: IdentityProvider) -> None:
    connection_id = by_saml(cast, idp)
    text = Client().get(f"/saml/{connection_id}/metadata").content.decode()
    assert f"/saml/{connection_id}/answer" in text
    assert 'WantAssertionsSigned="true"' in text


# Setting it up


def admin(cast: Cast) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(id=cast.administrator.id))
    return client


def test_an_administrator_connects_tries_and_turns_on(cast: Cast, provider: OpenIDProvider) -> None:
    client = admin(cast)
    form = {
        "name": "Corner Staff",
        "issuer": provider.issuer,
        "client_id": CLIENT,
        "secret": SECRET,
        "email_claim": "email",
        "name_claim": "name",
        "domains": "corner.example",
    }
    kept = client.post("/people/connections/new/oidc", form)
    page = client.get(kept["Location"]).content.decode()
    connection_id = UUID(kept["Location"].rpartition("/")[2])
    assert f"/sign-in/with/{connection_id}/back" in page
    assert SECRET not in page
    refused = client.post(f"/people/connections/{connection_id}/turn", {"do": "on"})
    assert refused.status_code == 422 and b"Try it first" in refused.content

    # A fault is shown as it is, and leaves it off.
    browser = Browser(client)
    provider.claims = {"email": "ada@corner.example", "email_verified": True, "dept": "IT"}
    provider.fault = OpenIDFault.EXPIRED
    back = browser.by_openid(connection_id, trial="yes")
    assert back["Location"] == f"/people/connections/{connection_id}"
    assert "Its ID token is over" in client.get(back["Location"]).content.decode()
    provider.fault = OpenIDFault.UNVERIFIED
    browser.by_openid(connection_id, trial="yes")
    page = client.get(back["Location"]).content.decode()
    assert "does not say that the address ada@corner.example is verified" in page
    assert people.connection(connection_id).stage is ConnectionStage.DRAFT

    provider.fault = None
    browser.by_openid(connection_id, trial="yes")
    page = client.get(back["Location"]).content.decode()
    assert "It works: it means Ada." in page and "dept" in page
    # Nothing is kept of a trial but what is shown.
    assert not Identity.objects.filter(provider__startswith="oidc ").exists()
    client.post(f"/people/connections/{connection_id}/turn", {"do": "on"})
    assert people.connection(connection_id).stage is ConnectionStage.ON
    assert people.connection(connection_id).trial is None
    provider.claims = dict(WANDA)
    worker = Browser()
    worker.by_openid(connection_id)
    assert worker.person_id == cast.worker.id


def test_what_says_who_the_directory_is_asks_for_another_trial(
    cast: Cast, provider: OpenIDProvider
) -> None:
    connection_id = by_openid(cast, provider)
    client, address = admin(cast), f"/people/connections/{connection_id}/change"
    form = {
        "name": "Renamed",
        "issuer": provider.issuer,
        "client_id": CLIENT,
        "email_claim": "email",
        "name_claim": "name",
        "domains": "corner.example",
    }
    page = client.get(address).content.decode()
    assert SECRET not in page and "One is kept, encrypted" in page
    client.post(address, form)
    row = people.connection(connection_id)
    assert (row.spec.name, row.stage, row.has_secret) == ("Renamed", ConnectionStage.ON, True)
    assert people.connection_secret(connection_id) == SECRET
    client.post(address, form | {"domains": "other.example"})
    assert people.connection(connection_id).stage is ConnectionStage.DRAFT
    with openid_provider() as other:
        refused = client.post(address, form | {"issuer": other.issuer})
        assert b"enter the secret that it gave" in refused.content
        assert people.connection(connection_id).spec.issuer == provider.issuer


def test_the_secret_lies_sealed_in_its_column(cast: Cast, provider: OpenIDProvider) -> None:
    from django.db import connection

    by_openid(cast, provider)
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM people_connection")
        [(kept,)] = cursor.fetchall()
    assert kept and SECRET not in kept


def test_a_saml_directory_is_read_from_its_metadata_or_entered_by_hand(
    cast: Cast, idp: IdentityProvider
) -> None:
    client = admin(cast)
    form = {"name": "Corner", "email_claim": "mail", "domains": "corner.example", "vouches": "yes"}
    for metadata in (f"{idp.address}/metadata", idp.metadata()):
        kept = client.post("/people/connections/new/saml", form | {"metadata": metadata})
        page = client.get(kept["Location"]).content.decode()
        assert idp.entity_id in page and "CN=idp" in page
    row = people.connection(UUID(kept["Location"].rpartition("/")[2]))
    by_hand = form | {
        "issuer": row.spec.issuer,
        "address": row.spec.address,
        "certificates": row.spec.certificates[0],
    }
    kept = client.post("/people/connections/new/saml", by_hand)
    assert kept.status_code == 302
    # The certificates that are kept go on when none are entered.
    client.post(f"{kept['Location']}/change", by_hand | {"certificates": "", "name": "Renamed"})
    changed = people.connection(UUID(kept["Location"].rpartition("/")[2]))
    assert (changed.spec.name, changed.spec.certificates) == ("Renamed", row.spec.certificates)


HOSTILE_FORMS = {
    "an address of this machine's network": ({"issuer": "https://10.0.0.1/"}, "It is not asked"),
    "an address without TLS": ({"issuer": "http://directory.example"}, "https://"),
    "an address with a password": ({"issuer": "https://a:b@directory.example"}, "https://"),
    "a script": ({"issuer": "javascript:alert(1)"}, "https://"),
    "no name": ({"name": ""}, "what the button says"),
    "a long name": ({"name": "x" * 61}, "At most 60"),
    "no client": ({"client_id": ""}, "client ID"),
    "no domain": ({"domains": "*"}, "no e-mail domain"),
    "a domain with a path": ({"domains": "corner.example/x"}, "no e-mail domain"),
    "many domains": ({"domains": " ".join(f"a{n}.example" for n in range(60))}, "At most 50"),
    "no claim": ({"email_claim": ""}, "Name the claim"),
    "a long claim": ({"name_claim": "x" * 201}, "At most 200"),
}


@pytest.mark.parametrize(("changes", "says"), HOSTILE_FORMS.values(), ids=HOSTILE_FORMS.keys())
def test_a_form_that_cannot_be_kept_says_why_at_its_field(
    cast: Cast, provider: OpenIDProvider, changes: dict[str, str], says: str
) -> None:
    form = {
        "name": "Corner",
        "issuer": provider.issuer,
        "client_id": CLIENT,
        "secret": SECRET,
        "email_claim": "email",
        "domains": "corner.example",
    }
    answer = admin(cast).post("/people/connections/new/oidc", form | changes)
    page = answer.content.decode()
    assert answer.status_code == 422 and says in page, page[:200]
    assert SECRET not in page
    assert not Connection.objects.exists()


METADATA = {
    "nothing of the kind": "<a/>",
    "no XML": "<a",
    "entities": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
    "a file": '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>',
}


@pytest.mark.parametrize("text", METADATA.values(), ids=METADATA.keys())
def test_metadata_that_are_none_are_refused(cast: Cast, text: str) -> None:
    form = {"name": "Corner", "email_claim": "mail", "metadata": text}
    answer = admin(cast).post("/people/connections/new/saml", form)
    assert answer.status_code == 422
    assert b"not the metadata of an identity provider" in answer.content


def test_a_certificate_that_is_none_is_refused(cast: Cast) -> None:
    form = {
        "name": "Corner",
        "email_claim": "mail",
        "issuer": "urn:corner",
        "address": "https://idp.example/sso",
    }
    for text, says in (("abc", b"is no certificate"), ("", b"Paste the certificate")):
        answer = admin(cast).post("/people/connections/new/saml", form | {"certificates": text})
        assert answer.status_code == 422 and says in answer.content


def test_somebody_else_tries_nothing(cast: Cast, provider: OpenIDProvider) -> None:
    connection_id = by_openid(cast, provider, on=False)
    assert Client().get(f"/sign-in/with/{connection_id}?trial=yes").status_code == 404
    client = Client()
    client.force_login(get_user_model().objects.get(id=cast.worker.id))
    assert client.get(f"/sign-in/with/{connection_id}?trial=yes").status_code == 403
    # Who signed out in the meantime tries nothing either.
    browser = Browser(admin(cast))
    back = browser.at_provider(connection_id, trial="yes")
    browser.client.post("/sign-out")
    browser.follow(back)
    fault = people.connection(connection_id).fault
    assert "not signed in here any more" in words(fault)


def test_who_signs_in_by_a_directory_alone_has_no_other_way_but_administrators_have(
    cast: Cast, provider: OpenIDProvider
) -> None:
    connection_id = by_openid(cast, provider)
    client = admin(cast)
    client.post("/people/connections", {"roles": ["learner"]})

    def by_password(name: str) -> bool:
        browser = Browser()
        form = {"username": f"{name}@corner.example", "password": PASSWORD}
        answer = browser.client.post("/sign-in", form)
        if browser.person_id is None:
            page = browser.client.get(answer["Location"]).content.decode()
            assert "Sign in with your organisation" in page
        return browser.person_id is not None

    assert not by_password("wanda")
    assert by_password("stef") and by_password("ada")
    client.post("/people/connections", {"everybody": "yes"})
    assert not by_password("stef") and by_password("ada")
    # As long as one is on: else nobody could sign in at all.
    people.turn_off(connection_id=connection_id)
    assert by_password("wanda")


def test_a_link_sets_no_password_for_who_signs_in_by_a_directory_alone(
    cast: Cast, provider: OpenIDProvider
) -> None:
    by_openid(cast, provider)
    admin(cast).post("/people/connections", {"roles": ["learner"]})
    for purpose in (people.Purpose.INVITATION, people.Purpose.RESET):
        [link] = people.make_links(
            person_ids=[cast.worker.id],
            purpose=purpose,
            way=people.Way.HAND,
            by=None,
            now=clock.now(),
        )
        browser = Browser()
        page = browser.client.get(f"/come-in/{link.token}").content.decode()
        assert "No password is needed here" in page and 'name="password"' not in page
        form = {"password": "four words in a row", "again": "four words in a row"}
        answer = browser.client.post(f"/come-in/{link.token}", form)
        assert answer.status_code == 200 and browser.person_id is None
        with pytest.raises(Refusal):
            people.use_link(token=link.token, password=form["password"], now=clock.now())
    assert people.with_password(typed=cast.worker.email, password=PASSWORD) == cast.worker.id


def shared_tablet(cast: Cast, browser: Browser) -> None:
    """The browser is that of a device that several people share."""
    made = admin(cast).post("/devices", {"name": "Till", "unit": "north", "idle": "3"})
    code = re.search(r"<code>([0-9a-z]{5}-[0-9a-z]{5})</code>", made.content.decode())
    assert code
    assert browser.client.post("/device", {"code": code[1]})["Location"] == "/switch"


def test_a_pin_lets_nobody_in_who_signs_in_by_a_directory_alone(
    cast: Cast, provider: OpenIDProvider
) -> None:
    by_openid(cast, provider)
    admin(cast).post("/people/connections", {"roles": ["learner"]})
    people.add_identity(person_id=cast.worker.id, provider=people.Provider.NUMBER, typed="4711")
    people.set_pin(person_id=cast.worker.id, pin="4927", now=clock.now())
    tablet = Browser()
    shared_tablet(cast, tablet)
    chosen = tablet.client.post("/switch", {"typed": "4711"}).content.decode()
    who = re.search(r'name="who" value="([^"]+)"', chosen)
    assert who
    answer = tablet.client.post("/switch", {"who": who[1], "pin": "4927"})
    assert tablet.person_id is None and answer["Location"] == "/sign-in?password"
    page = tablet.client.get(answer["Location"]).content.decode()
    assert "Sign in with your organisation" in page


def test_whoever_came_to_a_shared_device_by_a_directory_leaves_it_whole(
    cast: Cast, provider: OpenIDProvider
) -> None:
    connection_id = by_openid(cast, provider)
    tablet = Browser()
    shared_tablet(cast, tablet)
    tablet.by_openid(connection_id)
    assert tablet.person_id == cast.worker.id
    assert "I am done" in tablet.client.get("/today").content.decode()
    out = tablet.client.post("/sign-out")
    assert tablet.person_id is None
    assert out["Clear-Site-Data"] == '"cache", "storage"'
    left = {name for name, morsel in tablet.client.cookies.items() if morsel.value}
    assert left == {"device"}
    page = tablet.client.get(out["Location"]).content.decode()
    assert "may still know you on this device" in page and "Wanda" not in page
    assert f'href="{provider.issuer}/leave"' in page
    assert tablet.client.get("/sign-in")["Location"] == "/switch"


def test_a_machine_whose_libraries_do_not_go_together_says_so_and_all_else_works(
    cast: Cast,
    idp: IdentityProvider,
    provider: OpenIDProvider,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    connection_id = by_saml(cast, idp)
    other = by_openid(cast, provider)

    # As where importing xmlsec fails, since it was built with another libxml2 than lxml.
    monkeypatch.setitem(sys.modules, "onelogin.saml2.response", None)
    client = admin(cast)
    for address in (f"/people/connections/{connection_id}", "/people/connections/new/saml"):
        answer = client.get(address)
        assert answer.status_code == 200 and b"cannot check what SAML signs" in answer.content
    form = {"name": "C", "email_claim": "mail", "metadata": idp.metadata()}
    answer = client.post("/people/connections/new/saml", form)
    assert answer.status_code == 422 and b"cannot check what SAML signs" in answer.content
    browser = Browser()
    assert browser.by_saml(connection_id).status_code == 400
    assert "cannot check what SAML signs" in reasons()[0]
    browser.by_openid(other)
    assert browser.person_id == cast.worker.id


def test_removing_forgets_the_secret_and_leaves_the_people(
    cast: Cast, provider: OpenIDProvider
) -> None:
    connection_id = by_openid(cast, provider)
    Browser().by_openid(connection_id)
    answer = admin(cast).post(f"/people/connections/{connection_id}/turn", {"do": "remove"})
    assert answer["Location"] == "/people/connections"
    assert not Connection.objects.exists()
    # Connected again, the same directory finds the same person.
    again = by_openid(cast, provider)
    provider.claims = {}
    browser = Browser()
    browser.by_openid(again)
    assert browser.person_id == cast.worker.id
