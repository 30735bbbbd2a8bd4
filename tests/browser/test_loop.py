"""The whole loop in the browser, on the demonstration organisation as `trimtab run` serves it.

The strategist sees that practising price labels does nothing, opens the correction, a second person
approves, the next revision is in force, and the learner is no longer asked about labels.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.product import Product, free_port, take_demonstration
from trimtab.demo.accounts import ACCOUNTS

pytestmark = pytest.mark.slow
PROGRAMME = "Practise changing price labels"


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    found = Product(tmp_path_factory.mktemp("loop") / "data", free_port())
    take_demonstration(found)
    found.start()
    yield found
    found.stop()


def sign_in(browser: Browser, product: Product, email: str) -> Page:
    account = next(account for account in ACCOUNTS if account.email == email)
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(f"{product.address}/sign-in")
    page.fill("input[name=username]", account.email)
    page.fill("input[name=password]", account.password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)
    return page


def test_the_loop_from_an_off_track_verdict_to_a_changed_today(
    browser: Browser, product: Product
) -> None:
    learner = sign_in(browser, product, "learner@greenbasket.example")
    learner.goto(f"{product.address}/today")
    expect(learner.locator("body")).to_contain_text("Simulated data")
    expect(learner.locator("main")).to_contain_text(PROGRAMME)

    strategist = sign_in(browser, product, "strategist@greenbasket.example")
    strategist.goto(f"{product.address}/strategy")
    expect(strategist.locator("h1")).to_have_text("1 action is off track")
    strategist.get_by_role("link", name="Look at it").click()
    expect(strategist.locator("h1")).to_contain_text("change the work instead")
    expect(strategist.locator("main")).to_contain_text("ruled out")
    expect(strategist.locator(".diff")).to_contain_text("has ended")

    decider = sign_in(browser, product, "decider@greenbasket.example")
    decider.goto(strategist.url)
    decider.get_by_label(re.compile("Your reason")).fill("The comparison is clear.")
    decider.get_by_role("button", name="Approve").click()
    expect(decider.locator("h1")).to_contain_text("adopted")
    expect(decider.locator(".diff")).to_contain_text("has ended")

    strategist.goto(f"{product.address}/strategy")
    expect(strategist.locator("main")).not_to_contain_text("A correction waits")
    learner.goto(f"{product.address}/today")
    expect(learner.locator("main")).not_to_contain_text(PROGRAMME)
