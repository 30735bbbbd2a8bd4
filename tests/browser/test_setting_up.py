"""From an empty installation to an organisation, in the browser: on a phone, and at a desk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import serving
from tests.browser.test_pages import look
from tests.logos import png

PHONE, DESK = (360, 780), (1280, 900)
PASSWORD = "seven olive trees in pots"
Visit = Callable[[tuple[int, int]], Page]


@pytest.fixture
def empty_site(worker_id: str) -> Iterator[tuple[str, str]]:
    """The address of an installation that is not set up, and its one link."""
    with serving("empty", worker_id) as address:
        origin, _slash, _token = address.partition("/set-up/")
        yield origin, address


@pytest.fixture
def visit(browser: Browser, empty_site: tuple[str, str]) -> Iterator[Visit]:
    """A function that opens a page of a size."""
    contexts = []

    def opened(size: tuple[int, int]) -> Page:
        context = browser.new_context(
            base_url=empty_site[0],
            viewport={"width": size[0], "height": size[1]},
            timezone_id="Europe/Berlin",
            reduced_motion="reduce",
        )
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


def test_an_empty_installation_is_set_up_on_a_phone(
    empty_site: tuple[str, str], visit: Visit, tmp_path: Path
) -> None:
    for size, name in ((PHONE, "phone"), (DESK, "desk")):
        page = visit(size)
        page.goto("/people")
        expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("not set up yet"))
        look(page, f"set-up-where-{name}")
        page.goto(empty_site[1])
        look(page, f"set-up-{name}")
    (tmp_path / "logo.png").write_bytes(png(400, 120))
    phone = visit(PHONE)
    phone.goto(empty_site[1])
    assert phone.get_by_label("Time zone").input_value() == "Europe/Berlin"
    _refused_at_the_fields_and_nothing_is_lost(phone, tmp_path / "logo.png")
    desk = visit(DESK)
    desk.goto(empty_site[1])
    look(desk, "set-up-again-desk")
    phone.get_by_label("Your password").fill(PASSWORD)
    expect(phone.locator(".strength")).to_contain_text("Very good")
    phone.get_by_label("The same once more").fill(PASSWORD)
    look(phone, "set-up-filled-phone")
    phone.get_by_role("button", name="Set it up").click()
    phone.wait_for_url(lambda address: "/set-up" not in address)
    remaining = phone.get_by_role("region", name="Still to do")
    for thing in ("Mail", "People", "A second person who decides", "Strategy", "Content"):
        expect(remaining.get_by_role("link", name=re.compile(f"^{thing}"))).to_be_visible()
    look(phone, "set-up-done-phone")
    phone.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    look(phone, "set-up-done-desk")
    expect(phone.get_by_role("img", name="Larkspur Gardens")).to_be_visible()
    late = visit(PHONE)
    late.goto(empty_site[1])
    expect(late.get_by_role("heading", level=1)).to_have_text("This link opens nothing")
    look(late, "set-up-used-phone")


def _refused_at_the_fields_and_nothing_is_lost(page: Page, logo: Path) -> None:
    page.get_by_label("Name", exact=True).fill("Larkspur Gardens")
    page.get_by_label("Your name").fill("Ada Brandt")
    page.get_by_label("E-mail address").fill("ada@larkspur")
    page.get_by_label("Logo").set_input_files(logo)
    page.get_by_label("Your password").fill("larkspur2024")
    expect(page.locator(".strength")).to_contain_text("Easy to guess")
    page.get_by_label("The same once more").fill("another")
    page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_text("3 fields are not right yet")).to_be_visible()
    expect(page.get_by_label("E-mail address")).to_be_focused()
    expect(page.get_by_text("is not an e-mail address")).to_be_visible()
    look(page, "set-up-refused-phone")
    assert page.get_by_label("Your password").input_value() == "larkspur2024"
    assert page.get_by_label("Name", exact=True).input_value() == "Larkspur Gardens"
    page.get_by_label("E-mail address").fill("ada@larkspur.example")


def test_without_scripts_it_is_the_same_form(browser: Browser, empty_site: tuple[str, str]) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(empty_site[1])
        page.get_by_label("Name", exact=True).fill("Larkspur Gardens")
        page.get_by_label("Your name").fill("Ada Brandt")
        page.get_by_label("E-mail address").fill("ada@larkspur.example")
        for label in ("Your password", "The same once more"):
            page.get_by_label(label).fill("short")
        page.get_by_role("button", name="Set it up").click()
        expect(page.get_by_text("One field is not right yet")).to_be_visible()
        for label in ("Your password", "The same once more"):
            page.get_by_label(label).fill(PASSWORD)
        page.get_by_role("button", name="Set it up").click()
        page.wait_for_url(lambda address: "/set-up" not in address)
