"""A directory connected, tried and used in a browser: by OpenID Connect and by SAML, against
providers at another site. Every page clean for axe, on a phone and at a desk.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import serving
from tests.browser.test_pages import look
from tests.cast import PASSWORD
from tests.directories.openid import (
    CLIENT,
    SECRET,
    OpenIDFault,
    OpenIDProvider,
    openid_provider,
)
from tests.directories.saml import IdentityProvider, SAMLFault, identity_provider

SIZES = {"phone": (360, 780), "desk": (1280, 900)}
ADA = {"email": "ada@corner.example", "email_verified": True, "name": "Ada", "sub": "ada-1"}
WANDA = {"email": "wanda@corner.example", "email_verified": True, "name": "Wanda"}
Visit = Callable[[], Page]


@pytest.fixture
def house(worker_id: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of an organisation that may ask directories of this machine."""
    monkeypatch.setenv("TRIMTAB_OUTGOING_NETWORKS", "127.0.0.1,::1")
    with serving("blank", worker_id) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, house: str) -> Iterator[Visit]:
    """A function that opens a browser of somebody's own."""
    with ExitStack() as stack:

        def opened() -> Page:
            context = browser.new_context(base_url=house, reduced_motion="reduce")
            stack.callback(context.close)
            return context.new_page()

        yield opened


def pictured(page: Page, name: str) -> None:
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        look(page, f"{name}-{size}-light")


def with_password(page: Page, who: str) -> None:
    page.goto("/sign-in")
    form = page.locator("form.form")
    form.get_by_label("E-mail address").fill(f"{who}@corner.example")
    form.get_by_label("Password").fill(PASSWORD)
    form.get_by_role("button").click()
    page.wait_for_url(lambda address: "/sign-in" not in address)


def test_a_directory_by_openid_from_its_first_address_to_somebody_who_is_in(visit: Visit) -> None:
    with openid_provider() as provider:
        provider.asks = True
        admin = visit()
        with_password(admin, "ada")
        connect_by_openid(admin, provider)
        try_by_openid(admin, provider)
        provider.claims = WANDA
        worker = visit()
        worker.goto("/me")
        pictured(worker, "sign-in-with-directory")
        worker.get_by_role("link", name="Sign in with Corner Staff").click()
        expect(worker.get_by_role("heading", name="Directory")).to_be_visible()
        worker.get_by_role("link", name="Go on as Wanda").click()
        worker.wait_for_url("**/me")
        worker.get_by_role("button", name=re.compile("Sign out")).first.click()
        expect(worker.get_by_text("may still know you on this device")).to_be_visible()
        pictured(worker, "signed-out-of-directory")

        provider.fault = OpenIDFault.NONCE
        worker.get_by_role("link", name="Sign in with Corner Staff").click()
        worker.get_by_role("link", name="Go on as Wanda").click()
        expect(worker.get_by_role("heading", level=1)).to_have_text("You are not signed in")
        pictured(worker, "not-signed-in")
        admin.goto("/audit")
        expect(admin.get_by_text("the nonce is not ours")).to_be_visible()


def connect_by_openid(admin: Page, provider: OpenIDProvider) -> None:
    admin.goto("/people")
    admin.get_by_role("link", name="Sign-in connections").click()
    pictured(admin, "connections-none")
    admin.get_by_role("link", name="Connect by OpenID Connect").click()
    pictured(admin, "connection-new-oidc")
    admin.get_by_label("What do your people call it?").fill("Corner Staff")
    admin.get_by_label("Its address (issuer)").fill(f"{provider.issuer}/wrong")
    admin.get_by_label("Client ID").fill(CLIENT)
    admin.get_by_label("Client secret").fill(SECRET)
    admin.get_by_label("E-mail domains").fill("corner.example")
    admin.get_by_role("button", name="Keep").click()
    expect(admin.get_by_text("there is nothing at this address")).to_be_visible()
    pictured(admin, "connection-new-refused")
    assert admin.get_by_label("Client secret").input_value() == ""
    admin.get_by_label("Its address (issuer)").fill(provider.issuer)
    admin.get_by_label("Client secret").fill(SECRET)
    admin.get_by_role("button", name="Keep").click()
    expect(admin.get_by_role("heading", name="2. Try it")).to_be_visible()
    pictured(admin, "connection-untried")


def try_by_openid(admin: Page, provider: OpenIDProvider) -> None:
    provider.claims, provider.fault = ADA, OpenIDFault.EXPIRED
    admin.get_by_role("link", name="Try it now").click()
    admin.get_by_role("link", name="Go on as Ada").click()
    expect(admin.get_by_text("Its ID token is over")).to_be_visible()
    pictured(admin, "connection-fault")
    provider.fault = None
    admin.get_by_role("link", name="Try it again").click()
    admin.get_by_role("link", name="Go on as Ada").click()
    expect(admin.get_by_text("It works: it means Ada.")).to_be_visible()
    pictured(admin, "connection-tried")
    admin.get_by_role("button", name="Turn it on").click()
    expect(admin.get_by_role("button", name="Turn it off")).to_be_visible()
    admin.get_by_role("link", name="Sign-in connections").click()
    pictured(admin, "connections")


def test_a_directory_by_saml_from_its_metadata_to_somebody_who_is_in(visit: Visit) -> None:
    with identity_provider() as idp:
        admin = visit()
        with_password(admin, "ada")
        connect_by_saml(admin, idp)
        idp.name, idp.attributes = "wanda-1", {"mail": "wanda@corner.example"}
        worker = visit()
        worker.goto("/sign-in")
        worker.get_by_role("link", name="Sign in with Corner Staff").click()
        worker.get_by_role("button", name="Go on as wanda-1").click()
        worker.wait_for_url(lambda address: address.startswith("http://127.0.0.1"))
        worker.goto("/me")
        expect(worker.get_by_text("Wanda").first).to_be_visible()

        idp.fault = SAMLFault.WRAPPED_INSIDE
        thief = visit()
        thief.goto("/sign-in")
        thief.get_by_role("link", name="Sign in with Corner Staff").click()
        thief.get_by_role("button", name="Go on as wanda-1").click()
        expect(thief.get_by_role("heading", level=1)).to_have_text("You are not signed in")
        admin.goto("/audit")
        expect(admin.get_by_text("more than one statement")).to_be_visible()
        pictured(admin, "audit-refused-sign-in")


def connect_by_saml(admin: Page, idp: IdentityProvider) -> None:
    admin.goto("/people/connections")
    admin.get_by_role("link", name="Connect by SAML").click()
    pictured(admin, "connection-new-saml")
    admin.get_by_label("What do your people call it?").fill("Corner Staff")
    admin.get_by_label("Its metadata").fill(f"{idp.address}/metadata")
    admin.get_by_label("The claim with the e-mail address").fill("mail")
    admin.get_by_label("E-mail domains").fill("corner.example")
    admin.get_by_label("It gives an address only to the person it belongs to").check()
    admin.get_by_role("button", name="Keep").click()
    idp.name, idp.attributes = "ada-1", {"mail": "ada@corner.example", "department": "IT"}
    admin.get_by_role("link", name="Try it now").click()
    admin.get_by_role("button", name="Go on as ada-1").click()
    expect(admin.get_by_text("It works: it means Ada.")).to_be_visible()
    pictured(admin, "connection-saml")
    admin.get_by_role("button", name="Turn it on").click()
    expect(admin.get_by_role("button", name="Turn it off")).to_be_visible()
