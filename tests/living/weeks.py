"""What happens in the weeks that are lived at Larkspur Gardens, and what of it is seen from
outside."""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import re
import signal
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.living import course
from tests.living.life import ZONE, Life, answer, let_in, ready
from tests.living.visitor import Visitor
from tests.packages import zipped

HERE = Path(__file__).parent
PEOPLE, LATER, WHO_COME_IN = 60, 12, 4
OUTSIDER = "council@partner.example"
DAY = dt.timedelta(days=1)
# The weekdays on which people open Today: Monday and Thursday; they practise on Mondays.
LOOKED_AT, PRACTISED_AT = (0, 3), 0
# Quiet hours end at eight: what is due goes at the second of these, and not at the first.
EARLY = ((7, 30), (8, 5))
LATER_ON = ((9, 2),)
# The days of the short form that are lived, by week: those around something that happens, and a
# Monday and a Sunday of each other week.
SHORT, USUAL_DAYS = 16, (0, 6)
DAYS_LIVED = {
    0: (1, 3, 6),
    1: (0, 1, 2, 3, 6),
    2: (0, 1, 2, 6),
    3: (0, 2, 3, 6),
    4: (0, 1, 3, 5, 6),
    5: (0, 1, 2, 3, 4, 6),
    6: (0, 3, 6),
    10: (0, 3, 6),
    11: tuple(range(7)),
    12: (0, 1, 2, 3, 6),
}
# Weeks and weekdays count from 0. The figures of the week by whose end the expectation is judged
# arrive four days late.
STARTS, COURSE, NEWCOMERS, LEAVES_IT, BREAKS, DIES, JUDGED, LATE_DAYS = 1, 2, 3, 4, 5, 6, 10, 4
# Somebody who asks to be reminded in the week `LEAVES_IT`, and practises no more from it on. Nobody
# else has asked.
LEAVER = 2


@dataclass
class Seen:
    """What was seen from outside, by day."""

    life: Life
    first: dt.date
    weeks: int
    folder: Path
    package: str = ""
    visitors: dict[str, Visitor] = field(default_factory=dict)
    late: list[dict[str, object]] = field(default_factory=list)
    ready: dict[dt.date, list[str]] = field(default_factory=dict)
    practised: dict[dt.date, int] = field(default_factory=dict)
    programmes: dict[dt.date, set[str]] = field(default_factory=dict)
    corrections: dict[dt.date, list[str]] = field(default_factory=dict)
    decided_on: dt.date | None = None
    source: dict[dt.date, str] = field(default_factory=dict)
    unwell: list[tuple[dt.date, dict[str, object]]] = field(default_factory=list)
    back_after: float = 0.0
    months: dict[dt.date, str] = field(default_factory=dict)
    data: dict[dt.date, dict[str, Any]] = field(default_factory=dict)
    left: dict[dt.date, dict[str, Any]] = field(default_factory=dict)
    runs: dict[dt.date, str] = field(default_factory=dict)

    def date(self, week: int, weekday: int = 0) -> dt.date:
        """A day of a week."""
        return self.first + dt.timedelta(weeks=week, days=weekday)

    @property
    def campaigns(self) -> tuple[dt.date, dt.date]:
        """The days from which two messages go out: one in summer time, one on the day after it has
        ended."""
        return self.date(STARTS), last_sunday_of_october(self.first.year) + DAY

    @property
    def reminded(self) -> tuple[dt.date, ...]:
        """The day on which whoever was asked is reminded: what is written then leaves a minute
        later."""
        return (self.date(STARTS, 1),)

    @property
    def abandoned(self) -> set[str]:
        """The days on which somebody's own records say that a session of a course was abandoned."""
        said = [
            statement
            for data in self.data.values()
            for statement in data["statements"]
            if statement["verb"]["id"] == course.ABANDONED
        ]
        return {statement["timestamp"][:10] for statement in said}

    @property
    def known_on(self) -> dt.date:
        """The day on which the figures that the expectation waits for have arrived."""
        return self.date(JUDGED, 6) + LATE_DAYS * DAY


