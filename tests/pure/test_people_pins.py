"""PINs of shared devices: which are taken; and what badge readers and people type."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.people.domain.identities import badge_of, number_of
from trimtab.people.domain.pins import LONGEST, SHORTEST, fault_of_pin


@pytest.mark.parametrize(
    "pin",
    "|123|123456789|12a4|١٢٣٤|1 34|0000|1234|9876|7890|3210|1212|123123|1122|1984|2026|2580|1004|11112222".split(
        "|"
    ),
)
def test_what_somebody_would_try_first_is_refused(pin: str) -> None:
    assert fault_of_pin(pin) is not None


@pytest.mark.parametrize("pin", ["4927", "83615", "0417395", "60283147"])
def test_another_is_taken(pin: str) -> None:
    assert fault_of_pin(pin) is None


def test_a_part_of_the_own_number_is_refused() -> None:
    assert fault_of_pin("4927", ["A-4927-1"]) is not None
    assert fault_of_pin("4927", ["4-9-2-7"]) is not None
    assert fault_of_pin("4927", ["ana.ruiz", "4928"]) is None


@given(st.text(max_size=12))
def test_only_digits_of_the_right_length_are_taken(pin: str) -> None:
    if fault_of_pin(pin) is None:
        assert set(pin) <= set("0123456789") and SHORTEST <= len(pin) <= LONGEST


def test_most_pins_are_taken() -> None:
    """Rules that refuse much leave less to guess."""
    refused = sum(fault_of_pin(f"{pin:04}") is not None for pin in range(10_000))
    assert refused < 500
    assert fault_of_pin(f"{random.Random(7).randrange(10**7, 10**8)}") is None


@given(st.text(max_size=80))
def test_a_badge_and_a_number_are_the_same_however_they_are_read_again(typed: str) -> None:
    for read in (badge_of, number_of):
        key = read(typed)
        assert key is None or read(key.subject) == key


def test_a_reader_of_magnetic_stripes_types_sentinels_around() -> None:
    assert badge_of("%04A1F2C3?") == badge_of("04a1f2c3")
