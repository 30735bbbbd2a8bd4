"""Courses made elsewhere, from the author's page to the record: cmi5 and SCORM, played in a browser
as learners play them."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SignedIn
from tests.browser.test_pages import look
from tests.packages import archive, zipped

# The public example courses, where a copy of CATAPULT was fetched.
EXAMPLES = Path(os.environ.get("CATAPULT", "/nowhere")) / "course_examples" / "packages"
CMI5 = "https://w3id.org/xapi/cmi5/context"


def verbs_of(page: Page) -> list[str]:
    """What the signed-in learner's own records say of courses, oldest first: 'verb title'."""
    page.goto("/me")
    records = page.request.get("/me/data.json").json()["statements"]
    return [said(one) for one in reversed(records) if "/courses/" in one["object"]["id"]]


def said(one: dict[str, Any]) -> str:
    names = one["object"].get("definition", {}).get("name", {})
    return f"{one['verb']['id'].rsplit('/', 1)[-1]} {next(iter(names.values()), '–')}"


def open_course(page: Page, title: str) -> None:
    page.goto("/courses")
    page.get_by_role("link", name=title).click()


def test_a_cmi5_course_is_launched_from_the_learners_page_and_done(signed_in: SignedIn) -> None:
    page = signed_in("wanda", viewport={"width": 360, "height": 780})
    open_course(page, "Warm chillers")
    page.get_by_role("button", name="Start").first.click()
    unit = page.frame_locator("iframe")
    expect(unit.get_by_role("status")).to_have_text("initialized")
    assert urlsplit(page.url).hostname == "localhost", "packages run on a host name of their own"
    assert "#" not in page.url and page.get_by_role("link", name="Back to the course").is_visible()
    look(page, "course-framed-phone-light")
    unit.get_by_role("button", name="I have read it").click()
    expect(unit.get_by_role("status")).to_have_text("completed")
    # What a unit goes back to takes the whole window, not the frame alone.
    unit.get_by_role("button", name="Leave").click()
    expect(page.get_by_text("1 of 2 parts done")).to_be_visible()
    look(page, "course-begun-phone-light")
    with page.context.expect_page() as own:
        page.get_by_role("button", name="Go on").click()
    quiz = own.value
    expect(quiz.get_by_role("status")).to_have_text("initialized")
    assert quiz.evaluate("window.opener") is None
    quiz.get_by_role("button", name="I have read it").click()
    expect(quiz.get_by_role("status")).to_have_text("completed")
    quiz.get_by_role("button", name="Answer rightly").click()
    expect(quiz.get_by_role("status")).to_have_text("passed")
    quiz.get_by_role("button", name="Answer rightly").click()
    expect(quiz.get_by_role("status")).to_contain_text("passed: 403")
    quiz.get_by_role("button", name="Leave").click()
    expect(quiz.get_by_role("heading", name="Warm chillers: done")).to_be_visible()
    look(quiz, "course-done-phone-light")
    assert verbs_of(page) == [
        "launched Read the display",
        "initialized –",
        "completed –",
        "satisfied The basics",
        "terminated –",
        "launched Quiz",
        "initialized –",
        "completed –",
        "passed –",
        "satisfied Warm chillers",
        "terminated –",
    ]


def test_a_unit_that_is_opened_again_ends_the_one_in_the_other_window(signed_in: SignedIn) -> None:
    page = signed_in("mika")
    open_course(page, "Warm chillers")
    address = page.url
    page.get_by_role("button", name="Start").first.click()
    unit = page.frame_locator("iframe")
    expect(unit.get_by_role("status")).to_have_text("initialized")
    other = page.context.new_page()
    other.goto(address)
    expect(other.get_by_text("A part is still open")).to_be_visible()
    other.get_by_role("button", name="Go on").click()
    expect(other.frame_locator("iframe").get_by_role("status")).to_have_text("initialized")
    unit.get_by_role("button", name="I have read it").click()
    expect(unit.get_by_role("status")).to_contain_text("completed: 403")
    other.reload()
    expect(other.get_by_role("alert")).to_contain_text("opened anew")
    assert "abandoned Read the display" in verbs_of(other)


