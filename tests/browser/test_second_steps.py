"""Passkeys with Chromium's own virtual authenticator, an app with a computed code, recovery codes,
a role that must: on a phone, each page clean for axe."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
)
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import serving
from tests.browser.test_pages import look
from tests.cast import PASSWORD

PHONE = {"width": 360, "height": 780}


Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def home(worker_id: str) -> Iterator[str]:
    """An organisation at the name localhost: a passkey belongs to a name, never to a number."""
    with serving("named", worker_id) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, home: str) -> Iterator[Visit]:
    """A function that opens a browser of one's own; with a name that person is signed in."""
    contexts: list[BrowserContext] = []

    def come(who: str = "", **options: Any) -> Page:
        contexts.append(browser.new_context(base_url=home, **options))
        page = contexts[-1].new_page()
        if who:
            _knock(page, home, who)
        return page

    yield come
    for context in contexts:
        context.close()


def test_a_passkey_is_added_and_signs_in_without_a_name(visit: Visit, home: str) -> None:
    page = visit("", viewport=PHONE)
    _with_authenticator(page)
    _knock(page, home, "wanda")
    page.wait_for_url("**/today")
    page.goto(f"{home}/me/signing-in")
    _settled(page, "signing-in-empty")
    page.get_by_label(re.compile("What to call the new one")).fill("My phone")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("The passkey is added")).to_be_visible()
    expect(page.locator(".row-title", has_text="My phone")).to_be_visible()
    _settled(page, "signing-in-passkey")

    page.get_by_role("button", name="Make ten new codes").click()
    expect(page.locator(".codes li")).to_have_count(10)
    code = page.locator(".codes li").first.inner_text()
    _settled(page, "recovery-codes")
    _sign_out(page, home)

    _settled(page, "sign-in-with-passkey")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(re.compile("/today|/$"))
    page.goto(f"{home}/me/signing-in")
    expect(page.get_by_text(re.compile("last used")).first).to_be_visible()
    _sign_out(page, home)

    _knock(page, home, "wanda")
    page.wait_for_url("**/sign-in/second-step")
    _settled(page, "second-step-passkey")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/today")
    _sign_out(page, home)
    _knock(page, home, "wanda")
    page.get_by_label("Recovery code").fill(code)
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/today")
    page.goto(f"{home}/me/signing-in")
    expect(page.get_by_text("9 of 10 are left.")).to_be_visible()
    page.get_by_text("Change My phone").click()
    page.get_by_role("button", name="Remove this passkey").click()
    expect(page.get_by_text("The passkey is removed")).to_be_visible()


def test_a_code_that_the_app_does_not_show_sets_nothing_up(visit: Visit, home: str) -> None:
    page = visit("", viewport=PHONE)
    _knock(page, home, "mika")
    page.goto(f"{home}/me/signing-in")
    page.get_by_role("link", name="Set up an app").click()
    _settled(page, "authenticator")
    page.get_by_text("Or type the key").click()
    page.get_by_role("textbox", name="Code").fill("000000")
    page.get_by_role("button", name="It works").click()
    expect(page.get_by_text(re.compile("not the code that the app shows"))).to_be_visible()
    _settled(page, "authenticator-refused")


def test_a_role_must_and_an_administrator_helps(visit: Visit, home: str) -> None:
    admin = visit("ada", viewport=PHONE)
    admin.goto("/people/second-steps")
    _settled(admin, "second-steps")
    admin.locator("input[name=manager]").fill("2020-01-01")
    admin.get_by_role("button", name="Keep").click()
    expect(admin.get_by_text("Kept.")).to_be_visible()

    page = visit("", viewport=PHONE)
    _knock(page, home, "mika")
    page.wait_for_url("**/me/signing-in")
    _settled(page, "signing-in-must")
    page.goto(f"{home}/team")
    page.wait_for_url("**/me/signing-in")
    page.get_by_role("link", name="Set up an app").click()
    page.get_by_text("Or type the key").click()
    secret = page.locator("code").inner_text().replace(" ", "")
    page.get_by_role("textbox", name="Code").fill(_code(secret))
    page.get_by_role("button", name="It works").click()
    expect(page.get_by_text("The app counts from now on")).to_be_visible()
    page.goto(f"{home}/team")
    expect(page).to_have_url(re.compile("/team"))
    _sign_out(page, home)
    _knock(page, home, "mika")
    page.wait_for_url("**/sign-in/second-step")
    _settled(page, "second-step-app")
    page.get_by_label("Code of the app, or a recovery code").fill("123")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text(re.compile("not right, or it was used"))).to_be_visible()
    _settled(page, "second-step-refused")

    admin.goto("/people?q=mika")
    admin.locator("main th a[href^='/people/']").first.click()
    _settled(admin, "person-with-second-step")
    admin.get_by_text("Remove it").click()
    admin.get_by_role("button", name="Remove passkeys, app and recovery codes").click()
    expect(admin.get_by_text("signed out everywhere, and told")).to_be_visible()
    admin.goto("/people/second-steps")
    admin.locator("input[name=manager]").fill("")
    admin.get_by_role("button", name="Keep").click()
    expect(admin.get_by_text("Kept.")).to_be_visible()
    _knock(page, home, "mika")
    page.wait_for_url(lambda address: "/sign-in" not in address)
    page.goto(f"{home}/me/password")
    page.get_by_label("The new one", exact=True).fill("summer2026")
    expect(page.get_by_text("Easy to guess")).to_be_visible()
    _settled(page, "password-with-strength")
    page.goto(f"{home}/me/signing-in/proof")
    _settled(page, "prove")


def _with_authenticator(page: Page) -> None:
    """A device that keeps passkeys and knows its person at once."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def _code(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def _knock(page: Page, home: str, who: str) -> None:
    page.goto(f"{home}/sign-in")
    form = page.locator("form.form")
    form.get_by_label("E-mail address").fill(f"{who}@corner.example")
    form.get_by_label("Password").fill(PASSWORD)
    form.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda address: not address.endswith("/sign-in"))


def _sign_out(page: Page, home: str) -> None:
    page.goto(f"{home}/me")
    page.locator("main").get_by_role("button", name="Sign out", exact=True).click()
    page.wait_for_url("**/sign-in")


def _settled(page: Page, name: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    look(page, f"{name}-phone-light")
