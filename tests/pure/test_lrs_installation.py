"""What the record store is told of the installation that it belongs to."""

from __future__ import annotations

from trimtab.lrs.domain.installation import Installation

OURS = Installation.at("https://learn.example.org/", secret="for this house alone")


def test_an_address_has_no_slash_at_its_end() -> None:
    assert OURS.address == "https://learn.example.org"


def test_a_mask_is_the_same_each_time_and_another_under_another_secret() -> None:
    other = Installation.at(OURS.address, secret="for the house next door")
    assert OURS.mask("mbox mailto:ana@corner.example") == OURS.mask(
        "mbox mailto:ana@corner.example"
    )
    assert OURS.mask("mbox mailto:ana@corner.example") != other.mask(
        "mbox mailto:ana@corner.example"
    )


def test_what_is_derived_for_one_purpose_says_nothing_of_another() -> None:
    assert OURS.derived("mask") != OURS.derived("seal") and len(OURS.derived("seal")) == 32


def test_the_secret_stands_in_no_log() -> None:
    assert "house" not in repr(OURS)
