"""A paper on paper: what is printed from its page is the paper alone, by day's colours."""

from __future__ import annotations

from tests.browser.conftest import SignedIn


def test_a_paper_is_printed_without_what_is_around_it(signed_in: SignedIn) -> None:
    page = signed_in("sasha", color_scheme="dark")
    page.goto("/strategy/papers/stakeholders")
    assert page.locator(".rail").is_visible() and page.get_by_role("link", name="PDF").is_visible()
    page.emulate_media(media="print")
    for around in (".rail", ".bar", ".paper-bar", ".toasts"):
        assert not page.locator(around).first.is_visible()
    assert page.get_by_role("heading", name="Stakeholder map").is_visible()
    colour = page.locator(".paper-lead").evaluate("one => getComputedStyle(one).color")
    assert colour == "rgb(75, 93, 113)"


def test_a_paper_is_taken_along_as_pdf(signed_in: SignedIn) -> None:
    page = signed_in("sasha")
    page.goto("/strategy")
    page.get_by_role("link", name="Papers", exact=True).click()
    page.get_by_role("link", name="One page for executives", exact=True).click()
    with page.expect_download() as found:
        page.get_by_role("link", name="PDF", exact=True).click()
    assert found.value.suggested_filename == "corner-stores-one-page-revision-1.pdf"
