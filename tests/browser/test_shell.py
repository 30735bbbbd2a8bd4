"""What surrounds every page: signing in, the palette, appearance, weight and calm."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import SignedIn
from tests.cast import PASSWORD

MOST_BYTES = 150_000


def test_a_wrong_password_is_answered_with_what_to_do(signed_in: SignedIn) -> None:
    page = signed_in()
    page.goto("/sign-in")
    form = page.locator("form.form")
    form.get_by_label("E-mail address").fill("wanda@corner.example")
    form.get_by_label("Password").fill("wrong")
    form.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("do not go together")).to_be_visible()
    expect(form.get_by_label("E-mail address")).to_have_value("wanda@corner.example")


def test_a_page_that_was_asked_for_comes_after_signing_in(signed_in: SignedIn) -> None:
    page = signed_in()
    page.goto("/find?q=receipt")
    form = page.locator("form.form")
    form.get_by_label("E-mail address").fill("wanda@corner.example")
    form.get_by_label("Password").fill(PASSWORD)
    form.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(re.compile(r"/find\?q=receipt$"))


def test_the_palette_goes_to_a_page_and_finds_an_aid(signed_in: SignedIn) -> None:
    page = signed_in("wanda")
    page.goto("/today")
    page.keyboard.press("Control+k")
    box = page.get_by_role("combobox")
    expect(box).to_be_focused()
    box.press_sequentially("slicer")
    expect(page.get_by_role("option", name="Clean the slicer").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/find/aids/clean-the-slicer"))


def test_the_first_stop_of_the_tab_key_skips_to_the_content(signed_in: SignedIn) -> None:
    page = signed_in("wanda")
    page.goto("/today")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_dark_is_kept_when_it_was_chosen(signed_in: SignedIn) -> None:
    page = signed_in("wanda")
    page.goto("/me")
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.goto("/today")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(10, 22, 33)"


def test_ticks_of_a_checklist_stay_on_the_device(signed_in: SignedIn) -> None:
    page = signed_in("wanda")
    page.goto("/find/aids/chiller-check")
    page.get_by_label("The probe is clean").check()
    page.reload()
    expect(page.get_by_label("The probe is clean")).to_be_checked()
    page.get_by_role("button", name="Clear the ticks").click()
    expect(page.get_by_label("The probe is clean")).not_to_be_checked()


def test_a_cold_page_is_light_and_nothing_jumps(signed_in: SignedIn) -> None:
    for address in ("/today", "/find/aids/return-without-receipt"):
        page = signed_in("wanda", viewport={"width": 360, "height": 780})
        weight = weigh(page)
        watch_for_jumps(page)
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert sum(weight.values()) < MOST_BYTES, weight
        assert page.evaluate("window.jumped ?? 0") < 0.001


def weigh(page: Page) -> dict[str, int]:
    """Bytes by request, as they come over the wire."""
    weight: dict[str, int] = {}
    devtools = page.context.new_cdp_session(page)

    def add(event: dict[str, Any]) -> None:
        weight[event["requestId"]] = event["encodedDataLength"]

    devtools.on("Network.loadingFinished", add)
    devtools.send("Network.enable")
    return weight


def watch_for_jumps(page: Page) -> None:
    """Adds up layout shifts in window.jumped."""
    page.add_init_script(
        "new PerformanceObserver((list) => { for (const one of list.getEntries())"
        " if (!one.hadRecentInput) window.jumped = (window.jumped ?? 0) + one.value; })"
        ".observe({ type: 'layout-shift', buffered: true });"
    )
