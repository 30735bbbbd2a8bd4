"""An installation that is lived in: its clock, its people, and what each day brings."""

from __future__ import annotations

import datetime as dt
import re
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import httpx

from tests.living.outside import Elsewhere
from tests.living.visitor import Page, Visitor
from tests.mail_server import MailServer, serving
from tests.product import Product

ZONE = ZoneInfo("Europe/Berlin")
NAME, ADMINISTRATOR, PASSWORD = (
    "Larkspur Gardens",
    "ada@larkspur.example",
    "seven-olive-trees-in-pots",
)
# After a worker was killed another one begins first, which a busy machine takes its time for.
STOP_SECONDS = 60


@dataclass(frozen=True)
class Mail:
    """A letter that arrived, and what time it was in the installation when it did."""

    to: str
    subject: str
    key: str
    text: str
    at: dt.datetime


@dataclass
class Life:
    """What is known from outside: the product, the world around it, and the time that it was
    told."""

    product: Product
    post: MailServer
    elsewhere: Elsewhere
    told: list[tuple[float, dt.datetime]]
    journal: list[str] = field(default_factory=list)
    mail_server: ExitStack = field(default_factory=ExitStack)
    stops: int = 0
    waited: float = 0.0
    administrator: Visitor = field(init=False)
    watcher: httpx.Client = field(init=False)
    clock_page: Page | None = None

    def __post_init__(self) -> None:
        self.watcher = httpx.Client(base_url=self.product.address, timeout=5)
        self.administrator = Visitor(self.product.address, ADMINISTRATOR, PASSWORD)

    @property
    def now(self) -> dt.datetime:
        """What time it is in the installation: what it was last told, and what has passed since."""
        return self.time_at(time.monotonic())

    def time_at(self, moment: float) -> dt.datetime:
        """What time it was there at a moment of the monotonic clock."""
        told_at, told = max(pair for pair in self.told if pair[0] <= moment)
        return (told + dt.timedelta(seconds=moment - told_at)).astimezone(ZONE)

    def mails(self, subject: str = "", to: str = "") -> list[Mail]:
        """Mails that have arrived, with a subject and to somebody, in their order."""
        return [
            Mail(
                mail.to,
                str(mail.content["Subject"]),
                mail.key,
                text_of(mail.content),
                self.time_at(mail.at),
            )
            for mail in self.post.taken
            if subject in str(mail.content["Subject"]) and to in mail.to
        ]

    @property
    def day(self) -> dt.date:
        return self.now.date()

    def go(self, day: dt.date, hour: int, minute: int = 0) -> None:
        """Sets the clock to a time of a day where the organisation is, unless it has come by
        itself, and waits until the jobs that fell due have ended."""
        self.go_to(dt.datetime.combine(day, dt.time(hour, minute), ZONE))

    def go_to(self, moment: dt.datetime) -> None:
        """Sets the clock to a moment, unless it has come by itself, and waits until the jobs that
        fell due have ended."""
        if moment > self.now:
            self._set_ahead(moment)
            self.told.append((time.monotonic(), moment))
        self.settle()

    def _set_ahead(self, moment: dt.datetime) -> None:
        """Sends the form of the page that the last one led back to: it is the same, and was opened
        already."""
        visitor, wanted = self.administrator, f"{moment:%Y-%m-%dT%H:%M}"
        page = visitor.send(self.clock_page or visitor.open("/rehearsal"), to=wanted)
        if (
            page.path == "/sign-in"
        ):  # the session has ended, before the form was taken or by what it did
            page = visitor.open("/rehearsal")
            if f"{moment:%-d %B %Y}" not in page.words:
                page = visitor.send(page, to=wanted)
        self.clock_page = page

    def settle(self) -> None:
        """Waits until no job is due, queued or running."""
        begun = time.monotonic()
        while time.monotonic() - begun < STOP_SECONDS:
            if self.health().get("unfinished") == 0:
                self.stops += 1
                self.waited += time.monotonic() - begun
                return
            time.sleep(0.05)
        raise AssertionError(
            f"{self.now:%d %B %Y, %H:%M}: the jobs that are due do not run: {self.health()}"
        )

    def health(self) -> dict[str, object]:
        try:
            said: dict[str, object] = self.watcher.get("/healthz").json()
        except (httpx.HTTPError, ValueError):
            return {}
        return said

    def command(self, *arguments: object) -> str:
        """Runs `trimtab` with some arguments on the living installation; returns what it
        printed."""
        done = self.product.command(*map(str, arguments))
        assert done.returncode == 0, f"trimtab {arguments}: {done.stderr or done.stdout}"
        return done.stdout

    def end(self) -> None:
        """Stops everything."""
        self.product.stop()
        self.mail_server.close()
        self.elsewhere.close()

    def note(self, text: str) -> None:
        """Writes a line of the story."""
        self.journal.append(f"{self.now:%a %d %b %Y, %H:%M}  {text}")


