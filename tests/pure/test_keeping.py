"""A sealed file opens for its passphrase alone and whole; which backups stay; what goes along of
the settings."""

from __future__ import annotations

import datetime as dt
import io
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.config.keeping import sealing
from trimtab.config.keeping.archive import settings_text
from trimtab.config.keeping.environment import settings
from trimtab.config.keeping.sealing import Opener, Sealer
from trimtab.jobs.domain.backups import is_overdue, kept
from trimtab.kernel.errors import MachineTrouble

PASSPHRASE = "correct horse battery"
UTC = ZoneInfo("UTC")
CIPHER = cache(sealing._cipher)
NIGHT = dt.datetime(2026, 11, 27, 4, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chunks of sixteen bytes, so that a small file has several; and no key is derived twice."""
    monkeypatch.setattr(sealing, "CHUNK", 16)
    monkeypatch.setattr(sealing, "_cipher", CIPHER)


def sealed(content: bytes, *, cost: int = 14) -> bytes:
    target = io.BytesIO()
    sealer = Sealer(target, PASSPHRASE, cost=cost)
    sealer.write(content)
    sealer.finish()
    return target.getvalue()


def opened(content: bytes, passphrase: str = PASSPHRASE) -> bytes:
    return io.BufferedReader(Opener(io.BytesIO(content), passphrase)).read()


@pytest.mark.parametrize("length", [0, 1, 15, 16, 17, 32, 100])
def test_what_was_sealed_comes_back_and_does_not_stand_there(length: int) -> None:
    content = b"secret thing " * 10
    whole = sealed(content[:length])
    assert opened(whole) == content[:length]
    assert whole.startswith(sealing.MAGIC) and (length < 12 or b"secret thing" not in whole)


def test_the_same_content_is_sealed_differently_each_time() -> None:
    assert sealed(b"x" * 40)[len(sealing.MAGIC) :] != sealed(b"x" * 40)[len(sealing.MAGIC) :]


def test_another_passphrase_opens_nothing() -> None:
    with pytest.raises(MachineTrouble, match="passphrase"):
        opened(sealed(b"x" * 40), PASSPHRASE + "!")
    with pytest.raises(MachineTrouble, match="too short"):
        Sealer(io.BytesIO(), "short", cost=14)


HEAD = len(sealing.MAGIC) + 24
CONTENT = bytes(range(60))
LENGTH = HEAD + len(CONTENT) + 4 * 16


@cache
def whole() -> bytes:
    """Four chunks, sealed."""
    return sealed(CONTENT)


@given(place=st.integers(0, LENGTH - 1), bit=st.integers(0, 7))
def test_a_single_bit_that_was_changed_is_found(place: int, bit: int) -> None:
    changed = bytearray(whole())
    changed[place] ^= 1 << bit
    if place == len(sealing.MAGIC) and changed[place] > 16:
        return  # It asks for more memory than a test should take.
    with pytest.raises(MachineTrouble):
        opened(bytes(changed))


@given(length=st.integers(0, LENGTH - 1))
def test_an_ending_that_was_cut_off_is_found(length: int) -> None:
    with pytest.raises(MachineTrouble):
        opened(whole()[:length])


def test_chunks_that_were_moved_left_out_doubled_or_added_are_found() -> None:
    head, body = whole()[:HEAD], whole()[HEAD:]
    chunks = [body[start : start + 32] for start in range(0, len(body), 32)]
    assert opened(head + b"".join(chunks)) == CONTENT
    other = sealed(CONTENT)[HEAD:][:32]
    for wrong in (
        [chunks[1], chunks[0], *chunks[2:]],
        chunks[1:],
        [chunks[0], *chunks],
        [*chunks, chunks[-1]],
        [*chunks, b"x"],
        [other, *chunks[1:]],
    ):
        with pytest.raises(MachineTrouble):
            opened(head + b"".join(wrong))


def test_a_file_that_asks_for_more_memory_than_there_is_sense_in_is_refused() -> None:
    place = len(sealing.MAGIC)
    for cost in (0, 13, 21, 255):
        with pytest.raises(MachineTrouble):
            opened(whole()[:place] + bytes([cost]) + whole()[place + 1 :])


def nights(*ago: int) -> list[dt.datetime]:
    return [NIGHT - days * DAY for days in ago]


def test_seven_days_and_four_weeks_stay_and_the_rest_makes_way() -> None:
    stay = kept(nights(*range(60)), days=7, weeks=4, zone=UTC)
    # 27 November 2026 is a Friday: the newest of a week is its Sunday.
    assert sorted(stay, reverse=True) == nights(0, 1, 2, 3, 4, 5, 6, 12, 19)


def test_of_a_day_the_newest_stays_and_days_without_one_do_not_count() -> None:
    hour = dt.timedelta(hours=1)
    made = [NIGHT, NIGHT - hour, *nights(10, 11, 12)]
    assert kept(made, days=3, weeks=0, zone=UTC) == {NIGHT, *nights(10, 11)}


def test_a_day_is_the_organisations_own() -> None:
    evening = dt.datetime(2026, 11, 26, 22, 30, tzinfo=dt.UTC)
    made = [evening, evening + dt.timedelta(hours=1)]
    assert len(kept(made, days=2, weeks=0, zone=UTC)) == 1
    assert len(kept(made, days=2, weeks=0, zone=ZoneInfo("Europe/Berlin"))) == 2


@given(
    ago=st.lists(st.integers(0, 400 * 24), max_size=40),
    days=st.integers(0, 10),
    weeks=st.integers(0, 10),
)
def test_the_newest_always_stays_and_no_more_than_was_asked_for(
    ago: list[int], days: int, weeks: int
) -> None:
    made = {NIGHT - dt.timedelta(hours=hours) for hours in ago}
    stay = kept(made, days=days, weeks=weeks, zone=UTC)
    assert stay <= made and len(stay) <= max(days + weeks, 1)
    assert not made or max(made) in stay
    # Rotating again takes nothing more.
    assert kept(stay, days=days, weeks=weeks, zone=UTC) == stay


def test_two_days_without_a_good_one_are_too_many_and_a_new_installation_has_as_long() -> None:
    assert not is_overdue(NIGHT, since=NIGHT - 9 * DAY, now=NIGHT + 2 * DAY)
    assert is_overdue(NIGHT, since=NIGHT - 9 * DAY, now=NIGHT + 2.1 * DAY)
    assert not is_overdue(None, since=NIGHT, now=NIGHT + DAY)
    assert is_overdue(None, since=NIGHT, now=NIGHT + 3 * DAY)


def test_settings_go_along_but_those_of_this_machine_and_what_opens_the_backup() -> None:
    found = settings(
        {
            "TRIMTAB_BASE_URL": "https://learn.example",
            "TRIMTAB_EMAIL_FROM": "It's us <a@b.example>",
            "TRIMTAB_DATA": "/srv",
            "TRIMTAB_SECRET_KEY": "s",
            "TRIMTAB_BACKUP_PASSPHRASE": "p",
            "DATABASE_URL": "postgres://x",
            "HOME": "/root",
        }
    )
    assert set(found) == {"TRIMTAB_BASE_URL", "TRIMTAB_EMAIL_FROM"}
    assert settings_text(found) == (
        "TRIMTAB_BASE_URL=https://learn.example\nTRIMTAB_EMAIL_FROM='It'\"'\"'s us <a@b.example>'\n"
    )
