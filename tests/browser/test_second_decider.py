"""From an empty installation to a strategy in force, in the browser alone: the second person who
decides was invited from inside the first hour."""

from __future__ import annotations

import datetime as dt
import re

from playwright.sync_api import Page, expect

from tests.browser.test_first_hour import circumstances, first_step, go_on
from tests.browser.test_pages import look
from tests.browser.test_setting_up import DESK, PASSWORD, PHONE, Visit, empty_site, visit

__all__ = ["empty_site", "visit"]
MOST_PAGES = 40
"""Pages that both see, from the link of an empty installation to what is in force."""


def counted(page: Page, seen: list[str]) -> Page:
    """The page, with every address that it comes to written down."""

    def note(frame: object) -> None:
        if frame == page.main_frame:
            seen.append(page.url)

    page.on("framenavigated", note)
    return page


def both(page: Page, name: str) -> None:
    """A look at the page on a phone and at a desk."""
    for size, screen in ((PHONE, "phone"), (DESK, "desk")):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        look(page, f"decider-{name}-{screen}")


def set_up(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("Name", exact=True).fill("Larkspur Gardens")
    page.get_by_label("Your name").fill("Ada Brandt")
    page.get_by_label("E-mail address").fill("ada@larkspur.example")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_label("The same once more").fill(PASSWORD)
    page.get_by_role("button", name="Set it up").click()
    page.wait_for_url(lambda address: "/set-up" not in address)
    expect(page.get_by_role("link", name=re.compile("Begin with the first"))).to_be_visible()


def diagnose(page: Page) -> None:
    page.get_by_role("link", name=re.compile("Begin with the first strategy")).click()
    page.get_by_label("The problem, in one line").fill("Young plants are watered too late")
    go_on(page)
    page.get_by_label("What do you call this group?").fill("Greenhouse teams")
    page.get_by_label("How many people?").fill("24")
    page.get_by_label("Where do they work?").select_option(index=2)
    page.get_by_label("How are they paid?").select_option(label="By the hour")
    page.get_by_label("What do they hold in their hands?").select_option(label="A shared device")
    go_on(page)
    page.get_by_label("Which task?").fill("Water seedlings by the moisture card")
    page.get_by_label("What is seen?").fill("9 of 40 trays were dry on Monday")
    page.get_by_label("Which figure shows it?").fill("Dry trays")
    page.get_by_label("Unit").fill("in 100")
    page.get_by_label("Its value today").fill("22")
    page.get_by_label("The value that would be good enough").fill("8")
    go_on(page)
    page.get_by_role("checkbox", name="They knew it and forget").check()
    page.get_by_label("How do you know?").select_option(label="Seen on the spot")
    page.get_by_label("What does it say?").fill("Six of nine could not say when")
    go_on(page)
    page.get_by_label("How often is it done?").select_option(label="Every week or every day")
    page.get_by_label("How much time is there to look it up?").select_option(
        label="None: it must come at once"
    )
    go_on(page)
    first_step(page, "ada@larkspur.example")
    page.get_by_label("How do you deal with it").fill("Short practice in paid time.")
    page.get_by_label("What will you not do?").fill("A course in a classroom")
    page.get_by_label("Minutes a week").fill("6")
    go_on(page)
    circumstances(page)


def decide(page: Page) -> str:
    """The last step, in which a colleague is asked; returns the link that is handed over."""
    page.get_by_label("By how much must the figure move").fill("10")
    page.get_by_label("By when?").fill(str(dt.date.today() + dt.timedelta(days=120)))
    page.get_by_label("Because we assume that").fill("They know it, and forget when")
    page.get_by_label("Who approves").select_option(label="Data stewards (nobody yet)")
    page.get_by_role("button", name="Next").click()
    expect(page.locator("main")).to_contain_text("ask a colleague to decide")
    both(page, "refused")
    page.get_by_label("Ask a colleague to decide: their name").fill("Noor Haddad")
    page.get_by_label("Their e-mail address or sign-in name").fill("noor@larkspur.example")
    page.get_by_role("button", name="Next").click()
    expect(page.locator("h1")).to_have_text("Hand this link to Noor Haddad")
    both(page, "link")
    return page.locator("#link").input_value()


def come_in(page: Page, link: str) -> None:
    page.goto(link)
    for label in ("Your password", "The same once more"):
        page.get_by_label(label).fill("a quiet heron by the weir")
    page.get_by_role("button", name="Come in").click()
    page.wait_for_url(lambda address: "/come-in" not in address)


def test_the_second_decider_is_invited_from_inside_and_decides(
    empty_site: tuple[str, str], visit: Visit
) -> None:
    seen: list[str] = []
    page = counted(visit(DESK), seen)
    set_up(page, empty_site[1])
    both(page, "start-empty")
    diagnose(page)
    link = decide(page)
    page.get_by_role("link", name="Go on").click()
    expect(page.locator("h1")).to_have_text("It stands. Somebody else may look at it now.")
    needs = page.get_by_role("region", name="What the strategy needs to run")
    expect(needs).to_contain_text("No question with the tag")
    expect(needs).to_contain_text("Nobody holds this role. Ask a colleague.")
    both(page, "end")

    noor = counted(visit(PHONE), seen)
    come_in(noor, link)
    noor.goto("/")
    expect(noor.locator("main")).to_contain_text("You decide about the first strategy")
    both(noor, "waits")

    page.get_by_role("link", name="Review and adopt").click()
    page.get_by_role("button", name="Send to review").click()
    expect(page.locator("main")).to_contain_text("It waits for one of: Noor Haddad.")
    noor.goto("/")
    noor.get_by_role("link", name=re.compile("waits for your review")).click()
    noor.get_by_role("button", name="Approve").click()
    noor.get_by_role("link", name="Put it in force").click()
    noor.get_by_role("button", name="Yes, put it in force").click()
    expect(noor.locator("h1")).to_contain_text("adopted, in force")
    both(noor, "in-force")

    page.goto("/")
    expect(page.locator("main")).to_contain_text("has no question yet")
    both(page, "start-after")
    needs = page.get_by_role("region", name="What the strategy needs to run")
    needs.get_by_role("link", name=re.compile("^Author")).click()
    expect(page.get_by_label("For which role?")).to_have_value("author")
    page.get_by_label("Their name").fill("Ines Amara")
    page.get_by_label("Their e-mail address or sign-in name").fill("ines@larkspur.example")
    page.get_by_role("button", name="Ask them").click()
    page.get_by_role("link", name="Go on").click()
    expect(needs).to_contain_text("Held by Ines Amara.")
    print(f"pages seen by both: {len(seen)}")
    assert len(seen) <= MOST_PAGES, seen
