"""Day one, walked whole: from an empty folder and one link to a learner on a phone, a worker who
finds an aid, a week that is lived, and a result. Everything is done in the browser; nothing here
calls the product's code or its command beyond `trimtab run`.

It is a rehearsal, so that its clock may be set. What each part takes is printed: pages that were
opened, fields and buttons that were used, and minutes of the machine.
"""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import httpx
import pytest
from aiosmtpd.controller import Controller
from openpyxl import Workbook
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.browser.test_first_hour import circumstances, go_on
from tests.browser.test_pages import look
from tests.browser.test_setting_up import DESK, PHONE
from tests.product import Product, free_port

ROOT = Path(__file__).parents[2]
PASSWORD = "seven olive trees in pots"
ADA, NOOR, INES, ROSA = (
    f"{name}@larkspur.example" for name in ("ada.brandt", "noor.haddad", "ines.amara", "rosa.lind")
)
UNITS = (("north", "Greenhouse North"), ("south", "Greenhouse South"), ("shop", "Garden shop"))
SETTLES_IN = 90
# Gardeners beside the three who are named: thirty people in all.
MANY = 27
QUESTIONS = """\
- key: {tag}-{number}
  kind: single-choice
  stem: {stem}
  tags: [{tag}]
  options:
    - {{text: When the card shows yellow, correct: true, feedback: Yellow is dry for a seedling.}}
    - {{text: On Mondays and Thursdays, correct: false, feedback: The days do not know the tray.}}
"""
STEMS = (
    "When is a tray of seedlings watered?",
    "The card is green and the top is dry. When is it watered?",
    "A tray stands at the door. When is it watered?",
    "It was watered in the morning. When is it watered again?",
)
AID = """\
---
tags: [{tag}]
---
# Read the moisture card

1. Put the card two fingers deep into the tray.
2. Yellow: water until it drips. Green: leave it.
3. Write the time on the label of the tray.
"""


