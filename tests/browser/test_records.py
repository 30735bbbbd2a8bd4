"""Records are watched as they come in; without scripts, a reload does."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import SignedIn


def test_what_somebody_does_appears_while_one_watches(signed_in: SignedIn) -> None:
    watching, doing = signed_in("ada"), signed_in("wanda")
    watching.goto("/records?verb=http%3A%2F%2Factivitystrea.ms%2Fschema%2F1.0%2Fsearch")
    rows = watching.locator("#records > li")
    said, before = watching.locator("[data-list=records] [role=status]"), rows.count()
    watching.get_by_role("button", name="Watch live").click()
    expect(said).to_have_text("Watching. Nothing new yet.", timeout=20_000)
    doing.goto("/find?q=chiller")
    expect(rows).to_have_count(before + 1, timeout=30_000)
    expect(rows.first).to_contain_text("looked something up")
    expect(said).to_have_text(re.compile("New records: 1"))
    watching.get_by_role("button", name="Stop watching").click()
    expect(watching.get_by_role("button", name="Watch live")).to_be_visible()


def test_without_scripts_one_looks_again(signed_in: SignedIn) -> None:
    page = signed_in("ada", java_script_enabled=False)
    page.goto("/records")
    page.get_by_role("link", name="Look again").click()
    assert page.locator("#records > li").count() > 0