def answer(visitor: Visitor, most: int = 2) -> int:
    """Practises: answers what is ready, up to `most` questions; returns how many."""
    page, done = visitor.open("/today/answer"), 0
    while page.path == "/today/answer" and done < most:
        page = visitor.send(page, text="olive")
        assert page.tree.get_element_by_id("result") is not None
        done += 1
        page = visitor.open("/today/answer")
    return done


def ready(page: Page) -> bool:
    """Whether Today has something to practise."""
    return "ready" in page.words


def let_in(life: Life, addresses: list[str]) -> dict[str, Visitor]:
    """Invites people by mail; each opens the link, chooses a password, and is in."""
    life.command("people", "invite", *addresses)
    life.go_to(life.now.replace(second=0, microsecond=0) + dt.timedelta(minutes=2))
    return {address: _come_in(life, address) for address in addresses}


def _come_in(life: Life, address: str) -> Visitor:
    letter = life.mails(to=address)[-1].text
    link = re.search(r"http://\S+", letter)
    assert link, letter
    visitor = Visitor(life.product.address, address, PASSWORD)
    page = visitor.send(visitor.open(link[0]), password=PASSWORD, again=PASSWORD, kept="on")
    assert page.path != urlsplit(link[0]).path, page.words
    return visitor


def begin(python: Path, data: Path, port: int, first: dt.date) -> Life:
    """An empty installation that is a rehearsal, started by its command, its clock set to the first
    day."""
    mail_server = ExitStack()
    post = mail_server.enter_context(serving(MailServer()))
    settings = {
        "TRIMTAB_REHEARSAL": "yes",
        "TRIMTAB_EMAIL_URL": post.url,
        "TRIMTAB_WEB_PROCESSES": "1",
        "TRIMTAB_OUTGOING_NETWORKS": "127.0.0.1",
    }
    product = Product(data, port, python, settings=settings)
    life = Life(
        product,
        post,
        Elsewhere(),
        [(0.0, dt.datetime.now(ZONE) - dt.timedelta(seconds=time.monotonic()))],
        mail_server=mail_server,
    )
    made = product.command(
        "init",
        "--rehearsal",
        "--name",
        NAME,
        "--email",
        ADMINISTRATOR,
        "--password",
        PASSWORD,
        "--time-zone",
        str(ZONE),
    )
    try:
        assert made.returncode == 0, made.stderr
        # The machine does not fail here: nothing need wait for its disk.
        with (data / "postgres" / "postgresql.auto.conf").open("a") as settings_file:
            settings_file.writelines(
                f"{name} = off\n" for name in ("fsync", "synchronous_commit", "full_page_writes")
            )
        product.start("--no-demo")
        life.go(first, 9)
    except BaseException:
        life.end()
        raise
    return life


def text_of(mail: Message) -> str:
    """The words of a mail that has one part."""
    content = mail.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content.decode()
