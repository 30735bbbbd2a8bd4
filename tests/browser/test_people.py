"""Letting people in with a browser: a list, a sheet, a password on a phone, shut out. Every page
clean for axe at 360 px."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import SignedIn
from tests.browser.test_pages import SIZES, look

PHONE = {"width": 360, "height": 780}
OWN = "four words in a row"
LIST = "sign_in,name,unit,unit_name,unit_above,roles\n2042,Carla Nunes,deli,Deli counter,north,learner\n,Somebody,,,,\n"


def test_somebody_comes_in_from_a_list_to_the_first_page(signed_in: SignedIn) -> None:
    admin = signed_in("ada", viewport=PHONE)
    admin.goto("/people/import")
    _settled(admin, "people-import")
    _choose(admin, LIST)
    expect(admin.get_by_role("heading", name="One row has a fault")).to_be_visible()
    expect(admin.get_by_text(re.compile("is not an e-mail address"))).to_be_visible()
    _settled(admin, "people-preview-faults")
    admin.get_by_role("button", name="Bring them in").click()
    expect(admin.get_by_text(re.compile("tick what you mean"))).to_be_visible()
    _settled(admin, "people-preview-refused")
    for question in ("leave these rows out", "Make these units"):
        admin.get_by_label(re.compile(question)).check()
    admin.get_by_role("button", name="Bring them in").click()
    expect(admin.get_by_role("heading", level=1)).to_have_text("The list is in")
    _settled(admin, "people-list-taken")
    admin.goto("/people?q=Carla")
    _settled(admin, "people-found")
    admin.get_by_role("button", name=re.compile("^Print")).first.click()
    link = admin.locator(".link").first.inner_text()
    _settled(admin, "people-sheets")

    carla = signed_in("", viewport=PHONE)
    carla.goto(link)
    _settled(carla, "come-in")
    _password(carla, "short")
    expect(carla.get_by_text(re.compile("too short"))).to_be_visible()
    _settled(carla, "come-in-refused")
    _password(carla, OWN)
    carla.wait_for_url("**/today")
    carla.goto("/me/password")
    _settled(carla, "me-password")
    carla.goto(link)
    expect(carla.get_by_role("heading", level=1)).to_have_text("This link opens nothing")
    _settled(carla, "come-in-used")

    admin.goto("/people?q=Carla")
    admin.get_by_role("link", name="Carla Nunes").click()
    _settled(admin, "person")
    admin.get_by_role("button", name="Shut out").click()
    expect(admin.get_by_role("button", name="Let back in")).to_be_visible()
    carla.goto("/me")
    expect(carla.get_by_label("Password")).to_be_visible()


def test_a_list_of_unknown_columns_is_mapped_once_taken_and_taken_back(signed_in: SignedIn) -> None:
    admin = signed_in("ada", viewport=PHONE)
    admin.goto("/people/import")
    text = "Wer,Wohin schreiben,Laden\nRosa Rund,rosa@corner.example,Kasse Nord\n"
    _choose(admin, text, to="columns")
    expect(admin.get_by_text("No column says the e-mail address")).not_to_be_visible()
    _settled(admin, "people-columns")
    for name, use in (("Wer", "name"), ("Wohin schreiben", "email"), ("Laden", "unit")):
        admin.get_by_label(name, exact=True).select_option(use)
    admin.get_by_role("button", name="Look at what it would do").click()
    admin.get_by_label(re.compile("Make these units")).check()
    admin.get_by_role("button", name="Bring them in").click()
    expect(admin.get_by_role("heading", level=1)).to_have_text("The list is in")
    admin.get_by_role("button", name="Take the list back").click()
    expect(admin.get_by_role("heading", level=1)).to_have_text("The list was taken back")
    _settled(admin, "people-list-returned")
    admin.goto("/people/import")
    expect(admin.get_by_text("taken back", exact=True)).to_be_visible()
    _settled(admin, "people-lists")
    _choose(admin, text)
    expect(admin.get_by_text("Rosa Rund")).to_be_visible()


def _choose(page: Page, text: str, to: str = "") -> None:
    page.get_by_label("A CSV file or an Excel workbook").set_input_files(
        {"name": "people.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )
    page.get_by_role("button", name="Look at it first").click()
    page.wait_for_url(f"**/people/import/*/{to}" if to else "**/people/import/*")


def _password(page: Page, word: str) -> None:
    page.get_by_label("Your password").fill(word)
    page.get_by_label("The same once more").fill(word)
    page.get_by_role("button", name="Come in").click()


def _settled(page: Page, name: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    look(page, f"{name}-phone-light")


def test_many_people_units_and_attributes_are_administered(signed_in: SignedIn) -> None:
    admin = signed_in("ada", viewport=PHONE)
    admin.goto("/people/attributes")
    admin.get_by_label("Key").fill("shift")
    admin.get_by_label("Label").fill("Shift")
    admin.get_by_label("One of a list").check()
    admin.get_by_label("Values of a list").fill("Early\nLate")
    admin.get_by_role("button", name="Define").click()
    expect(admin.get_by_text("Shift is defined.")).to_be_visible()
    _both(admin, "attributes")
    admin.goto("/people/units")
    admin.get_by_role("textbox", name="Name", exact=True).fill("Bakery")
    admin.get_by_role("textbox", name="Code").fill("bakery")
    admin.get_by_role("textbox", name="Kind").fill("counter")
    admin.get_by_label("Below").select_option("south")
    admin.get_by_role("button", name="Add", exact=True).click()
    expect(admin.get_by_role("link", name="Bakery", exact=True)).to_be_visible()
    _both(admin, "units")
    admin.get_by_role("link", name="Bakery", exact=True).click()
    _both(admin, "unit")

    admin.goto("/people?role=learner&sort=name-back")
    admin.get_by_label("Tick all on this page").check()
    _both(admin, "people-ticked")
    admin.get_by_role("button", name="Do something with those ticked").click()
    expect(admin.get_by_role("heading", level=1)).to_contain_text("people are chosen")
    _both(admin, "people-many")
    admin.locator("summary", has_text="Shift").click()
    admin.get_by_label("Shift").select_option("Late")
    admin.get_by_role("button", name="Look what it does", exact=True).click()
    expect(admin.get_by_role("heading", level=1)).to_contain_text("Set shift to Late")
    _both(admin, "people-change")
    admin.get_by_role("button", name=re.compile("^Do it for")).click()
    expect(admin.get_by_role("heading", level=1)).to_contain_text("done")
    admin.get_by_role("button", name="Take it back").click()
    expect(admin.get_by_role("heading", level=1)).to_contain_text("taken back")
    admin.goto("/people?q=wanda")
    admin.get_by_role("link", name="Wanda").click()
    _both(admin, "person-attributes")


def _both(page: Page, name: str) -> None:
    """Looked at on a phone and on a desk."""
    page.emulate_media(reduced_motion="reduce")
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        look(page, f"{name}-{size}-light")
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