def test_a_scorm_1_2_package_keeps_its_place_and_leaves_the_same_evidence(
    signed_in: SignedIn,
) -> None:
    page = signed_in("wanda", viewport={"width": 360, "height": 780})
    open_course(page, "Returns at the till")
    page.get_by_role("button", name="Start").first.click()
    sco = page.frame_locator("iframe")
    expect(sco.get_by_role("status")).to_have_text("started true ab-initio colour=blue")
    assert urlsplit(page.url).hostname == "localhost" and "#" not in page.url
    sco.get_by_role("button", name="Next page").click()
    expect(sco.get_by_role("status")).to_have_text("kept true")
    expect(page.get_by_role("status").first).to_have_text("Saved")
    look(page, "player-phone-light")
    page.get_by_role("link", name="Back to the course").click()
    expect(page.get_by_text("0 of 1 part done")).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    expect(sco.get_by_text("page 2")).to_be_visible()
    expect(sco.get_by_role("status")).to_contain_text("started true resume")
    sco.get_by_role("button", name="Answer wrongly").click()
    expect(sco.get_by_role("status")).to_have_text("answered true")
    sco.get_by_role("button", name="Answer rightly").click()
    expect(sco.get_by_role("status")).to_have_text("answered true")
    sco.get_by_role("button", name="Finish").click()
    expect(sco.get_by_role("status")).to_have_text("finished true")
    expect(
        page.get_by_text("This part is done, and with it the course. The score that counts: 90 %.")
    ).to_be_visible()
    look(page, "player-done-phone-light")
    page.get_by_role("link", name="Back to the course").last.click()
    expect(page.get_by_role("heading", name="Returns at the till: done")).to_be_visible()
    page.goto("/me")
    page.get_by_role("navigation").get_by_role("link", name="Courses").click()
    expect(page.get_by_role("heading", name="Done", exact=True)).to_be_visible()
    page.get_by_role("link", name="Returns at the till").click()
    expect(page.get_by_text("90 %")).to_be_visible()
    unit = "Two pages and a question"
    assert [one for one in verbs_of(page) if unit in one or "Returns" in one] == [
        f"launched {unit}",
        f"initialized {unit}",
        f"terminated {unit}",
        f"launched {unit}",
        f"initialized {unit}",
        f"failed {unit}",
        f"passed {unit}",
        f"completed {unit}",
        "satisfied Returns at the till",
        f"terminated {unit}",
    ]


def test_a_scorm_2004_package_is_saved_when_its_window_is_closed(signed_in: SignedIn) -> None:
    page = signed_in("wanda")
    open_course(page, "Price labels")
    address = page.url
    page.get_by_role("button", name="Start").first.click()
    sco = page.frame_locator("iframe")
    expect(sco.get_by_role("status")).to_have_text("started true ab-initio colour=green")
    sco.get_by_role("button", name="Next page").click()
    expect(sco.get_by_role("status")).to_have_text("kept true")
    page.close(run_before_unload=True)
    again = signed_in("wanda")
    until(again, address, "Continue")
    again.get_by_role("button", name="Go on").click()
    sco = again.frame_locator("iframe")
    expect(sco.get_by_text("page 2")).to_be_visible()
    sco.get_by_role("button", name="Answer rightly").click()
    sco.get_by_role("button", name="Finish").click()
    expect(sco.get_by_role("status")).to_have_text("finished true")
    again.get_by_role("link", name="Back to the course").first.click()
    expect(again.get_by_role("heading", name="Price labels: done")).to_be_visible()
    assert [one.split()[0] for one in verbs_of(again) if "labels" in one] == [
        "launched",
        "initialized",
        "terminated",
        "launched",
        "initialized",
        "passed",
        "completed",
        "satisfied",
        "terminated",
    ]


