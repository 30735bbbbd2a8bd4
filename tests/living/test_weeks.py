"""Sixteen weeks of an organisation, lived in minutes by the scheduled jobs alone; with
TRIMTAB_LIVING_WEEKS=52, a year.

It begins with an empty folder and the wheel. Nothing here calls the product's code: there are HTTP,
mail, files and the command line. The fixture `seen` lives the whole story once and keeps what was
seen; each test says what one job has done to the world.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from itertools import pairwise

import pytest

from tests import wheel
from tests.living.life import ZONE, begin
from tests.living.weeks import (
    BREAKS,
    COURSE,
    DAY,
    LEAVES_IT,
    NEWCOMERS,
    OUTSIDER,
    PEOPLE,
    STARTS,
    Seen,
    address,
    answered,
    live,
    reminders,
    told,
)
from tests.product import free_port

pytestmark = [pytest.mark.slow, pytest.mark.living]
WEEKS = int(os.environ.get("TRIMTAB_LIVING_WEEKS", "16"))
WINDOW = range(8, 18)
KEPT = 30


def first_monday() -> dt.date:
    """The first Monday of an August to come, so that summer time ends in the thirteenth week."""
    today = dt.datetime.now(ZONE).date()
    august = dt.date(today.year + (today.month >= 7), 8, 1)
    return august + dt.timedelta(days=-august.weekday() % 7)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    python = wheel.install(
        wheel.build(tmp_path_factory.mktemp("wheel")), tmp_path_factory.mktemp("installed")
    )
    first = first_monday()
    life = begin(python, tmp_path_factory.mktemp("living") / "data", free_port(), first)
    try:
        seen = live(life, first, WEEKS, tmp_path_factory.mktemp("files"))
        print(
            f"\n{WEEKS} weeks in {life.stops} stops, {life.waited:.0f} s of waiting for jobs",
            *life.journal,
            *told(seen),
            sep="\n",
        )
        yield seen
    finally:
        life.end()


def test_people_are_invited_and_come_in(seen: Seen) -> None:
    assert len(seen.visitors) == 5
    for name in seen.visitors:
        assert any("/come-in/" in mail.text for mail in seen.life.mails(to=name))


def test_nothing_is_practised_before_its_day_and_then_those_drawn_practise(seen: Seen) -> None:
    before = [day for day, names in seen.ready.items() if names and day < seen.date(STARTS)]
    assert not before
    assert seen.ready[seen.date(STARTS)] and sum(seen.practised.values()) > 50


def test_enrolling_newcomers_get_what_runs_after_their_first_night(seen: Seen) -> None:
    newcomer, came = address(PEOPLE), seen.date(NEWCOMERS, 2)
    assert newcomer in seen.ready[came + DAY]


def test_whoever_asked_for_it_and_leaves_their_practice_is_reminded(seen: Seen) -> None:
    left = reminders(seen.left[seen.date(LEAVES_IT + 1, 6)])
    assert left and min(left) > seen.date(LEAVES_IT)
    for data in seen.left.values():
        days, practised = reminders(data), answered(data)
        assert all(later - earlier > DAY for earlier, later in pairwise(days))
        assert not any(day - DAY in practised for day in days)
    assert not any(reminders(data) for data in seen.data.values()), (
        "notices are by choice, and nobody else chose them"
    )


@pytest.mark.parametrize(
    ("which", "subject"), [(0, "Olive or oleander"), (1, "Bring the olives in")]
)
def test_messages_come_once_when_quiet_hours_end_also_after_summer_time_has(
    seen: Seen, which: int, subject: str
) -> None:
    mails = seen.life.mails(subject)
    assert len({mail.to for mail in mails}) == len(mails) >= PEOPLE
    first = [mail.at for mail in mails if mail.at.date() == seen.campaigns[which]]
    assert len(first) >= PEOPLE and {at.hour for at in first} == {8}


def test_no_letter_comes_twice_or_at_night(seen: Seen) -> None:
    mails = seen.life.mails()
    assert len({mail.key for mail in mails}) == len(mails)
    assert {mail.at.hour for mail in mails} <= set(WINDOW)


def test_whoever_was_asked_is_reminded_on_the_day_agreed(seen: Seen) -> None:
    arrived = [mail.at.date() for mail in seen.life.mails(to=OUTSIDER)]
    assert arrived == [seen.first, seen.date(STARTS, 1)]


def test_statements_reach_the_other_system_each_once(seen: Seen) -> None:
    ids = [statement["id"] for statement in seen.life.elsewhere.brought]
    assert len(ids) == len(set(ids)) >= sum(seen.practised.values())


def test_a_silent_session_of_a_course_is_abandoned(seen: Seen) -> None:
    assert seen.abandoned == {seen.date(COURSE, 2).isoformat()}


def test_a_source_fails_says_so_and_recovers(seen: Seen) -> None:
    assert (
        "503" in seen.source[seen.date(BREAKS, 3)]
        or "cannot be" in seen.source[seen.date(BREAKS, 3)]
    )
    assert seen.source[seen.date(BREAKS, 0)] != seen.source[seen.date(BREAKS, 3)]


def test_a_dead_worker_is_replaced_and_what_was_due_happens(seen: Seen) -> None:
    assert 0 < seen.back_after < 60


def test_an_expectation_is_missed_on_its_day_and_not_before(seen: Seen) -> None:
    proposed = min(day for day, links in seen.corrections.items() if links)
    assert proposed == seen.known_on + DAY


def test_a_decided_correction_changes_the_next_mornings_practice(seen: Seen) -> None:
    decided = seen.decided_on
    assert decided is not None
    before = set.union(*(names for day, names in seen.programmes.items() if day < decided))
    after = set.union(*(names for day, names in seen.programmes.items() if day > decided))
    assert before == {"practise-pairs", "practise-lifting"} and after == {"practise-lifting"}


def test_answers_are_let_go_after_the_days_that_the_strategy_gives_them(seen: Seen) -> None:
    for day, data in seen.data.items():
        kept = [one["at"][:10] for one in data["answers"] if one["response"]]
        assert all(dt.date.fromisoformat(at) >= day - dt.timedelta(days=KEPT + 1) for at in kept), (
            day
        )
    last = seen.data[max(seen.data)]["answers"]
    assert len(last) > len([one for one in last if one["response"]]), "how they were graded stays"


def test_the_record_store_has_room_for_the_months_to_come(seen: Seen) -> None:
    for day, said in seen.months.items():
        following = (day.replace(day=1) + dt.timedelta(days=32)).strftime("%Y-%m")
        assert following in said, day


def test_what_was_done_is_forgotten_after_ninety_days(seen: Seen) -> None:
    began = f"{seen.first:%-d %b}"
    days = sorted(seen.runs)
    assert began in seen.runs[days[0]] and began not in seen.runs[days[-1]]


def test_it_was_well_every_morning(seen: Seen) -> None:
    assert not seen.unwell


def test_every_page_says_that_it_is_a_rehearsal(seen: Seen) -> None:
    for path in ("/", "/schedule", "/people", "/strategy"):
        assert "Rehearsal" in seen.life.administrator.open(path).answer.text
