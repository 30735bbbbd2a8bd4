"""Two people write the same answer at once: the second sees both versions side by side, merges, and
no word is lost.

Then a revision is read in words, commented, and its history shows both.
"""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import SignedIn
from tests.browser.test_pages import look

QUESTION = "/strategy/answers/Q-D6"


def write(page: Page, words: str, why: str) -> None:
    page.locator("[name=value]").fill(words)
    page.get_by_label("Why", exact=False).first.fill(why)


def test_two_write_the_same_answer_and_nothing_is_lost(signed_in: SignedIn) -> None:
    first, second = signed_in("sasha"), signed_in("stef", viewport={"width": 1280, "height": 900})
    other = signed_in("stef")
    for page in (first, second):
        page.goto(QUESTION)
    other.goto("/strategy/answers/Q-D8")

    write(first, "A course in March helped for six weeks.", "Sasha asked the managers")
    first.get_by_role("button", name="Save", exact=True).click()
    expect(first).to_have_url(re.compile("/strategy/answers#diagnosis$"))

    # Another place that both left alone is merged without a question.
    other.locator("[name=value]").fill("No practice at home.")
    other.get_by_role("button", name="Save", exact=True).click()
    expect(other.locator(".toast")).to_contain_text("Saved as revision")

    write(second, "Posters were tried twice.", "Stef read the files")
    second.get_by_role("button", name="Save", exact=True).click()
    expect(second.locator("h1")).to_have_text("Sasha changed the same meanwhile")
    main = second.locator("main")
    for words in (
        "A course in March helped for six weeks.",
        "Sasha asked the managers",
        "Posters were tried twice.",
        "Stef read the files",
    ):
        expect(main).to_contain_text(words)
    look(second, "two-versions-desk-light")
    second.set_viewport_size({"width": 360, "height": 780})
    look(second, "two-versions-phone-light")

    second.get_by_role("button", name="Save", exact=True).click()
    expect(second.locator("h1")).to_contain_text("changed the same meanwhile")
    second.get_by_role("radio", name="A third version").check()
    second.get_by_label("Your words").fill(
        "A course in March helped for six weeks; posters were tried twice."
    )
    second.get_by_label("Why").fill("Managers and files agree")
    second.get_by_role("button", name="Save", exact=True).click()

    expect(second.locator("h1")).to_contain_text("draft")
    expect(second.locator("main")).to_contain_text("Merged with revision")
    second.goto(QUESTION)
    expect(second.locator("[name=value]")).to_have_value(
        "A course in March helped for six weeks; posters were tried twice."
    )
    second.goto("/strategy/answers/Q-D8")
    expect(second.locator("[name=value]")).to_have_value("No practice at home.")


def test_a_revision_is_read_in_words_and_commented_at_its_place(signed_in: SignedIn) -> None:
    page = signed_in("hana")
    page.goto("/strategy/revisions/2")
    expect(page.locator("h1")).to_contain_text("in review")
    expect(page.locator("main")).to_contain_text("Quiet hours now start at 18:00.")
    expect(page.locator("main")).to_contain_text("Late shifts end at ten.")
    expect(page.get_by_role("button", name="Approve")).to_have_count(0)
    change = page.locator(".changes > li", has_text="Q-P9 changed to")
    change.get_by_text("Comment on this").click()
    change.get_by_label("Your comment").fill("Who trains them?")
    change.get_by_role("button", name="Comment").click()
    expect(page.locator(".changes > li", has_text="Q-P9 changed to")).to_contain_text(
        "Who trains them?"
    )
    author = signed_in("sasha")
    author.goto("/strategy/revisions/2")
    expect(author.locator("main")).to_contain_text("Nobody but the authors may approve this")