def address(number: int) -> str:
    return f"p{number}@larkspur.example"


def live(life: Life, first: dt.date, weeks: int, folder: Path) -> Seen:
    """Sets the organisation up on its first day, and lives `weeks` weeks of it, a day at a time;
    returns what was seen."""
    seen = Seen(life, first, weeks, folder)
    set_up(seen)
    for day in days_lived(seen):
        for hour, minute in (
            *(EARLY if day in seen.campaigns else ()),
            (9, 0),
            *(LATER_ON if day in seen.reminded else ()),
        ):
            life.go(day, hour, minute)
        look(seen, day)
        live_a_day(seen, day)
    return seen


def days_lived(seen: Seen) -> list[dt.date]:
    """The days after the first: each of them or, in the short form, those on which something can be
    seen."""
    days = [seen.first + number * DAY for number in range(1, seen.weeks * 7)]
    if seen.weeks > SHORT:
        return days
    return [
        day
        for day in days
        if day.weekday() in DAYS_LIVED.get((day - seen.first).days // 7, USUAL_DAYS)
    ]


def set_up(seen: Seen) -> None:
    """The first day: people, what they practise, the strategy, and the systems around."""
    life, boss = seen.life, seen.life.administrator
    bring_in(seen, range(PEOPLE))
    life.command("import", "items", HERE / "items.yaml")
    life.command("apply", strategy_file(seen))
    package = seen.folder / "course.zip"
    package.write_bytes(zipped("cmi5").getvalue())
    seen.package = json.loads(life.command("import", "package", package, "--offer", "--json"))["id"]
    boss.send(
        boss.open("/records/forwarding"),
        kind="webhook",
        name="The lake",
        address=f"{life.elsewhere.address}/hook",
    )
    boss.send(
        boss.open("/results/sources/new"),
        name="Mystery shops",
        kind="feed",
        every="day",
        measure="right-advice",
        place=f"{life.elsewhere.address}/figures.json",
    )
    boss.send(
        boss.open("/strategy/asking/new"),
        code="Q-P7",
        title="What do you fear?",
        note="We would rather know now.",
        closes_on=seen.date(1, 4).isoformat(),
        remind="3",
        silence="go-on",
        more={"name-0": "The council", "email-0": OUTSIDER},
    )
    come_in(seen, range(WHO_COME_IN))
    life.note(
        f"{PEOPLE} people are here, {len(seen.visitors)} of them have come in, and a strategy is "
        "in force."
    )


def live_a_day(seen: Seen, day: dt.date) -> None:
    """What people and the systems around do on a day, after its night."""
    life = seen.life
    if day.weekday() == 0:
        figures_arise(seen, day)
    if day == seen.known_on:
        life.elsewhere.figures += seen.late
        life.note("The figures that the expectation waits for have arrived, four days late.")
    life.elsewhere.is_broken = day in (seen.date(BREAKS, 1), seen.date(BREAKS, 2))
    if day == seen.date(NEWCOMERS, 2):
        bring_in(seen, range(PEOPLE, PEOPLE + LATER))
        come_in(seen, range(PEOPLE, PEOPLE + 1))
        life.note(f"{LATER} more people are here.")
    if day == seen.date(DIES, 3):
        kill_the_worker(seen)
    if day == seen.date(LEAVES_IT):
        leaver = seen.visitors[address(LEAVER)]
        leaver.send(leaver.open("/me"), "/me/messages", reminders="yes")
        life.note(f"{address(LEAVER)} wants to be reminded of practice, and leaves it.")
    if day == seen.date(COURSE, 1):
        course.begin_and_leave(seen.visitors[address(0)], seen.package, life.now)
        life.note("A course was begun and left.")
    if day.weekday() == PRACTISED_AT:
        seen.practised[day] = sum(
            answer(visitor) for name, visitor in seen.visitors.items() if practises(name, seen, day)
        )
    if seen.corrections[day] and seen.decided_on is None and day.weekday() == 1:
        decide(seen, day)


def practises(name: str, seen: Seen, day: dt.date) -> bool:
    """Whether somebody who has come in still practises."""
    return name != address(LEAVER) or day < seen.date(LEAVES_IT)


def look(seen: Seen, day: dt.date) -> None:
    """What anybody with a browser can see in the morning."""
    life, boss = seen.life, seen.life.administrator
    health = life.health()
    if not health["well"]:
        seen.unwell.append((day, health))
    links = boss.open("/corrections").tree.xpath("//main//a/@href")
    seen.corrections[day] = sorted(
        {link for link in links if re.fullmatch(r"/corrections/[0-9a-f-]{36}", link)}
    )
    pages = {
        name: visitor.open("/today")
        for name, visitor in seen.visitors.items()
        if day.weekday() in LOOKED_AT
    }
    seen.ready[day] = [name for name, page in pages.items() if ready(page)]
    seen.programmes[day] = {
        link.rsplit("/", 1)[1]
        for page in pages.values()
        for link in page.tree.xpath("//main//a/@href")
        if "/today/why/" in link
    }
    if seen.date(BREAKS) <= day <= seen.date(BREAKS, 6):
        links = boss.open("/results/sources").tree.xpath("//main//a/@href")
        seen.source[day] = boss.open(
            next(link for link in links if re.fullmatch(r"/results/sources/\d+", link))
        ).words
    if day in (seen.first + DAY, seen.date(seen.weeks - 1)):
        seen.months[day] = life.command("lrs", "size")
    if day.weekday() == 6:
        for number, kept in ((0, seen.data), (LEAVER, seen.left)):
            kept[day] = seen.visitors[address(number)].open("/me/data.json").answer.json()
        seen.runs[day] = boss.open("/schedule?job=open-months").words


def figures_arise(seen: Seen, day: dt.date) -> None:
    """Mystery shops of a week: the same for everybody, practised or not. Those of the judged week
    are told late."""
    week = (day - seen.first).days // 7
    dice = random.Random(week)
    shops: list[dict[str, object]] = [
        {
            "subject": address(number),
            "when": day.isoformat(),
            "value": round(0.48 + dice.gauss(0, 0.06), 3),
        }
        for number in range(PEOPLE)
    ]
    if week == JUDGED:
        seen.late = shops
    else:
        seen.life.elsewhere.figures += shops


def decide(seen: Seen, day: dt.date) -> None:
    """Whoever holds the right approves the correction, in the morning."""
    boss = seen.life.administrator
    page = boss.open(seen.corrections[day][0])
    boss.send(
        page, "/decision", choice="approve", reason="Ten weeks were agreed, and ten weeks it was."
    )
    seen.decided_on = day
    seen.life.note(f"Approved: {page.tree.xpath('//h1')[0].text_content().strip()}")


def kill_the_worker(seen: Seen) -> None:
    """The worker is killed; the supervisor starts another, and what fell due meanwhile happens."""
    os.kill(seen.life.product.pids()["worker"], signal.SIGKILL)
    begun = time.monotonic()
    seen.life.go(seen.life.day, 10)
    seen.back_after = time.monotonic() - begun
    seen.life.note(
        f"The worker was killed; {seen.back_after:.0f} seconds later what was due had happened."
    )


def come_in(seen: Seen, numbers: range) -> None:
    """Some people come in by the invitation that they get."""
    addresses = [address(number) for number in numbers]
    seen.visitors |= let_in(seen.life, addresses)


def bring_in(seen: Seen, numbers: range) -> None:
    """An administrator brings a list in as a personnel system gives it; it names units that nobody
    has made."""
    boss = seen.life.administrator
    rows = [f"{address(number)},Person {number},shop-{number % 3},floor" for number in numbers]
    file = "\n".join(["email,name,unit,attribute:job", *rows]).encode()
    looked_at = boss.send(
        boss.open("/people/import"), files={"file": ("people.csv", file, "text/csv")}
    )
    assert f"What {len(numbers)} rows would do" in looked_at.words, looked_at.words
    boxes = (form.xpath('.//input[@name="agreed"]/@value') for form in looked_at.forms())
    agreed = [str(key) for keys in boxes for key in keys]
    assert "The list is in" in boss.send(looked_at, agreed=agreed).words


def strategy_file(seen: Seen) -> Path:
    """The strategy with the dates of this life."""
    file = seen.folder / "strategy.yaml"
    dates = {
        "today": seen.first,
        "starts": seen.date(STARTS),
        "ends": seen.date(seen.weeks, 0),
        "judged": seen.date(JUDGED, 6),
        "winter": seen.campaigns[1],
    }
    file.write_text(
        (HERE / "strategy.yaml")
        .read_text()
        .format(**{name: day.isoformat() for name, day in dates.items()})
    )
    return file


def reminders(data: dict[str, Any]) -> list[dt.date]:
    """The days on which somebody was reminded that questions are ready, by their own data."""
    moments = (
        message["queued_at"]
        for message in data["messages"]
        if message["subject"] == "Your practice is ready"
    )
    return sorted(dt.datetime.fromisoformat(moment).astimezone(ZONE).date() for moment in moments)


def answered(data: dict[str, Any]) -> set[dt.date]:
    """The days on which somebody answered questions, by their own data."""
    return {
        dt.datetime.fromisoformat(answer["at"]).astimezone(ZONE).date()
        for answer in data["answers"]
    }


def told(seen: Seen) -> list[str]:
    """What each job has done to the world, as it was seen."""
    life, last = seen.life, seen.data[max(seen.data)]
    mails = life.mails()
    first = (
        min(day for day, links in seen.corrections.items() if links)
        if any(seen.corrections.values())
        else None
    )
    wordless = sum(not answer["response"] for answer in last["answers"])
    return [
        f"deliver-messages    {len(mails)} mails arrived, "
        f"{len(mails) - len({mail.key for mail in mails})} of them twice, at "
        f"{sorted({mail.at.hour for mail in mails})} o'clock",
        f"forward-statements  {len(life.elsewhere.brought)} statements came to the lake",
        (
            "collect-figures     the source stood "
            f"{sum('503' in words for words in seen.source.values())} mornings at 503 and recovered"
        ),
        (
            f"abandon-sessions    the session left on {seen.date(COURSE, 1)} was abandoned on "
            f"{', '.join(sorted(seen.abandoned))}"
        ),
        (
            f"remind-asked        mails to {OUTSIDER} on "
            f"{', '.join(str(mail.at.date()) for mail in life.mails(to=OUTSIDER))}"
        ),
        f"remind-practice     whoever left their practice on {seen.date(LEAVES_IT)} was reminded "
        "on "
        f"{', '.join(str(day) for day in reminders(seen.left[seen.date(LEAVES_IT + 1, 6)])) or 'no day'}",
        f"enrol-people        who came on {seen.date(NEWCOMERS, 2)} had questions on "
        f"{min((day for day, names in seen.ready.items() if address(PEOPLE) in names), default='no day')}",
        (
            f"correct-course      first correction on {first}; figures were there on "
            f"{seen.known_on}; approved on {seen.decided_on}"
        ),
        (
            f"let-go              {wordless} of {len(last['answers'])} answers of one person have "
            "no words any more"
        ),
        (
            f"open-months         {len(seen.months[max(seen.months)].splitlines()) - 2} months are "
            "there"
        ),
        "tidy-up             the first day's runs were there on "
        f"{sum(f'{seen.first:%-d %b}' in words for words in seen.runs.values())} "
        f"of {len(seen.runs)} Sundays",
        life.command("jobs"),
    ]


def last_sunday_of_october(year: int) -> dt.date:
    """The day on which summer time ends in the European Union (Directive 2000/84/EC)."""
    last = dt.date(year, 10, 31)
    return last - dt.timedelta(days=(last.weekday() + 1) % 7)
