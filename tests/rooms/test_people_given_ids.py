"""A program that makes people up may give their ids, so that the same people draw the same lots each time."""

from __future__ import annotations

from uuid import UUID

import pytest

from tests.cast import NOW
from trimtab.people import api as people
from trimtab.people.api import PersonSpec

GIVEN = UUID("018f3d1e-0000-7000-8000-000000000001")
SECRET = UUID("018f3d1e-0000-7000-8000-000000000002")


@pytest.mark.django_db
def test_a_given_id_is_kept_and_a_second_match_leaves_the_person_alone() -> None:
    spec = PersonSpec(email="ada@corner.example", name="Ada", id=GIVEN, pseudonym=SECRET)
    assert people.match_people([spec], now=NOW).created == 1
    assert (
        people.match_people(
            [PersonSpec(email="ada@corner.example", name="Ada L.")], now=NOW
        ).updated
        == 1
    )
    found = people.person_by_email("ada@corner.example")
    assert found is not None and (found.id, found.pseudonym, found.name) == (
        GIVEN,
        SECRET,
        "Ada L.",
    )
