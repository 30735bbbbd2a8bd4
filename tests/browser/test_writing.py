"""What the check says stands beside the form while one writes, is announced in a short sentence,
and is mended in one click."""

from __future__ import annotations

import re

from playwright.sync_api import Route, expect

from tests.browser.conftest import SignedIn
from tests.browser.test_pages import look

MINUTES = "/strategy/answers/Q-D9"


def test_findings_follow_what_is_typed_and_one_click_mends_with_the_change_shown(
    signed_in: SignedIn,
) -> None:
    page = signed_in("sasha", viewport={"width": 1280, "height": 900})
    page.goto(MINUTES)
    status = page.locator("#live").get_by_role("status")
    expect(status).to_have_text("The check finds 0 things.")
    page.get_by_label("The answer").press_sequentially("5", delay=20)
    page.get_by_label("The answer").fill("5")
    finding = page.locator("#live .finding")
    expect(finding).to_contain_text("minutes a week are planned and 5 are released.")
    expect(status).to_have_text("The check finds one thing.")
    finding.get_by_text("Mend: Plan what was promised").click()
    expect(finding.locator(".is-added")).to_contain_text("5")

    # Writing on changes nothing about what was found: the open mend stays open.
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_label("Why").fill("Agreed with the business")
    expect(finding.locator(".is-added")).to_be_visible()
    look(page, "answer-finding-desk-light")
    finding.get_by_role("button", name="Save with this change").click()
    expect(page.locator(".toast")).to_contain_text("Saved as revision")
    expect(page.get_by_label("The answer")).to_have_value("5")
    expect(status).to_have_text("The check finds 0 things.")
    page.goto("/strategy/policy")
    expect(page.get_by_label("Minutes of practice a week, at most")).to_have_value("5")


def test_what_is_written_before_the_script_is_there_is_checked_too(signed_in: SignedIn) -> None:
    page = signed_in("sasha")
    held: list[Route] = []
    page.route("**/js/checked*", lambda route: held.append(route))
    with page.expect_request("**/js/checked*"):
        page.goto("/strategy/policy")
    page.get_by_label("How we deal with the challenges").fill(
        "We leverage synergies and empower a world-class culture."
    )
    held[0].continue_()
    expect(page.locator("#live mark").first).to_be_visible()


def test_the_forms_of_parts_and_policy_are_checked_while_one_writes(signed_in: SignedIn) -> None:
    page = signed_in("sasha", viewport={"width": 1280, "height": 900})
    page.goto("/strategy/policy")
    page.get_by_label("How we deal with the challenges").fill(
        "We leverage synergies and empower a world-class culture."
    )
    expect(page.locator("#live mark").first).to_be_visible()
    page.goto("/strategy/parts/actions/practise-shelf-prices")
    page.get_by_label("Share to be remembered").fill("0.99")
    page.get_by_label("Minutes a week").fill("2")
    expect(page.locator("#live .finding").first).to_be_visible()
    page.get_by_label("What is done?").fill("")
    expect(page.locator("#live").get_by_role("status")).to_have_text(
        re.compile("Fill in what is needed")
    )
