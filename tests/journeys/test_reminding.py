"""Whoever left their practice is reminded in the window of the strategy, within its cap, and not against their wish."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from tests.cast import NOW, Cast
from tests.journeys.test_course_correction import ITEMS, STRATEGY
from tests.practising import next_question
from trimtab.channels.memory import MemoryChannel
from trimtab.journeys import adoption
from trimtab.journeys.reminding import KEY, Notices, Terms, Window, remind
from trimtab.kernel.said import say
from trimtab.library import api as library
from trimtab.messaging import api as messaging
from trimtab.messaging.models import Message
from trimtab.people import api as people
from trimtab.people.models import Person
from trimtab.practice import api as practice
from trimtab.practice.actions import reviewing
from trimtab.strategy import api as strategy

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
MONDAY = NOW.replace(hour=8)  # 10:00 in Berlin
Run = Callable[..., list[UUID]]


@pytest.fixture
def run(cast: Cast) -> Run:
    """Adopts the strategy with other words in it, for forty people, so that the lot leaves several
    on both sides; returns those who practise by lot.
    """

    def adopt(*changes: tuple[str, str]) -> list[UUID]:
        text = STRATEGY
        for old, new in changes:
            text = text.replace(old, new)
        rows = "".join(f"h{n}@corner.example,Hanger {n},north,learner,hanger\n" for n in range(40))
        people.import_people(
            csv_text="email,name,unit,roles,attribute:job\n" + rows, by=None, now=NOW
        )
        library.import_items(text=ITEMS, form=library.ItemFormat.YAML, by=None, now=NOW)
        draft = strategy.save_draft(
            document=strategy.load_yaml(text).document,
            by=cast.strategist.id,
            because="first",
            now=NOW,
        )
        adoption.adopt(number=draft.number, by=cast.stakeholder, now=NOW)
        Person.objects.filter(email__startswith="h").update(time_zone="Europe/Berlin")
        return practice.arms("practise-labels")[practice.Arm.PRACTICE]

    return adopt


DESK, OWN_PHONE = ("setting: frontline", "setting: desk"), ("device: provided", "device: own")


def reminded(now: dt.datetime) -> set[UUID]:
    """Who got a reminder in the inbox, written and delivered at this time."""
    remind(now=now)
    channel = MemoryChannel()
    messaging.deliver_due(now=now, channels={"email": channel})
    assert not any(row.name for row in messaging.outbox(text="Your practice is ready").rows)
    sent = Message.objects.filter(subject=say("Your practice is ready"), sent_at=now)
    return set(sent.values_list("person", flat=True))


def test_those_who_practise_are_reminded_once_in_working_hours_and_say_why(
    cast: Cast, run: Run
) -> None:
    practising = run(DESK)
    early, weekend = NOW.replace(hour=5, minute=30), NOW.replace(day=6, hour=10)
    assert not reminded(weekend) and not reminded(early)
    assert (
        reminded(MONDAY) == set(practising)
        and not reminded(MONDAY + HOUR)
        and not reminded(MONDAY + DAY)
    )
    [row] = messaging.inbox(practising[0])
    assert row.key.startswith(KEY) and "stop reminders under Me" in row.why
    assert row.because and row.because[0] == "actions/practise-labels"


def test_whoever_has_practised_since_yesterday_began_is_left_alone(cast: Cast, run: Run) -> None:
    first, *others = run(DESK)
    question = next_question(first, MONDAY)
    assert question
    reviewing.review(
        person_id=first,
        version_id=question.version_id,
        response="good",
        seconds=5.0,
        now=MONDAY,
        review_id=uuid4(),
    )
    assert reminded(MONDAY + HOUR) == set(others) and first not in reminded(MONDAY + DAY)
    assert first in reminded(MONDAY + 2 * DAY)


def test_the_cap_holds_and_one_message_is_kept_until_thursday_for_what_the_strategy_says(
    cast: Cast, run: Run
) -> None:
    person, *_ = run(DESK)
    messaging.set_limits(messaging.Limits(messages_per_week=2))
    days = [day for day in range(7) if person in reminded(MONDAY + day * DAY)]
    assert days == [0, 3]
    messaging.set_limits(messaging.Limits(messages_per_week=1))
    assert [day for day in range(7, 14) if person in reminded(MONDAY + day * DAY)] == [10]
    messaging.set_limits(messaging.Limits(messages_per_week=0))
    assert not any(reminded(MONDAY + day * DAY) for day in range(14, 21))
    assert (
        not messaging.outbox(state="in-digest").total
        and not messaging.outbox(state="dropped").total
    )


def test_on_own_phones_only_those_are_reminded_who_have_asked_for_it(cast: Cast, run: Run) -> None:
    chose, *_others = run(DESK, OWN_PHONE)
    assert not reminded(MONDAY)
    messaging.choose_reminders(person_id=chose, wants=True, now=MONDAY)
    assert reminded(MONDAY + HOUR) == {chose}


def test_nobody_is_reminded_who_stopped_messages_or_reminders_or_has_left(
    cast: Cast, run: Run
) -> None:
    stopped, refused, left, *others = run(DESK)
    messaging.opt_out(person_id=stopped, out=True, now=MONDAY)
    messaging.choose_reminders(person_id=refused, wants=False, now=MONDAY)
    Person.objects.filter(id=left).update(is_active=False)
    assert reminded(MONDAY) == set(others)


def test_without_a_strategy_in_force_nobody_is_reminded(cast: Cast) -> None:
    assert remind(now=MONDAY) == 0


@pytest.mark.parametrize(
    ("zone", "summer"),
    [("Europe/Berlin", 2), ("America/St_Johns", -2.5), ("Australia/Lord_Howe", 10.5)],
)
def test_working_hours_are_those_of_the_reader_in_summer_and_winter(
    zone: str, summer: float
) -> None:
    terms = Terms(Notices.ON, Window.WORKING_HOURS)
    day = dt.datetime(2026, 7, 1, tzinfo=dt.UTC)
    open_hours = {
        (day + dt.timedelta(minutes=30 * n) + dt.timedelta(hours=summer)).time()
        for n in range(48)
        if terms.is_open(day + dt.timedelta(minutes=30 * n), zone)
    }
    assert min(open_hours) == dt.time(8) and max(open_hours) == dt.time(16, 30)


def test_e_mail_is_used_where_the_strategy_sends_through_it_and_never_in_the_shift() -> None:
    by_mail = Terms(channels=("email", "huddle"))
    assert by_mail.channel == "email" and Terms(channels=("huddle",)).channel == "in-app"
    assert Terms(window=Window.IN_THE_SHIFT, channels=("email",)).channel == "in-app"


def test_every_value_of_the_strategys_settings_is_known_here() -> None:
    for key, kind in (("delivery.notices", Notices), ("delivery.window", Window)):
        setting = strategy.SETTINGS_BY_KEY[key]
        assert all(setting.meet(setting.default, value.value) for value in kind)