MANIFEST = """<manifest identifier="KEY" version="1" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata><organizations default="o"><organization identifier="o"><title>KEY</title>
<item identifier="i1" identifierref="r1"><title>Part 1</title></item></organization></organizations>
<resources><resource identifier="r1" type="webcontent" adlcp:scormtype="sco" href="./index.html"/></resources></manifest>"""
SCO = """<!doctype html><title>SCO</title><p id="said">…</p><script>const A = parent.API; A.LMSInitialize("");
const set = (name, value) => A.LMSSetValue(name, value) === "true" ? "ok" : A.LMSGetLastError(); let found = A.LMSGetValue("cmi.core.total_time");
DO; document.getElementById("said").textContent = found;</script>"""


def brought_in(signed_in: SignedIn, key: str, does: str) -> Page:
    """A SCORM 1.2 package that does something, brought in by an author and opened to try it out."""
    page = signed_in("sasha")
    page.goto("/packages")
    file = archive(
        {"imsmanifest.xml": MANIFEST.replace("KEY", key), "index.html": SCO.replace("DO", does)}
    )
    page.set_input_files(
        "#f-package", {"name": "x.zip", "mimeType": "application/zip", "buffer": file.getvalue()}
    )
    page.get_by_role("button", name="Bring it in").click()
    page.get_by_role("link", name="Try it out").click()
    return page


def test_a_sco_that_ends_itself_when_it_is_left_is_completed(signed_in: SignedIn) -> None:
    page = brought_in(
        signed_in, "Leaves in time", 'addEventListener("unload", () => A.LMSFinish(""))'
    )
    page.get_by_role("button", name="Start").first.click()
    expect(page.frame_locator("iframe").locator("#said")).to_have_text("00:00:00")
    page.get_by_role("link", name="Back to the course").click()
    expect(page.get_by_role("heading", name="Leaves in time: done")).to_be_visible()


def test_a_window_whose_part_was_opened_again_says_that_it_keeps_nothing_more(
    signed_in: SignedIn,
) -> None:
    does = 'found = set("cmi.interactions.0.id", "Frage 1 ä"); addEventListener("click", () => A.LMSCommit(""))'
    page = brought_in(signed_in, "Two windows", does)
    address = page.url
    page.get_by_role("button", name="Start").first.click()
    expect(page.frame_locator("iframe").locator("#said")).to_have_text("ok")
    other = page.context.new_page()
    other.goto(address)
    other.get_by_role("button", name="Go on").click()
    expect(other.frame_locator("iframe").locator("#said")).to_have_text("ok")
    page.frame_locator("iframe").locator("#said").click()
    expect(page.get_by_role("alert")).to_contain_text("opened again, or ended, in another window")
    expect(page.get_by_role("status").first).to_have_text("Not saved any more")


def until(page: Page, address: str, words: str) -> None:
    for _ in range(20):
        page.goto(address)
        if page.get_by_text(words).count():
            return
        time.sleep(0.2)
    raise AssertionError(words)


def test_a_reloaded_player_says_what_to_do(signed_in: SignedIn) -> None:
    page = signed_in("sasha")
    open_course(page, "Price labels")
    page.get_by_role("button", name="Start").first.click()
    expect(page.frame_locator("iframe").get_by_role("status")).to_contain_text("started true")
    page.reload()
    expect(page.get_by_role("alert")).to_contain_text("not known")
    look(page, "player-reloaded-desk-light")
    page.get_by_role("link", name="Open it again from the course's page").click()
    expect(page).to_have_url(re.compile("/courses$"))


SNOOP = """<!doctype html><meta charset="utf-8"><title>x</title><p id="said">…</p><script>
(async () => {
  const found = [document.cookie || "no cookie"];
  for (const address of ["APP/me/data.json", "/me/data.json"]) {
    try { const answer = await fetch(address, { credentials: "include" }); found.push(`${answer.status} ${(await answer.text()).slice(0, 20)}`); }
    catch { found.push("refused"); }
  }
  found.push(String(window.opener));
  const frame = document.createElement("iframe");
  frame.src = "APP/me"; document.body.append(frame);
  await new Promise((done) => setTimeout(done, 1500));
  try { found.push(frame.contentDocument ? "frame open" : "frame closed"); } catch { found.push("frame closed"); }
  try { await navigator.serviceWorker.register("sw.js"); found.push("worker"); } catch { found.push("no worker"); }
  document.getElementById("said").textContent = found.join(" | ");
})();
</script>"""


