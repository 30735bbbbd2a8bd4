"""Two stakeholders answer by link on a phone, without an account and without a script; what they
said is settled, and a revision says so."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import SignedIn
from tests.browser.test_pages import look

PHONE = {"width": 360, "height": 780}
DESK = {"width": 1280, "height": 900}
ASKED = "Whom do people believe when they ask why?"
TITLE = "Whom people believe"


def ask(page: Page) -> None:
    """Asks two people one question, from the page of that question."""
    page.goto("/strategy/answers/Q-C4")
    page.get_by_role("link", name="Ask somebody").click()
    expect(page.get_by_role("checkbox", name=re.compile(re.escape(ASKED)))).to_be_checked()
    for at, (name, email) in enumerate(
        (("Ines Faro", "ines@outside.example"), ("Jon Berg", "jon@outside.example"))
    ):
        page.get_by_label(f"Name of person {at + 1}").fill(name)
        page.get_by_label(f"E-mail address of person {at + 1}").fill(email)
    page.get_by_label("What is it about?").fill(TITLE)
    page.get_by_label("Why do you ask?").fill("We choose who sends the messages.")
    expect(page.get_by_label("Who is asked instead: name")).to_be_hidden()
    page.get_by_role("radio", name="Somebody else is asked instead").check()
    expect(page.get_by_label("Who is asked instead: name")).to_be_visible()
    page.get_by_role("radio", name="It counts as").check()
    page.get_by_role("button", name="Send the links").click()
    expect(page.locator("h1")).to_have_text("0 of 2 people have answered")


def link(page: Page, name: str) -> str:
    """The link of somebody without an account: made to be handed over, and shown once."""
    enquiry = page.url
    page.locator("summary", has_text=f"Hand a link over yourself {name}").click()
    page.get_by_role("button", name=f"Make a link to hand over {name}").click()
    shown = page.get_by_role("textbox", name=f"For {name} alone").input_value()
    page.goto(enquiry)
    return shown


def answer(page: Page, address: str, choice: str, because: str, name: str) -> None:
    """Answers by link, as somebody who has never seen the product."""
    page.goto(address)
    expect(page.locator("h1")).to_have_text("Sasha asks what you know")
    expect(page.locator("main")).to_contain_text("We choose who sends the messages.")
    page.get_by_role("link", name="Answer", exact=True).click()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("main")).to_contain_text("Answer, or say that you do not know")
    page.get_by_role("radio", name=choice).check()
    page.get_by_label("How do you know?").fill(because)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("h1")).to_have_text(f"Thank you, {name}. That was all.")


def test_two_answer_by_link_on_a_phone_they_differ_and_the_revision_cites_both(
    signed_in: SignedIn,
) -> None:
    strategist = signed_in("sasha", viewport=DESK)
    ask(strategist)
    enquiry, links = strategist.url, [link(strategist, name) for name in ("Ines Faro", "Jon Berg")]
    phones = [signed_in("", viewport=PHONE, java_script_enabled=False) for _address in links]
    answer(phones[0], links[0], "The direct manager", "They ask me every day", "Ines Faro")
    answer(phones[1], links[1], "Colleagues", "Three reorganisations", "Jon Berg")

    strategist.goto(enquiry)
    expect(strategist.locator("h1")).to_have_text("2 of 2 people have answered")
    said = strategist.locator("article", has_text=ASKED)
    expect(said).to_contain_text("they differ")
    for words in ("Ines Faro", "They ask me every day", "Jon Berg", "Three reorganisations"):
        expect(said).to_contain_text(words)
    look(strategist, "enquiry-differs-desk-light")
    said.get_by_role("link", name="Settle it").click()

    # Those who differ are owed a reason.
    strategist.get_by_role("radio", name="The direct manager").check()
    strategist.evaluate("document.querySelector('main form').noValidate = true")
    strategist.get_by_role("button", name="Settle it").click()
    expect(strategist.locator("main")).to_contain_text(
        "They do not agree. Say why this answer holds."
    )
    expect(strategist.get_by_role("radio", name="The direct manager")).to_be_checked()
    strategist.get_by_label("Why does this hold?").fill("Managers are asked first, in all shops.")
    strategist.get_by_role("button", name="Settle it").click()
    expect(strategist.locator("h1")).to_have_text("Everything is settled")
    strategist.get_by_role("link", name=re.compile("Settled in revision")).click()

    expect(strategist.locator("h1")).to_contain_text("draft")
    expect(strategist.locator(".page-head")).to_contain_text("asked of 2 people")
    expect(strategist.locator(".page-head")).to_contain_text(
        "Managers are asked first, in all shops."
    )
    change = strategist.locator(".changes > li", has_text=ASKED).first
    for words in ("Ines Faro", "They ask me every day", "Jon Berg", "Three reorganisations"):
        expect(change).to_contain_text(words)
    look(strategist, "revision-heard-desk-light")

    # Whoever said otherwise reads what was made of it, and why, and of nobody else by name.
    phones[1].goto(links[1])
    expect(phones[1].locator(".outcome")).to_contain_text("Managers are asked first, in all shops.")
    expect(phones[1].locator("main")).not_to_contain_text("Ines Faro")


def test_a_link_that_is_withdrawn_says_so_and_works_again_when_it_is_let(
    signed_in: SignedIn,
) -> None:
    strategist, phone = (
        signed_in("sasha", viewport=DESK),
        signed_in("", viewport=PHONE, java_script_enabled=False),
    )
    strategist.goto("/strategy/asking")
    strategist.get_by_role("link", name=re.compile("Phones and coaching")).click()
    address = link(strategist, "Ben Okafor")
    strategist.get_by_role("button", name="Withdraw Link of Ben Okafor").click()
    found = phone.goto(address)
    assert found and found.status == 410
    expect(phone.locator("h1")).to_have_text("Nothing more is asked here")
    expect(phone.locator("main")).to_contain_text("This link was withdrawn. Ask whoever sent it.")
    look(signed_in("", viewport=PHONE), "asked-withdrawn-phone-light", address)
    strategist.get_by_role("button", name="Let the link work again Ben Okafor").click()
    phone.goto(address)
    expect(phone.locator("h1")).to_have_text("Sasha asks what you know")


def test_no_link_is_made_once_the_last_day_has_passed_until_more_time_is_given(
    signed_in: SignedIn,
) -> None:
    strategist, phone = (
        signed_in("sasha", viewport=DESK),
        signed_in("", viewport=PHONE, java_script_enabled=False),
    )
    strategist.goto("/strategy/asking")
    strategist.get_by_role("link", name=re.compile("What was tried last year")).click()
    enquiry = strategist.url
    strategist.locator("summary", has_text="Hand a link over yourself Carla Nunes").click()
    strategist.get_by_role("button", name="Make a link to hand over Carla Nunes").click()
    expect(strategist.locator("main")).to_contain_text("The last day for this link has passed.")
    strategist.goto(enquiry)
    strategist.get_by_text("Give more time").click()
    strategist.get_by_label("The last day").fill("2031-01-31")
    strategist.get_by_role("button", name="Move it").click()
    phone.goto(link(strategist, "Carla Nunes"))
    expect(phone.get_by_role("link", name="Answer", exact=True)).to_be_visible()


def test_whoever_has_an_account_finds_what_is_asked_in_the_app(signed_in: SignedIn) -> None:
    page = signed_in("hana", viewport=PHONE)
    page.goto("/")
    expect(page.locator("main")).to_contain_text("Sasha asks you: Phones and coaching in the shops")
    page.goto("/part")
    page.get_by_role("link", name=re.compile("Phones and coaching in the shops")).click()
    expect(page.locator("h1")).to_have_text("Sasha asks what you know")
