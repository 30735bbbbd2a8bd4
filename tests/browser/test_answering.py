"""Practising three minutes: with the keyboard alone, and without any script."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import SignedIn
from tests.browser.test_pages import look

KINDS = {
    "single": "button[name=choice]",
    "many": "input[type=checkbox]",
    "short": ".answer-text",
    "cloze": ".gap-input",
    "order": "[data-steps]",
    "card": "[data-flash]",
}


def kind_of(page: Page) -> str:
    """Which kind of question the page shows, once it shows one."""
    expect(page.locator(", ".join(KINDS.values())).first).to_be_attached()
    return next(kind for kind, mark in KINDS.items() if page.locator(mark).count())


def answer_by_keyboard(page: Page, kind: str) -> None:
    """Answers the question with keys, not always rightly."""
    keys = page.keyboard
    match kind:
        case "single":
            keys.press("2")
        case "many":
            keys.press("1")
            keys.press("3")
            keys.press("Enter")
        case "short":
            keys.type("9")
            keys.press("Enter")
        case "cloze":
            page.locator(KINDS["cloze"]).first.focus()
            keys.type("paid")
            keys.press("Tab")
            keys.type("14")
            keys.press("Enter")
        case "order":
            page.get_by_role("button", name="Move up").nth(1).focus()
            keys.press("Enter")
            page.get_by_role("button", name="Check").focus()
            keys.press("Enter")
        case "card":
            keys.press("Enter")
            expect(page.locator(".card-back")).to_be_focused()
            keys.press("3")


def test_all_kinds_of_question_are_answered_by_keyboard_until_today_is_done(
    signed_in: SignedIn,
) -> None:
    page = signed_in("sasha", viewport={"width": 360, "height": 780})
    page.goto("/today")
    page.locator("main").get_by_role("link", name="Start").press("Enter")
    expect(page).to_have_url(re.compile("/today/answer$"))
    seen = set()
    while "/today/answer" in page.url:
        kind = kind_of(page)
        look(page, f"answer-{kind}-asked-phone-light")
        answer_by_keyboard(page, kind)
        expect(page.locator("[data-next]")).to_be_focused()
        look(page, f"answer-{kind}-said-phone-light")
        seen.add(kind)
        before = page.locator("#stem").inner_text()
        page.keyboard.press("Enter")
        page.wait_for_function(
            "before => document.querySelector('#stem')?.innerText !== before", arg=before
        )
    assert seen >= {"many", "short", "cloze", "order", "card"}
    expect(page.get_by_role("heading", name="Done for today")).to_be_visible()


def test_practice_works_without_a_script(signed_in: SignedIn) -> None:
    page = signed_in("mika", java_script_enabled=False)
    page.goto("/today")
    page.locator("main").get_by_role("link", name="Start").click()
    while "/today/answer" in page.url:
        answer_without_script(page, kind_of(page))
        page.locator("[data-next]").click()
        page.wait_for_load_state()
    expect(page.get_by_role("heading", name="Done for today")).to_be_visible()


def answer_without_script(page: Page, kind: str) -> None:
    """Answers the question with clicks alone."""
    match kind:
        case "single":
            page.locator(KINDS["single"]).first.click()
        case "card":
            page.get_by_text("Turn the card", exact=True).click()
            page.get_by_role("button", name="I knew it").click()
        case "order":
            first = page.locator(".step").first.locator("span").nth(1).inner_text()
            page.get_by_role("button", name=f"Move down: {first}").click()
            expect(page.locator(".step").nth(1)).to_contain_text(first)
            page.get_by_role("button", name="Check").click()
        case "many":
            page.locator("label.choice").first.click()
            page.get_by_role("button", name="Check").click()
        case "short":
            page.locator(KINDS["short"]).fill("8")
            page.get_by_role("button", name="Check").click()
        case "cloze":
            for gap in page.locator(KINDS["cloze"]).all():
                gap.fill("28")
            page.get_by_role("button", name="Check").click()


def test_an_empty_answer_is_refused_with_a_sentence_and_loses_nothing(signed_in: SignedIn) -> None:
    page = signed_in("wanda")
    page.goto("/today/answer")
    page.evaluate("document.querySelector('.answer-form').requestSubmit()")
    expect(page.get_by_role("alert")).to_contain_text("Choose or write an answer first.")
    expect(page.locator("#stem")).to_be_visible()