def test_a_hostile_package_has_no_power_over_the_pages(signed_in: SignedIn, site: str) -> None:
    page = signed_in("auri")
    manifest = zipped("cmi5").read()
    files = {
        "cmi5.xml": (Path(__file__).parents[1] / "packages/cmi5/cmi5.xml").read_text(),
        "sw.js": "//",
    }
    files["cmi5.xml"] = (
        files["cmi5.xml"]
        .replace("Warm chillers", "Snooper")
        .replace("courses/chillers", "courses/snooper")
    )
    files["index.html"] = SNOOP.replace("APP", site)
    assert manifest
    page.goto("/packages")
    page.set_input_files(
        "input[type=file]",
        {"name": "x.zip", "mimeType": "application/zip", "buffer": archive(files).read()},
    )
    page.get_by_role("button", name="Bring it in").click()
    page.get_by_role("link", name="Try it out").click()
    page.get_by_role("button", name="Start").first.click()
    said = page.frame_locator("iframe").locator("#said")
    expect(said).to_contain_text("worker", timeout=10_000)
    assert said.inner_text() == "no cookie | refused | refused | null | frame closed | no worker"


def test_an_author_drops_a_broken_package_and_reads_each_fault_with_its_line(
    signed_in: SignedIn,
) -> None:
    page = signed_in("auri", viewport={"width": 360, "height": 780})
    page.goto("/packages")
    broken = zipped(
        "cmi5", **{'moveOn="Completed"': 'moveOn="Done"', "index.html?part=quiz": "quiz.html"}
    )
    page.set_input_files(
        "input[type=file]",
        {"name": "x.zip", "mimeType": "application/zip", "buffer": broken.read()},
    )
    page.get_by_role("button", name="Bring it in").click()
    faults = page.get_by_role("alert").get_by_role("listitem")
    expect(faults).to_have_count(2)
    expect(faults.first).to_contain_text("cmi5.xml, line 17 moveOn is one of")
    expect(faults.last).to_contain_text("The package has no file 'quiz.html'.")
    look(page, "packages-broken-phone-light")


@pytest.mark.skipif(
    not EXAMPLES.is_dir(),
    reason="NOT RUN: CATAPULT names no folder with the public example courses",
)
def test_a_public_example_course_is_completed(signed_in: SignedIn) -> None:
    page = signed_in("auri")
    page.goto("/packages")
    page.set_input_files("input[type=file]", EXAMPLES / "masteryscore_framed.zip")
    page.get_by_role("button", name="Bring it in").click()
    page.get_by_role("link", name="Try it out").click()
    with page.context.expect_page() as own:
        page.get_by_role("button", name="Start").first.click()
    course = own.value
    expect(course.locator("#content")).to_contain_text("Geology")
    course.wait_for_load_state("networkidle")
    right = course.get_by_role("button", name="Select correct answers")
    for _ in range(12):
        course.get_by_role("button", name="Next").click()
        course.wait_for_timeout(200)
        if right.is_visible():
            break
    right.click()
    course.get_by_role("button", name="Submit Answers").click()
    course.get_by_role("button", name="Exit the Course").click()
    expect(course.get_by_role("heading", name=re.compile(": done"))).to_be_visible(timeout=20_000)
    title = "Introduction to Geology - Framed Style - Mastery Score"
    verbs = [one.partition(" ")[0] for one in verbs_of(page)]
    assert f"launched {title}" in verbs_of(page) and f"satisfied {title}" in verbs_of(page)
    assert {"initialized", "passed", "terminated"} <= set(verbs)
    look(course, "course-public-example-desk-light")


def test_pages_are_not_shown_where_packages_run(site: str) -> None:
    content = site.replace("127.0.0.1", "localhost")
    moved = httpx.get(f"{content}/today")
    assert (moved.status_code, moved.headers["Location"]) == (302, f"{site}/today")
    assert httpx.post(f"{content}/sign-in", data={"username": "x"}).status_code == 404
    assert (
        httpx.get(f"{site}/content/00000000-0000-4000-8000-000000000000/index.html").status_code
        == 404
    )
