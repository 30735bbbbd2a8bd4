"""What holds for every page: nothing for axe to find, no sideways scrolling, and a picture for
people to judge."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.base import (  # type: ignore[import-untyped]  # it has none
    AXE_SCRIPT,
    AxeResults,
)
from playwright.sync_api import Page

from tests.browser.conftest import SignedIn
from tests.browser.pages import ENQUIRY, PAGES, Shown

SCREENSHOTS = Path(__file__).parents[2] / "screenshots"
IN_README = {"strategy-desk-light": Path(__file__).parents[2] / "docs/images/strategy.png"}
SIZES = {"phone": (360, 780), "desk": (1280, 900)}
# What axe looks at is of the colours or of the layout: two of the four views show both schemes and
# both sizes.
AUDITED = {("light", "phone"), ("dark", "desk")}
# Axe reads the few colours of a page anew for each of its texts, which takes it longest. What a
# colour's words mean does not change, so each is read once.
COLOURS_READ_ONCE = """
() => {
  const { prototype } = axe.commons.color.Color;
  const read = prototype.parseString;
  const known = new Map();
  prototype.parseString = function (words) {
    if (!known.has(words)) {
      read.call(this, words);
      known.set(words, [this.r, this.g, this.b, this.alpha]);
    }
    [this.r, this.g, this.b, this.alpha] = known.get(words);
    return this;
  };
}
"""
AUDIT = """
axe.run({ resultTypes: ["violations"] }).then(({ violations }) => ({ violations }))
"""


@pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.name)
def test_a_page_is_clean_fits_and_is_pictured(shown: Shown, signed_in: SignedIn) -> None:
    page = signed_in(shown.who)
    answer = page.goto((link_of(shown.asked, signed_in) if shown.asked else "") + shown.address)
    assert answer and answer.status == shown.status
    for link in shown.follow:
        page.goto(page.locator(link).first.get_attribute("href") or "")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for size, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            look(page, f"{shown.name}-{size}-{scheme}", audit=(scheme, size) in AUDITED)


def link_of(name: str, signed_in: SignedIn) -> str:
    """A link of somebody whom the stage has asked something, made to be handed over."""
    page = signed_in("sasha")
    page.goto("/strategy/asking")
    page.locator(ENQUIRY).first.click()
    page.locator("summary", has_text=f"Hand a link over yourself {name}").click()
    page.get_by_role("button", name=f"Make a link to hand over {name}").click()
    return page.get_by_role("textbox", name=f"For {name} alone").input_value()


def picture(page: Page, name: str) -> None:
    """Keeps a picture of the page as it stands, and takes it into the README where that shows
    it."""
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png")
    if name in IN_README:
        shutil.copy(SCREENSHOTS / f"{name}.png", IN_README[name])


def look(page: Page, name: str, address: str = "", *, audit: bool = True) -> None:
    """Checks the page as it stands (or at `address`), and keeps a picture of it when that is asked
    for; `audit` lets axe look, too."""
    if address:
        page.goto(address)
    page.evaluate("document.fonts.ready")
    if os.environ.get("TRIMTAB_IMAGES"):
        picture(page, name)
    wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wide <= 0, f"{name} scrolls sideways by {wide} px"
    if not audit:
        return
    found = audited(page)
    assert found.violations_count == 0, f"{name}: {found.generate_report()}"


def audited(page: Page) -> AxeResults:
    """What axe finds in the page as it stands. A page that it has looked at before has it still,
    and warm."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
        page.evaluate(COLOURS_READ_ONCE)
    return AxeResults(page.evaluate(AUDIT))
