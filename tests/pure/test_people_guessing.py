"""Guessing is slow and nobody is shut out by it; sessions end; tokens can be typed; a file that is silent changes nothing."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.people.domain.guessing import (
    ALLOWED,
    BucketLevel,
    Watched,
    give_back,
    seconds_to_wait,
    take,
)
from trimtab.people.domain.identities import identity_of
from trimtab.people.domain.importing import read_people
from trimtab.people.domain.links import ALPHABET, Purpose, Way, digest, spelled, works_for
from trimtab.people.domain.sessions import Ends, device_in_words, end_of, is_stale

NOW = dt.datetime(2026, 9, 7, 10, 0, tzinfo=dt.UTC)


@given(
    st.sampled_from(list(Watched)),
    st.lists(st.integers(min_value=0, max_value=600), min_size=1, max_size=80),
)
def test_no_more_than_the_burst_and_what_time_gave_back_is_let_through(
    watched: Watched, pauses: list[int]
) -> None:
    allowed, level, now, through = ALLOWED[watched], BucketLevel(0, NOW), NOW, 0
    for pause in pauses:
        now += dt.timedelta(seconds=pause)
        wait = seconds_to_wait(level, allowed, now)
        assert 0 <= wait <= allowed.every.total_seconds()
        if not wait:
            level, through = take(level, allowed, now), through + 1
    assert through <= allowed.burst + (now - NOW) / allowed.every + 1


def test_a_try_that_was_no_guess_is_given_back_and_a_clock_that_goes_back_empties_nothing() -> None:
    allowed = ALLOWED[Watched.PAIR]
    level = BucketLevel(0, NOW)
    for _ in range(allowed.burst):
        level = take(level, allowed, NOW)
    assert seconds_to_wait(level, allowed, NOW) == 60
    assert seconds_to_wait(level, allowed, NOW - dt.timedelta(days=1)) == 60
    assert seconds_to_wait(give_back(level, allowed, NOW), allowed, NOW) == 0


@given(st.binary(min_size=20, max_size=20))
def test_a_token_is_typed_with_or_without_hyphens_and_in_capitals(drawn: bytes) -> None:
    token = spelled(drawn)
    assert len(token) == 23 and set(token) <= {*ALPHABET, "-"}
    typed = token.upper().replace("-", " ").replace("0", "O").replace("1", "l")
    assert digest(typed) == digest(token) != digest(token[:-1])


@pytest.mark.parametrize(
    ("purpose", "way", "lasts"),
    [
        (Purpose.INVITATION, Way.MAIL, dt.timedelta(days=14)),
        (Purpose.INVITATION, Way.HAND, dt.timedelta(days=14)),
        (Purpose.RESET, Way.MAIL, dt.timedelta(hours=1)),
        (Purpose.RESET, Way.HAND, dt.timedelta(days=1)),
    ],
)
def test_what_anybody_can_ask_for_works_for_a_short_time(
    purpose: Purpose, way: Way, lasts: dt.timedelta
) -> None:
    assert works_for(purpose, way) == lasts


def test_a_session_ends_idle_and_at_the_latest_absolutely() -> None:
    ends = Ends(idle=dt.timedelta(hours=1), absolute=dt.timedelta(hours=12))
    assert end_of(NOW, NOW, ends) == NOW + dt.timedelta(hours=1)
    assert end_of(NOW, NOW + dt.timedelta(hours=11, minutes=30), ends) == NOW + dt.timedelta(
        hours=12
    )
    assert not is_stale(NOW, NOW + dt.timedelta(seconds=59), ends) and is_stale(
        NOW, NOW + dt.timedelta(minutes=1), ends
    )


@pytest.mark.parametrize(
    ("says", "words"),
    [
        (
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36",
            "Chrome, Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1",
            "Safari, iPhone",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge, Windows"),
        ("curl/8", ""),
    ],
)
def test_a_browser_is_called_what_its_owner_calls_it(says: str, words: str) -> None:
    assert device_in_words(says) == words


def test_who_has_no_mail_signs_in_with_a_short_name() -> None:
    assert identity_of(" 1042 ").address == "1042@no-mail.invalid"
    assert identity_of("Ana@Corner.example").address == "ana@corner.example"
    named, mailed = identity_of("1042"), identity_of("Ana@Corner.example")
    assert (named.provider, named.subject, named.email) == ("name", "1042", "")
    assert (mailed.provider, mailed.subject, mailed.email) == ("email", *[mailed.address] * 2)
    assert identity_of(named.address) == named


def test_a_silent_column_says_nothing_and_new_units_find_their_place() -> None:
    read = read_people(
        "sign_in,email,name,unit,unit_name,unit_above\n1042,,Ana,east,Shop East,\n,bo@corner.example,Bo,deli,,east\n",
        {"org": "", "north": "org"},
        time_zone="Europe/Berlin",
        language="de",
    )
    assert not read.problems
    ana, bo = read.people
    assert (ana.email, ana.roles, ana.language, ana.attributes) == (
        "1042@no-mail.invalid",
        None,
        None,
        {},
    )
    assert [(unit.code, unit.name, unit.parent) for unit in read.units] == [
        ("east", "Shop East", "org"),
        ("deli", "deli", "east"),
    ]
    assert bo.unit == "deli" and bo.new_language == "de"


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("email,name\nana@corner.example,A\x00na\n", 2, ""),
        ("email,name,unit,unit_above\nana@corner.example,Ana,east,nowhere\n", 1, "unit_above"),
        ("sign_in,name\nan a,Ana\n", 2, "sign_in"),
        ("email,name,attribute:\nana@corner.example,Ana,x\n", 1, "attribute:"),
        ('email,name\nana@corner.example,"' + "x" * 140_000 + '"\n', 2, ""),
    ],
)
def test_what_cannot_be_read_is_named_by_line_and_column(text: str, line: int, column: str) -> None:
    read = read_people(text, {"org": ""}, time_zone="UTC", language="en")
    assert (line, column) in {(one.line, one.column) for one in read.problems} or (
        column == "" and read.problems
    )
