"""What a night reads: the strategy and the programmes once, however many comparisons there are."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import NOW, Cast
from tests.journeys.test_course_correction import ITEMS, STRATEGY
from trimtab.journeys import adoption, course_correction
from trimtab.library import api as library
from trimtab.people import api as people
from trimtab.strategy import api as strategy

pytestmark = pytest.mark.django_db
READ_ONCE = ("strategy_revision", "practice_programme", "people_organisation")


def adopted(cast: Cast, comparisons: int) -> None:
    """A strategy with so many comparisons by lot, of one measure."""
    rows = "".join(f"h{n}@corner.example,H {n},north,learner,hanger\n" for n in range(20))
    people.import_people(csv_text="email,name,unit,roles,attribute:job\n" + rows, by=None, now=NOW)
    library.import_items(text=ITEMS, form=library.ItemFormat.YAML, by=None, now=NOW)
    document = strategy.load_yaml(STRATEGY).document
    [action] = document.actions
    several = tuple(
        msgspec.structs.replace(action, id=f"practise-{number}", minutes_per_week=2)
        for number in range(comparisons)
    )
    draft = strategy.save_draft(
        document=msgspec.structs.replace(document, actions=several),
        by=cast.strategist.id,
        because="first",
        now=NOW,
    )
    adoption.adopt(number=draft.number, by=cast.stakeholder, now=NOW)


@pytest.mark.parametrize("comparisons", [1, 5])
def test_a_night_reads_the_strategy_and_the_programmes_once(cast: Cast, comparisons: int) -> None:
    adopted(cast, comparisons)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        night = course_correction.nightly(now=NOW + dt.timedelta(days=1))
    assert len(night.verdicts) == comparisons
    read = {
        table: sum(f'FROM "{table}"' in query["sql"] for query in asked.captured_queries)
        for table in READ_ONCE
    }
    assert read == dict.fromkeys(READ_ONCE, 1)
