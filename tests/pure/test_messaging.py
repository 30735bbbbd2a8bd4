"""Quiet hours, the weekly cap and opting out hold for everybody, in their own time zone."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.kernel.said import Listed, Said, as_written, say, say_n, sentences
from trimtab.messaging.domain.limits import (
    Limits,
    MessageFate,
    decide,
    is_quiet,
    look_again,
    next_attempt,
    week_of,
)
from trimtab.messaging.domain.masking import without_addresses

SUMMER_TIME = ["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe"]
ZONES = ["UTC", "America/Los_Angeles", "Asia/Kathmandu", "Pacific/Auckland", *SUMMER_TIME]
MINUTE = dt.timedelta(minutes=1)
instants = st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2027, 1, 1), timezones=st.just(dt.UTC))
times = st.times().map(lambda found: found.replace(microsecond=0))
limits = st.builds(Limits, st.integers(0, 10), times, times)


@pytest.mark.parametrize(
    ("hour", "quiet"),
    [(19, False), (20, True), (23, True), (3, True), (6, True), (7, False), (12, False)],
)
def test_quiet_hours_pass_midnight(hour: int, quiet: bool) -> None:
    at = dt.datetime(2026, 3, 2, hour, tzinfo=ZoneInfo("Europe/Berlin"))
    assert is_quiet(at.astimezone(dt.UTC), "Europe/Berlin", Limits()) is quiet


def test_on_the_day_the_clocks_change_quiet_hours_follow_the_clock_on_the_wall() -> None:
    before = dt.datetime(2026, 3, 29, 4, 59, tzinfo=dt.UTC)
    assert is_quiet(before, "Europe/Berlin", Limits()) and not is_quiet(
        before + dt.timedelta(minutes=1), "Europe/Berlin", Limits()
    )


@given(instants, st.sampled_from(ZONES), limits, st.integers(0, 20), st.booleans())
def test_nothing_that_is_not_urgent_goes_in_quiet_hours_or_above_the_cap(
    now: dt.datetime, zone: str, given_limits: Limits, sent: int, opted_out: bool
) -> None:
    verdict = decide(
        now=now,
        time_zone=zone,
        limits=given_limits,
        sent_this_week=sent,
        opted_out=opted_out,
        urgent=False,
    )
    if verdict is MessageFate.GO:
        assert not is_quiet(now, zone, given_limits)
        assert sent < given_limits.messages_per_week and not opted_out


@given(instants, st.sampled_from(ZONES), limits, st.integers(0, 20), st.booleans())
def test_what_is_urgent_always_goes(
    now: dt.datetime, zone: str, given_limits: Limits, sent: int, out: bool
) -> None:
    verdict = decide(
        now=now,
        time_zone=zone,
        limits=given_limits,
        sent_this_week=sent,
        opted_out=out,
        urgent=True,
    )
    assert verdict is MessageFate.GO


@given(instants, st.sampled_from(ZONES))
def test_a_week_begins_on_monday_at_midnight_of_the_person(now: dt.datetime, zone: str) -> None:
    monday = week_of(now, zone)
    assert (monday.weekday(), monday.time()) == (
        0,
        dt.time(),
    ) and monday <= now < monday + dt.timedelta(days=7, hours=2)


def test_what_could_not_be_handed_over_is_tried_again_with_growing_pauses() -> None:
    now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    pauses = [next_attempt(now, attempts) - now for attempts in range(1, 20)]
    assert pauses == sorted(pauses) and pauses[-1] == dt.timedelta(days=1)


def _changes(zone: str) -> list[dt.datetime]:
    """When the clocks change in 2026, to the minute."""
    start = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    hours = [start + dt.timedelta(minutes=30 * n) for n in range(2 * 24 * 365)]
    offsets = [at.astimezone(ZoneInfo(zone)).utcoffset() for at in hours]
    return [hours[n] for n in range(1, len(hours)) if offsets[n] != offsets[n - 1]]


AROUND_A_CHANGE = [(zone, at) for zone in SUMMER_TIME for at in _changes(zone)]
near_three = st.integers(0, 5 * 60).map(lambda minutes: dt.time(minutes // 60, minutes % 60))


@given(
    st.sampled_from(AROUND_A_CHANGE),
    st.integers(-6 * 60, 6 * 60),
    st.one_of(near_three, times),
    st.one_of(near_three, times),
)
def test_through_summer_times_begin_and_end_a_message_goes_at_no_quiet_minute_of_the_clock_on_the_wall_and_soon_after(
    place: tuple[str, dt.datetime], minutes: int, quiet_from: dt.time, quiet_until: dt.time
) -> None:
    zone, change = place
    mine = Limits(3, quiet_from.replace(second=0), quiet_until.replace(second=0))
    start, end = (at.hour * 60 + at.minute for at in (mine.quiet_from, mine.quiet_until))
    quiet = {minute % 1440 for minute in range(start, end if end >= start else end + 1440)}

    def is_quiet_on_the_wall(at: dt.datetime) -> bool:
        wall = at.astimezone(ZoneInfo(zone))
        return wall.hour * 60 + wall.minute in quiet

    queued = now = change + minutes * MINUTE
    while (
        decide(
            now=now, time_zone=zone, limits=mine, sent_this_week=0, opted_out=False, urgent=False
        )
        is MessageFate.WAIT
    ):
        after = look_again(now, zone, mine)
        assert now < after <= now + dt.timedelta(hours=1)
        now = after
    assert not is_quiet_on_the_wall(now)
    first = queued
    while is_quiet_on_the_wall(first):
        first += MINUTE
    assert first <= now <= first + dt.timedelta(hours=1)


def test_quiet_hours_that_end_in_the_hour_left_out_end_when_the_clocks_change_and_in_the_doubled_hour_come_twice() -> (
    None
):
    mine, zone = Limits(3, dt.time(20), dt.time(2, 30)), "Europe/Berlin"
    spring, autumn = (
        dt.datetime(2026, 3, 29, 1, tzinfo=dt.UTC),
        dt.datetime(2026, 10, 25, tzinfo=dt.UTC),
    )
    assert is_quiet(spring - MINUTE, zone, mine) and not is_quiet(spring, zone, mine)
    walls = [is_quiet(autumn + n * 10 * MINUTE, zone, mine) for n in range(12)]
    assert walls == [True] * 3 + [False] * 3 + [True] * 3 + [False] * 3


def test_an_address_is_masked_within_the_parts_of_a_sentence() -> None:
    refused = say("It does not take the address: {answer}", answer="550 no box <w@corner.example>")
    given_up = say_n("Given up after {count} attempt.", "Given up after {count} attempts.", 3)
    masked = without_addresses(sentences(given_up, refused))
    assert masked == "Given up after 3 attempts. It does not take the address: 550 no box <•••>"
    [(_name, both)] = masked.parts
    assert isinstance(both, Listed) and isinstance(both.members[1], Said)
    assert both.members[1].message == refused.message
    assert without_addresses(as_written("to w@corner.example")) == "to •••"
