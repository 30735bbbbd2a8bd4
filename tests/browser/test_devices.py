"""A tablet that two people share: enrolled, switched within seconds, and nothing of the last person
left in it.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from tests.browser.test_pages import look
from tests.cast import PASSWORD

PHONE, TABLET = (360, 780), (820, 1180)
BADGES = {"wanda": "04A1F2C3", "mika": "04B7E9D1"}
PINS = {"wanda": "4927", "mika": "83615"}
# Done, the switch page, who, the PIN, Today: what a switch asks of the server. How long it takes is
# printed, since a busy machine must not fail a test.
MOST_STEPS = 5
KEEP_SOMETHING = """async () => {
  localStorage.setItem("ticks", "[1,2]");
  sessionStorage.setItem("answer", "mine");
  await (await caches.open("pages")).put("/find", new Response("mine"));
}"""
KEPT = """async () => [localStorage.length, sessionStorage.length, (await caches.keys()).length,
  (await navigator.serviceWorker.getRegistrations()).length]"""
Visit = Callable[[tuple[int, int]], Page]


@pytest.fixture
def visit(browser: Browser, blank_site: str) -> Iterator[Visit]:
    """A function that opens a page of a size in a browser of its own."""
    contexts = []

    def opened(size: tuple[int, int]) -> Page:
        width, height = size
        context = browser.new_context(
            base_url=blank_site,
            viewport={"width": width, "height": height},
            reduced_motion="reduce",
        )
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


def test_two_people_share_a_tablet_and_nothing_of_one_is_left_for_the_other(
    visit: Visit, capsys: pytest.CaptureFixture[str]
) -> None:
    admin, tablet = visit(TABLET), visit(TABLET)
    _sign_in(admin, "ada")
    _enrol(admin, tablet)
    for who in BADGES:
        _gets_a_badge(admin, who)
        _chooses_a_pin(visit(PHONE), who)
    _in_both_sizes(tablet, "switch")
    _hold_badge(tablet, "wanda")
    expect(tablet.get_by_label("Your PIN")).to_be_focused()
    _in_both_sizes(tablet, "switch-pin")
    _type_pin(tablet, "1111")
    expect(tablet.get_by_text("does not go with what was chosen")).to_be_visible()
    _in_both_sizes(tablet, "switch-wrong")
    _type_pin(tablet, PINS["wanda"])
    tablet.wait_for_url("**/today")
    _in_both_sizes(tablet, "shared-today")
    tablet.goto("/find?q=return")
    _in_both_sizes(tablet, "shared-find")
    tablet.goto("/me")
    _in_both_sizes(tablet, "shared-refused")
    tablet.goto("/find?q=return+without+receipt")
    tablet.evaluate(KEEP_SOMETHING)

    steps: list[str] = []
    tablet.on(
        "request",
        lambda asked: steps.append(asked.method) if asked.is_navigation_request() else None,
    )
    begun = time.monotonic()
    tablet.get_by_role("button", name="I am done").click()
    tablet.wait_for_url("**/switch")
    assert tablet.evaluate(KEPT) == [0, 0, 0, 0]
    named = {cookie["name"] for cookie in tablet.context.cookies()}
    assert named <= {"device", "csrftoken"}
    _hold_badge(tablet, "mika")
    _type_pin(tablet, PINS["mika"])
    tablet.wait_for_url("**/today")
    expect(tablet.locator(".done-who")).to_have_text("Mika")
    took = time.monotonic() - begun
    with capsys.disabled():
        print(f"\nfrom 'I am done' of one to Today of the other: {took:.1f} s, {len(steps)} pages")
    assert len(steps) <= MOST_STEPS
    _nothing_comes_back(tablet)


def _nothing_comes_back(tablet: Page) -> None:
    """The back button, again and again, shows nothing of whoever was here."""
    tablet.get_by_role("button", name="I am done").click()
    tablet.wait_for_url("**/switch")
    for _ in range(8):
        # What a form was answered is not shown a second time at all: the browser says so.
        with suppress(Error):
            tablet.go_back(timeout=10_000)
        shown = tablet.locator("body").inner_text()
        assert "Wanda" not in shown and "Mika" not in shown and "I am done" not in shown
        if tablet.url == "about:blank":
            break


def test_whoever_walks_away_is_signed_out_and_a_name_is_found_on_a_phone(visit: Visit) -> None:
    admin, device = visit(PHONE), visit(PHONE)
    _sign_in(admin, "ada")
    _enrol(admin, device)
    _chooses_a_pin(visit(PHONE), "wanda")
    device.clock.install()
    device.goto("/switch")
    device.get_by_label("Badge, number or name").fill("wa")
    device.get_by_role("button", name="Go on").click()
    expect(device.get_by_role("heading", level=1)).to_have_text("Which of them?")
    look(device, "switch-names-phone")
    device.get_by_role("button", name=re.compile("Wanda")).click()
    look(device, "switch-pin-name-phone")
    _type_pin(device, PINS["wanda"])
    device.wait_for_url("**/today")
    device.clock.run_for(50_000)
    device.mouse.move(100, 100)
    device.mouse.down()
    device.mouse.up()
    device.clock.run_for(50_000)
    expect(device.get_by_role("button", name="I am done")).to_be_visible()
    device.clock.run_for(61_000)
    device.wait_for_url("**/switch")
    expect(device.get_by_text("Wanda")).to_have_count(0)
    admin.goto("/devices")
    admin.locator("summary", has_text="Remove").click()
    look(admin, "devices-remove-phone")
    admin.get_by_role("button", name="Remove this device").click()
    expect(admin.get_by_role("heading", level=1)).to_have_text("No device is shared yet")
    device.goto("/switch")
    expect(device.get_by_label("Password")).to_be_visible()


def test_cards_are_made_where_people_are(visit: Visit) -> None:
    admin = visit(PHONE)
    _sign_in(admin, "ada")
    admin.goto("/people/cards")
    _in_both_sizes(admin, "people-cards")


def _in_both_sizes(page: Page, name: str) -> None:
    for size, word in ((PHONE, "phone"), (TABLET, "tablet")):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        look(page, f"{name}-{word}", audit=word == "phone")


def _sign_in(page: Page, who: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail address or sign-in name").fill(f"{who}@corner.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda address: "/sign-in" not in address)


def _enrol(admin: Page, device: Page) -> None:
    admin.goto("/devices")
    admin.get_by_label("What it is called").fill("Counter tablet")
    admin.get_by_label("Whose names it shows").select_option("north")
    admin.get_by_label("Signs out after").fill("1")
    admin.get_by_role("button", name="Make a code").click()
    code = admin.locator("dd code").nth(1).inner_text()
    look(admin, "devices-made")
    device.goto("/device")
    device.get_by_label("Code of the device").fill("aaaaa-bbbbb")
    device.get_by_role("button", name="Share this device").click()
    expect(device.get_by_text("This code opens nothing")).to_be_visible()
    look(device, "enrol")
    device.get_by_label("Code of the device").fill(code)
    device.get_by_role("button", name="Share this device").click()
    device.wait_for_url("**/switch")


def _gets_a_badge(admin: Page, who: str) -> None:
    admin.goto(f"/people?q={who}")
    admin.get_by_role("link", name=who.title()).click()
    admin.get_by_role("link", name="Number, badge and other names").click()
    admin.get_by_label("What it is").select_option("badge")
    admin.get_by_label("The name itself").fill(BADGES[who])
    admin.keyboard.press("Enter")
    expect(admin.locator("strong", has_text=BADGES[who].lower())).to_be_visible()
    _in_both_sizes(admin, f"person-names-{who}")


def _chooses_a_pin(phone: Page, who: str) -> None:
    _sign_in(phone, who)
    phone.goto("/me/pin")
    phone.get_by_label("Your password").fill(PASSWORD)
    for label in ("The new PIN", "The new PIN once more"):
        phone.get_by_label(label, exact=True).fill(PINS[who])
    look(phone, f"me-pin-{who}")
    phone.get_by_role("button", name="Keep this PIN").click()
    phone.wait_for_url("**/me")


def _hold_badge(tablet: Page, who: str) -> None:
    """As a reader does: it types what is on the badge, and Enter."""
    expect(tablet.get_by_label("Badge, number or name")).to_be_focused()
    tablet.keyboard.type(BADGES[who])
    tablet.keyboard.press("Enter")


def _type_pin(tablet: Page, pin: str) -> None:
    expect(tablet.get_by_label("Your PIN")).to_be_focused()
    tablet.keyboard.type(pin)
    tablet.keyboard.press("Enter")
