"""Many lookups at once come out as each would alone."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest

from tests.cast import NOW, Cast
from trimtab.library import api as library
from trimtab.lrs import api as lrs
from trimtab.people import api as people
from trimtab.search import api as search
from trimtab.strategy.domain.document import AudienceRule
from trimtab.strategy.domain.plan import AudienceResource, Collection
from trimtab.support import api as support
from trimtab.support.api import GapState, LookupOutcome, LookupRequest, Solved

FILES = {
    "Returns.md": "---\ntags: [returns]\n---\n# Return without a receipt\n\n"
    "Find the purchase with the bank card.\n",
    "Chiller.md": "---\ntags: [food]\n---\n# Chiller too warm\n\n"
    "Move the goods. Return them to the supplier.\n",
}


@pytest.fixture
def shop(cast: Cast) -> Cast:
    assert not library.import_aids(announce=search.publish, files=FILES, by=None, now=NOW).problems
    people.match_audiences(
        [AudienceResource(key="all", name="All", rule=AudienceRule(units=("org",)))], now=NOW
    )
    support.match_collections(
        [Collection(key="food", title="Food", audience="all", tags=("food",))], now=NOW
    )
    return cast


def asked(person: people.PersonRow, query: str, minute: int = 0) -> LookupRequest:
    return LookupRequest(uuid4(), person.id, query, NOW + dt.timedelta(minutes=minute))


def test_many_find_what_each_would_find_alone(shop: Cast) -> None:
    lookups = [
        asked(shop.worker, "return", 1),
        asked(shop.manager, "chiller  warm", 2),
        asked(shop.worker, "return", 3),
    ]
    receipts = support.look_up_many(lookups, limit=5)
    for one, receipt in zip(lookups, receipts, strict=True):
        assert receipt.lookup_id == one.lookup_id
        assert list(receipt.hits) == support.search(one.query, 5, one.person_id)
    assert lrs.size(exact=True).statements == 3


def test_a_lookup_that_is_sent_twice_counts_once(shop: Cast) -> None:
    one = asked(shop.worker, "wheelchair")
    assert len(support.look_up_many([one])) == 1
    assert support.look_up_many([one]) == []
    assert [gap.count for gap in support.gaps(GapState.OPEN)] == [1]


def test_what_nobody_found_is_one_gap_however_often_it_is_asked(shop: Cast) -> None:
    support.look_up_many(
        [asked(shop.worker, "wheelchair ramp", n) for n in range(3)]
        + [asked(shop.manager, "wheelchair ramp", 4)]
    )
    (gap,) = support.gaps(GapState.OPEN)
    assert (gap.count, gap.people) == (4, 2)


def test_an_aid_that_did_not_help_leaves_a_gap_and_one_that_did_leaves_none(shop: Cast) -> None:
    helped, not_helped = (
        asked(shop.worker, "return without receipt"),
        asked(shop.worker, "chiller too warm", 1),
    )
    support.look_up_many([helped, not_helped])
    later = NOW + dt.timedelta(minutes=5)
    settled = [
        LookupOutcome(helped.lookup_id, "returns", "return-without-a-receipt", Solved.YES, later),
        LookupOutcome(not_helped.lookup_id, "chiller", "chiller-too-warm", Solved.NO, later),
    ]
    support.settle_many(settled)
    support.settle_many(settled)
    assert [gap.wording for gap in support.gaps(GapState.OPEN)] == ["chiller too warm"]
    assert lrs.size(exact=True).statements == 2 + 2 * 2
