"""Whoever looks something up finds it, or leaves a gap that authors see."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import NOW, Cast
from trimtab.home.shell import finding
from trimtab.kernel.errors import NotFound, Refusal
from trimtab.library import api as library
from trimtab.lrs import api as lrs
from trimtab.people import api as people
from trimtab.search import api as search
from trimtab.strategy.domain.document import AudienceRule
from trimtab.strategy.domain.plan import AudienceResource, Collection
from trimtab.support import api as support
from trimtab.support.api import GapState, Solved
from trimtab.support.models import Collection as Collections
from trimtab.xapi.profile import Verb

SHARED = Path(__file__).parents[3] / "shared" / "data" / "cheatsheets"
RETURNS = """---
tags: [returns]
---
# Return without a receipt

## Ask for the card

Find the purchase with the card the customer paid with. Never ask for the whole number.

## When nothing is found

Call the shift manager. Offer a voucher.
"""
CHILLER = """---
tags: [food-safety]
---
# Chiller is too warm

## Above 5 °C

Move the goods to another chiller and call the technician.

## Above 8 °C

Throw the goods away. Write down what and how much.
"""
PROBE = "# Use the probe thermometer\n\nClean the probe. Wait until the figure stands still.\n"


@pytest.fixture
def shop(cast: Cast) -> Cast:
    files = {"Returns.md": RETURNS, "Chiller.md": CHILLER, "Probe.md": PROBE}
    assert not library.import_aids(announce=search.publish, files=files, by=None, now=NOW).problems
    return cast


@pytest.mark.parametrize(
    "barcode",
    ["4006381333931", "123456", "٤٠٠٦٣٨١", "²" * 13, "9" * 300, "EAN4006381333931 4006381333931"],
)
def test_a_long_number_is_looked_up_like_any_word(shop: Cast, barcode: str) -> None:
    assert support.search(barcode) == []
    assert not support.look_up(person_id=shop.worker.id, query=barcode, now=NOW).hits


QUESTION = st.text(max_size=search.LONGEST_QUESTION + 20) | st.lists(
    st.sampled_from(
        [
            "chiler",
            "voucher",
            "99999999",
            "a" * 40,
            "zq" * 20,
            "e-mail's",
            "C++",
            "the",
            "İ",
            "ﬃ",
            "\0",
            "\ud800",
        ]
    )
).map(" ".join)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(QUESTION)
def test_whatever_is_typed_is_looked_up(shop: Cast, question: str) -> None:
    with CaptureQueriesContext(connection) as asked:
        finding.aids(shop.worker, question)
        if question.strip(" \0\ud800"):
            with suppress(Refusal):
                support.look_up(person_id=shop.worker.id, query=question, now=NOW)
    assert len(asked) < 60


def test_aids_in_the_collection_of_an_audience_come_first_for_its_people(shop: Cast) -> None:
    rule = AudienceRule(attributes={"job": ("cashier",)})
    people.match_audiences([AudienceResource(key="cashiers", name="Cashiers", rule=rule)], now=NOW)
    wanted = [Collection(key="tills", title="Tills", audience="cashiers", tags=("food-safety",))]
    assert support.match_collections(wanted, now=NOW).created == ("tills",)
    usual = next(hit.score for hit in support.search("call") if hit.aid_key == "chiller")
    hers = next(
        hit.score
        for hit in support.search("call", person_id=shop.worker.id)
        if hit.aid_key == "chiller"
    )
    assert hers > usual
    assert [row.key for row in support.collections_of(shop.worker.id)] == ["tills"]


def test_collections_match_the_plan_and_a_second_time_changes_nothing(cast: Cast) -> None:
    one = Collection(key="one", title="One", audience="a", tags=("x",))
    assert support.match_collections([one], now=NOW).created == ("one",)
    assert not support.match_collections([one], now=NOW)
    other = Collection(key="one", title="Other", audience="a", tags=("x", "y"))
    assert support.match_collections([other], now=NOW).changed == ("one",)
    assert support.match_collections([], now=NOW).retired == ("one",)
    assert (
        support.match_collections([one], now=NOW).created == ("one",)
        and Collections.objects.filter(retired_at=None).count() == 1
    )


@dataclass(frozen=True)
class Said:
    """What the evidence store holds about a person."""

    verbs: list[str]
    text: str


def said(cast: Cast) -> Said:
    found = lrs.held_about(cast.worker.pseudonym, ())["statements"]
    return Said([str(one["verb"]["id"]) for one in found], str(found))


def test_a_lookup_leaves_evidence_but_not_the_words(shop: Cast) -> None:
    receipt = support.look_up(person_id=shop.worker.id, query="voucher secretword", now=NOW)
    support.opened(
        lookup_id=receipt.lookup_id, aid_key="returns", section="ask-for-the-card", now=NOW
    )
    support.opened(
        lookup_id=receipt.lookup_id, aid_key="returns", section="ask-for-the-card", now=NOW
    )
    support.resolved(lookup_id=receipt.lookup_id, solved=Solved.YES, now=NOW)
    support.resolved(lookup_id=receipt.lookup_id, solved=Solved.YES, now=NOW)
    evidence = said(shop)
    assert sorted(evidence.verbs) == sorted([Verb.SEARCHED, Verb.OPENED, Verb.RESOLVED])
    assert "secretword" not in evidence.text and "Return without a receipt" in evidence.text


def missed(query: str, cast: Cast, *, by: str = "worker", days: int = 0) -> support.LookupReceipt:
    now = NOW + dt.timedelta(days=days)
    return support.look_up(person_id=getattr(cast, by).id, query=query, now=now)


def test_no_result_becomes_one_gap_for_all_who_ask_alike(shop: Cast) -> None:
    assert missed("parental leave", shop).hits == ()
    missed("leave, parental!", shop, by="manager", days=1)
    missed("Parentl leave", shop, days=2)
    missed("holiday", shop)
    rows = support.gaps(GapState.OPEN)
    assert [(row.wording, row.count, row.people) for row in rows] == [
        ("parental leave", 3, 2),
        ("holiday", 1, 1),
    ]
    assert rows[0].last_at == NOW + dt.timedelta(days=2) and len(rows[0].wordings) == 3


def test_what_did_not_help_counts_for_a_gap_until_it_does(shop: Cast) -> None:
    receipt = missed("refund with a voucher", shop)
    assert receipt.hits and not support.gaps()
    support.resolved(lookup_id=receipt.lookup_id, solved=Solved.NO, now=NOW)
    assert [row.count for row in support.gaps()] == [1]
    support.resolved(lookup_id=receipt.lookup_id, solved=Solved.YES, now=NOW)
    assert support.gaps() == []


def test_an_aid_reported_wrong_is_due_for_its_owner(shop: Cast) -> None:
    receipt = missed("voucher", shop)
    support.opened(lookup_id=receipt.lookup_id, aid_key="returns", now=NOW)
    support.resolved(lookup_id=receipt.lookup_id, solved=Solved.WRONG, now=NOW)
    support.resolved(lookup_id=receipt.lookup_id, solved=Solved.WRONG, now=NOW)
    assert library.aid("returns").flagged == 1
    support.resolved(
        lookup_id=None, aid_key="chiller", person_id=shop.worker.id, solved=Solved.WRONG, now=NOW
    )
    assert library.aid("chiller").flagged == 1


def test_a_gap_is_closed_with_an_aid_or_a_reason_and_opens_anew(shop: Cast) -> None:
    missed("parental leave", shop)
    gap = support.gaps(GapState.OPEN)[0]
    with pytest.raises(Refusal):
        support.close_gap(gap_id=gap.id, by=shop.author.id, reason=" ", now=NOW)
    with pytest.raises(NotFound):
        support.close_gap(gap_id=gap.id, by=shop.author.id, reason="", aid_key="none", now=NOW)
    support.close_gap(gap_id=gap.id, by=shop.author.id, reason="", aid_key="returns", now=NOW)
    with pytest.raises(Refusal):
        support.close_gap(gap_id=gap.id, by=shop.author.id, reason="again", now=NOW)
    missed("parental leave", shop)
    assert {row.state for row in support.gaps()} == {GapState.CLOSED, GapState.OPEN}


def test_erasure_takes_the_words_and_keeps_the_counts(shop: Cast) -> None:
    missed("my private matter", shop)
    missed("holiday", shop)
    missed("holiday", shop, by="manager")
    support.forget_free_text(person_id=shop.worker.id)
    rows = {row.wording: row for row in support.gaps()}
    assert rows["holiday"].count == 2 and rows[""].count == 1 and not rows[""].wordings


def test_an_unknown_lookup_is_refused_and_an_empty_question_too(cast: Cast) -> None:
    with pytest.raises(NotFound):
        support.resolved(lookup_id=uuid4(), solved=Solved.YES, now=NOW)
    with pytest.raises(Refusal):
        support.look_up(person_id=None, query="  ", now=NOW)