class Post:
    """A mail server that keeps whatever it is given."""

    def __init__(self) -> None:
        self.port = free_port()
        self.letters: list[tuple[str, EmailMessage]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        letter = message_from_bytes(envelope.content, policy=policy.default)
        self.letters += [(to, letter) for to in envelope.rcpt_tos]
        return "250 taken"

    def link_for(self, address: str) -> str:
        """The link in the last letter to somebody, once it has come."""
        until = time.monotonic() + SETTLES_IN
        while time.monotonic() < until:
            texts = [_text(letter) for to, letter in self.letters if to == address]
            links = re.findall(r"http://\S+/come-in/\S+", texts[-1]) if texts else []
            if links:
                return str(links[-1])
            time.sleep(0.2)
        raise AssertionError(f"no link came to {address}: {[to for to, _ in self.letters]}")


def _text(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


@dataclass
class Walk:
    """Somebody at a desk or with a phone, and what all of them have done so far."""

    product: Product
    browser: Browser
    post: Post
    begun: float = field(default_factory=time.monotonic)
    pages: int = 0
    parts: list[str] = field(default_factory=list)
    _mark: tuple[int, float] = (0, 0.0)

    def open(self, size: tuple[int, int]) -> Page:
        context = self.browser.new_context(
            base_url=self.product.address,
            viewport={"width": size[0], "height": size[1]},
            timezone_id="Europe/Berlin",
            reduced_motion="reduce",
        )
        page = context.new_page()

        def note(frame: object) -> None:
            self.pages += frame == page.main_frame

        page.on("framenavigated", note)
        return page

    def told(self, part: str) -> None:
        """Ends a part of the walk, and writes down what it took."""
        pages, seconds = self._mark
        now = time.monotonic() - self.begun
        self.parts.append(f"{part:48} {self.pages - pages:3} pages, {now - seconds:5.0f} s")
        self._mark = (self.pages, now)


@pytest.fixture
def walk(browser: Browser, tmp_path: Path) -> Iterator[Walk]:
    post = Post()
    server = Controller(post, hostname="127.0.0.1", port=post.port, server_hostname="localhost")
    server.start()
    settings = {
        "TRIMTAB_REHEARSAL": "yes",
        "TRIMTAB_WEB_PROCESSES": "1",
        "PYTHONPATH": str(ROOT / "src"),
    }
    product = Product(tmp_path / "data", free_port(), settings=settings)
    try:
        # Its tables are made beforehand, and nothing waits for a disk that does not fail here.
        made = product.command("init", "--link")
        assert made.returncode == 0, made.stderr
        with (product.data / "postgres" / "postgresql.auto.conf").open("a") as settings_file:
            settings_file.writelines(
                f"{name} = off\n" for name in ("fsync", "synchronous_commit", "full_page_writes")
            )
        product.start("--no-demo")
        yield Walk(product, browser, post)
    finally:
        product.stop()
        server.stop()


def _settled(walk: Walk) -> None:
    """Waits until no job is due, queued or running."""
    until = time.monotonic() + SETTLES_IN
    while time.monotonic() < until:
        if httpx.get(f"{walk.product.address}/healthz", timeout=5).json().get("unfinished") == 0:
            return
        time.sleep(0.1)
    raise AssertionError("the jobs that are due do not end")


def _both(page: Page, name: str, size: tuple[int, int] = DESK) -> None:
    """A look at the page on a phone and at a desk; it is left in a size."""
    for (width, height), screen in ((PHONE, "phone"), (DESK, "desk")):
        page.set_viewport_size({"width": width, "height": height})
        look(page, f"day-one-{name}-{screen}", audit=screen == "phone")
    page.set_viewport_size({"width": size[0], "height": size[1]})


def _go(page: Page, path: str, who: str) -> None:
    """Opens a page; whoever was signed out meanwhile signs in again."""
    page.goto(path)
    if "/sign-in" in page.url:
        page.get_by_label("E-mail address or sign-in name").fill(who)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url(lambda address: "/sign-in" not in address)
        page.goto(path)


def _set_clock(walk: Walk, ada: Page, moment: dt.datetime) -> None:
    _go(ada, "/rehearsal", ADA)
    ada.get_by_label("Or to a time to come").fill(f"{moment:%Y-%m-%dT%H:%M}")
    ada.get_by_role("button", name="Set the clock").click()
    _settled(walk)


def _come_in(page: Page, link: str) -> None:
    page.goto(link)
    for label in ("Your password", "The same once more"):
        page.get_by_label(label).fill(PASSWORD)
    page.get_by_role("button", name="Come in").click()
    page.wait_for_url(lambda address: "/come-in" not in address)


def test_an_organisation_sets_itself_up_and_runs_in_the_browser_alone(
    walk: Walk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = dt.date.today() + dt.timedelta(days=7 - dt.date.today().weekday())
    ada = walk.open(DESK)
    _set_up(walk, ada)
    _set_clock(walk, ada, dt.datetime.combine(first, dt.time(9)))
    _mail(walk, ada)
    _people(walk, ada, tmp_path / "people.xlsx")
    noor = walk.open(DESK)
    tag = _strategy(walk, ada, noor, first)
    _content(walk, tag)
    rosa, worker = walk.open(PHONE), walk.open(PHONE)
    _first_question(walk, rosa)
    _finds_an_aid(walk, ada, worker)
    _figures(walk, ada, first - dt.timedelta(days=7), 24)
    _week(walk, ada, rosa, first)
    _figures(walk, ada, first + dt.timedelta(days=5), 9)
    _result(walk, ada, first)
    with capsys.disabled():
        print("", *walk.parts, f"{walk.pages} pages in all", sep="\n")


def _set_up(walk: Walk, ada: Page) -> None:
    said = (walk.product.data / "said").read_text()
    link = re.search(r"http://\S+/set-up/\S+", said)
    assert link, said
    ada.goto(link[0])
    ada.get_by_label("Name", exact=True).fill("Larkspur Gardens")
    ada.get_by_label("Your name").fill("Ada Brandt")
    ada.get_by_label("E-mail address").fill(ADA)
    for label in ("Your password", "The same once more"):
        ada.get_by_label(label).fill(PASSWORD)
    ada.get_by_role("button", name="Set it up").click()
    ada.wait_for_url(lambda address: "/set-up" not in address)
    expect(ada.get_by_role("region", name="Still to do")).to_contain_text("0 of")
    _both(ada, "set-up")
    walk.told("The organisation is set up")


def _mail(walk: Walk, ada: Page) -> None:
    _go(ada, "/", ADA)
    ada.get_by_role("link", name=re.compile("^Mail No mail server")).click()
    ada.get_by_label("Mail server", exact=True).fill("127.0.0.1")
    ada.get_by_label("Port").fill(str(walk.post.port))
    ada.get_by_label("Secure connection").select_option("none")
    ada.get_by_label("Address of the sender").fill("learn@larkspur.example")
    ada.get_by_role("button", name="Send a test").click()
    expect(ada.get_by_role("heading", level=1)).to_have_text(
        "Mail leaves by 127.0.0.1", timeout=30_000
    )
    assert [to for to, _letter in walk.post.letters] == [ADA]
    walk.told("Mail leaves, and a test has come")


def _people(walk: Walk, ada: Page, file: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["email", "sign_in", "name", "unit", "unit_name", "roles", "attribute:job"])
    sheet.append([INES, "", "Ines Amara", *UNITS[2], "author", "editor"])
    sheet.append([ROSA, "", "Rosa Lind", *UNITS[0], "learner", "gardener"])
    sheet.append(["", "2042", "Tom Reed", *UNITS[2], "learner", "seller"])
    for number in range(MANY):
        named = f"person{number}@larkspur.example", "", f"Person {number}"
        sheet.append([*named, *UNITS[number % 3], "learner", "gardener"])
    book.save(file)
    _go(ada, "/", ADA)
    ada.get_by_role("link", name=re.compile("^People You are alone")).click()
    ada.get_by_label("A CSV file or an Excel workbook").set_input_files(file)
    ada.get_by_role("button", name="Look at it first").click()
    expect(ada.get_by_role("heading", level=1)).to_have_text("What 30 rows would do")
    _both(ada, "people")
    ada.get_by_label(re.compile("Make these units")).check()
    ada.get_by_role("button", name="Bring them in").click()
    expect(ada.get_by_role("heading", level=1)).to_have_text("The list is in")
    _go(ada, "/people", ADA)
    ada.get_by_role("button", name="Invite 29 by mail").click()
    expect(ada.locator("body")).to_contain_text("29 invitations are written")
    walk.told("30 people are here, and 29 invited by mail")


def _strategy(walk: Walk, ada: Page, noor: Page, first: dt.date) -> str:
    """A strategy from the first hour, decided by somebody who was invited in it; the tag of what it
    practises."""
    _go(ada, "/", ADA)
    ada.get_by_role("link", name=re.compile("Begin with the first strategy")).click()
    _diagnose(ada)
    ada.get_by_label("Who is responsible for it?").fill(ADA)
    ada.get_by_label("When does it start?").fill(str(first))
    ada.get_by_label("When is it done?").fill(str(first + dt.timedelta(days=60)))
    go_on(ada)
    ada.get_by_label("How do you deal with it").fill("Short practice in paid time, and a card.")
    ada.get_by_label("What will you not do?").fill("A course in a classroom")
    ada.get_by_label("Minutes a week").fill("10")
    go_on(ada)
    circumstances(ada)
    ada.get_by_label("By how much must the figure move").fill("10")
    ada.get_by_label("By when?").fill(str(first + dt.timedelta(days=6)))
    ada.get_by_label("Because we assume that").fill("They know it, and forget when")
    ada.get_by_label("Who approves").select_option(label="Data stewards (nobody yet)")
    ada.get_by_role("button", name="Next").click()
    ada.get_by_label("Ask a colleague to decide: their name").fill("Noor Haddad")
    ada.get_by_label("Their e-mail address or sign-in name").fill(NOOR)
    go_on(ada)
    expect(ada.locator("h1")).to_have_text("It stands. Somebody else may look at it now.")
    _both(ada, "strategy")
    ada.get_by_role("link", name="Review and adopt").click()
    ada.get_by_role("button", name="Send to review").click()
    expect(ada.locator("main")).to_contain_text("It waits for one of: Noor Haddad.")
    walk.told("A strategy stands, written in the first hour")
    _come_in(noor, walk.post.link_for(NOOR))
    noor.goto("/")
    noor.get_by_role("link", name=re.compile("waits for your review")).click()
    noor.get_by_role("button", name="Approve").click()
    noor.get_by_role("link", name="Put it in force").click()
    noor.get_by_role("button", name="Yes, put it in force").click()
    expect(noor.locator("h1")).to_contain_text("adopted, in force")
    _both(noor, "in-force")
    _go(ada, "/", ADA)
    _both(ada, "needs")
    needed = ada.locator("a[href*='/bring-in?tag=']").first.get_attribute("href")
    assert needed
    walk.told("Somebody else has come in by mail and decided")
    return needed.partition("tag=")[2]


def _diagnose(page: Page) -> None:
    page.get_by_label("The problem, in one line").fill("Young plants are watered too late")
    go_on(page)
    page.get_by_label("What do you call this group?").fill("Greenhouse teams")
    page.get_by_label("How many people?").fill("20")
    page.get_by_label("Where do they work?").select_option(index=2)
    page.get_by_label("How are they paid?").select_option(label="By the hour")
    page.get_by_label("What do they hold in their hands?").select_option(label="A shared device")
    for _code, unit in UNITS:
        page.get_by_role("checkbox", name=unit).check()
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


def _content(walk: Walk, tag: str) -> None:
    """The author comes in by mail and brings four questions and an aid in."""
    ines = walk.open(DESK)
    _come_in(ines, walk.post.link_for(INES))
    ines.goto("/")
    _both(ines, "author")
    ines.get_by_role("link", name=re.compile("has no question yet")).first.click()
    ines.get_by_role("link", name="Bring content in").first.click()
    questions = "".join(
        QUESTIONS.format(tag=tag, number=number, stem=stem)
        for number, stem in enumerate(STEMS, start=1)
    )
    files = {"questions.yaml": questions, "moisture-card.md": AID.format(tag=tag)}
    ines.get_by_label("Files").set_input_files(
        [
            FilePayload(name=name, mimeType="text/plain", buffer=text.encode())
            for name, text in files.items()
        ]
    )
    ines.get_by_role("button", name="Bring it in").click()
    expect(ines.locator("main")).to_contain_text("Taken. New: 5.")
    _both(ines, "content")
    walk.told("Its content is brought in")


def _first_question(walk: Walk, rosa: Page) -> None:
    _come_in(rosa, walk.post.link_for(ROSA))
    rosa.goto("/today")
    look(rosa, "day-one-today-phone")
    rosa.get_by_role("link", name="Start").click()
    _answer(rosa)
    look(rosa, "day-one-answered-phone")
    walk.told("A learner on a phone answers the first question")


def _answer(page: Page) -> None:
    page.get_by_role("button", name=re.compile("When the card shows yellow")).click()
    expect(page.locator("#result")).to_be_visible()


def _finds_an_aid(walk: Walk, ada: Page, worker: Page) -> None:
    """A worker without e-mail comes in by the sheet that the administrator prints."""
    _go(ada, "/people?q=Tom+Reed", ADA)
    ada.get_by_role("button", name=re.compile("^Print")).first.click()
    _both(ada, "sheet")
    _come_in(worker, ada.locator(".link").first.inner_text())
    worker.goto("/find")
    look(worker, "day-one-find-phone")
    worker.get_by_label("What do you want to do?").fill("moisture card")
    worker.keyboard.press("Enter")
    worker.get_by_role("link", name=re.compile("Read the moisture card")).first.click()
    expect(worker.locator("main")).to_contain_text("Yellow: water until it drips")
    look(worker, "day-one-aid-phone")
    walk.told("A worker without e-mail finds an aid")


def _figures(walk: Walk, ada: Page, day: dt.date, value: int) -> None:
    # Not by as much with everybody: else nothing can be said about chance.
    rows = [f"person{at}@larkspur.example,{day},{value + at % (value // 4)}" for at in range(MANY)]
    _go(ada, "/results/sources", ADA)
    ada.get_by_label("CSV or Excel file").set_input_files(
        {
            "name": "trays.csv",
            "mimeType": "text/csv",
            "buffer": "\n".join(["subject,when,value", *rows]).encode(),
        }
    )
    ada.get_by_text("The columns have other names").click()
    ada.get_by_label("Measure of every row").select_option(label="Dry trays (in 100)")
    ada.get_by_role("button", name="Take these figures over").click()
    expect(ada.locator("main")).to_contain_text(f"{MANY} figures are new")
    _both(ada, "figures")
    walk.told(f"Figures of {day} are brought")


def _week(walk: Walk, ada: Page, rosa: Page, first: dt.date) -> None:
    """Seven mornings; the learner practises on three of them."""
    answered = 0
    for number in range(1, 8):
        day = first + dt.timedelta(days=number)
        _set_clock(walk, ada, dt.datetime.combine(day, dt.time(9)))
        if number % 2:
            _go(rosa, "/today", ROSA)
            if rosa.get_by_role("link", name="Start").count():
                rosa.get_by_role("link", name="Start").click()
                _answer(rosa)
                answered += 1
    assert answered
    walk.told(f"A week is lived; the learner answered on {answered} days more")


def _result(walk: Walk, ada: Page, first: dt.date) -> None:
    _set_clock(walk, ada, dt.datetime.combine(first + dt.timedelta(days=8), dt.time(9)))
    _go(ada, "/results", ADA)
    # It is judged since its day has come, and says what its figures allow.
    expect(ada.locator("main")).to_contain_text("Practise: Water seedlings by the moisture card")
    expect(ada.locator("main")).to_contain_text("Dry trays")
    _both(ada, "result")
    _go(ada, "/", ADA)
    _both(ada, "after-a-week")
    walk.told("A result is read")
