"""Quiet hours, the weekly cap and opting out hold for everybody, in their own time zone."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.messaging.domain.limits import Limits, Verdict, decide, is_quiet, next_attempt, week_of

ZONES = ["UTC", "Europe/Berlin", "America/Los_Angeles", "Asia/Kathmandu", "Pacific/Auckland"]
instants = st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2027, 1, 1), timezones=st.just(dt.UTC))
times = st.times().map(lambda found: found.replace(microsecond=0))
limits = st.builds(Limits, st.integers(0, 10), times, times)


@pytest.mark.parametrize(
    ("hour", "quiet"), [(19, False), (20, True), (23, True), (3, True), (6, True), (7, False), (12, False)]
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
        now=now, time_zone=zone, limits=given_limits, sent_this_week=sent, opted_out=opted_out, urgent=False
    )
    if verdict is Verdict.GO:
        assert not is_quiet(now, zone, given_limits)
        assert sent < given_limits.messages_per_week and not opted_out


@given(instants, st.sampled_from(ZONES), limits, st.integers(0, 20), st.booleans())
def test_what_is_urgent_always_goes(now: dt.datetime, zone: str, given_limits: Limits, sent: int, out: bool) -> None:
    verdict = decide(now=now, time_zone=zone, limits=given_limits, sent_this_week=sent, opted_out=out, urgent=True)
    assert verdict is Verdict.GO


@given(instants, st.sampled_from(ZONES))
def test_a_week_begins_on_monday_at_midnight_of_the_person(now: dt.datetime, zone: str) -> None:
    monday = week_of(now, zone)
    assert (monday.weekday(), monday.time()) == (0, dt.time()) and monday <= now < monday + dt.timedelta(
        days=7, hours=2
    )


def test_what_could_not_be_handed_over_is_tried_again_with_growing_pauses() -> None:
    now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    pauses = [next_attempt(now, attempts) - now for attempts in range(1, 20)]
    assert pauses == sorted(pauses) and pauses[-1] == dt.timedelta(days=1)
