"""Erasing on a phone: asked for in one step, looked at, refused without a reason, typed, done.
Every page clean for axe at 360 px."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import SignedIn
from tests.browser.test_pages import look

PHONE = {"width": 360, "height": 780}
WHO = "team11@corner.example"


def test_a_person_asks_on_a_phone_and_takes_it_back(signed_in: SignedIn) -> None:
    page = signed_in("auri", viewport=PHONE)
    page.goto("/me")
    page.get_by_role("button", name="Ask to be erased").click()
    expect(page.get_by_text(re.compile("You asked on"))).to_be_visible()
    _settled(page, "me-asked")
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_role("button", name="Ask to be erased")).to_be_visible()


def test_a_steward_erases_on_a_phone(signed_in: SignedIn) -> None:
    page = signed_in("stef", viewport=PHONE)
    page.goto("/data-rights")
    page.get_by_label("Name or address").fill(WHO)
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name=re.compile(WHO)).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Team 11")
    _settled(page, "erasing")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download all of it").click()
    assert taken.value.suggested_filename.startswith("trimtab-person-")
    page.get_by_label("Why?").fill("Asked for it in writing")
    page.get_by_label(f"Type {WHO} to confirm").fill("team12@corner.example")
    page.get_by_role("button", name="Erase for good").click()
    expect(page.get_by_text("Type the address as it stands above.")).to_be_visible()
    expect(page.get_by_label("Why?")).to_have_value("Asked for it in writing")
    _settled(page, "erasing-refused")
    page.get_by_label(f"Type {WHO} to confirm").fill(WHO)
    page.get_by_role("button", name="Erase for good").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A person was erased")
    expect(page.locator("main")).to_contain_text("Asked for it in writing")
    expect(page.locator("main")).not_to_contain_text("Team 11")
    _settled(page, "erased")
    page.goto(f"/data-rights?q={WHO}")
    expect(page.get_by_text("Nobody fits")).to_be_visible()


def _settled(page: Page, name: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    look(page, f"{name}-phone-light")
