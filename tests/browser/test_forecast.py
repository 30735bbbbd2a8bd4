"""The forecast: a slider moves, and sentence, picture and address follow; and the same without any
script."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import SignedIn
from tests.browser.test_pages import look


def test_moving_a_slider_changes_sentence_and_picture_and_can_be_kept_as_an_address(
    signed_in: SignedIn,
) -> None:
    page = signed_in("sasha", viewport={"width": 360, "height": 780}, reduced_motion="reduce")
    page.goto("/strategy/forecast")
    said = page.locator("[data-said]")
    before = said.inner_text()
    picture = page.locator("#figures .chart .is-narrow svg").first.inner_html()
    slider = page.get_by_label("People who take part at all")
    slider.focus()
    page.keyboard.press("Home")
    expect(page.locator("output[for='s-takes_part']")).to_have_text("40 of 100")
    expect(said).not_to_have_text(before, timeout=30_000)
    expect(page.locator("#matters svg").first).to_be_attached(timeout=30_000)
    assert page.locator("#figures .chart .is-narrow svg").first.inner_html() != picture
    assert "takes_part=0.4" in page.url
    expect(page.locator("#figures:not([aria-busy])")).to_be_attached(timeout=30_000)
    look(page, "forecast-moved-phone-light")
    moved = said.inner_text()
    page.reload()
    expect(page.locator("[data-said]")).to_have_text(moved)


def test_without_script_the_sliders_are_a_form(signed_in: SignedIn) -> None:
    page = signed_in("sasha", java_script_enabled=False)
    page.goto("/strategy/forecast")
    before = page.locator("[data-said]").inner_text()
    page.get_by_label("Days on which somebody who takes part opens Today").focus()
    page.keyboard.press("End")
    page.get_by_role("button", name="Work it out").click()
    expect(page.locator("[data-said]")).not_to_have_text(before)
    page.get_by_role("link", name="Show it").click()
    expect(page.locator("#matters svg").first).to_be_attached()
    assert "days_a_week=4" in page.url
