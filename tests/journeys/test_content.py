"""Content that comes in is held against what people missed, and whoever checks an aid ends its warning."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.cast import NOW, Cast
from trimtab.governance import api as governance
from trimtab.journeys import content
from trimtab.kernel.errors import NotAllowed
from trimtab.library import api as library
from trimtab.search import api as search
from trimtab.support import api as support
from trimtab.support.api import GapState, Solved

LATER = NOW + dt.timedelta(days=1)
AID = {
    "Defibrillator.md": "# Defibrillator\n\nChange the battery of the defibrillator when the lamp is red.\n"
}


def named() -> dict[str, str]:
    return {row.wording: row.aid_key for row in support.gaps(GapState.OPEN)}


def test_a_gap_names_the_aid_that_came_since_until_an_author_says_no_or_somebody_misses_it_again(
    cast: Cast,
) -> None:
    for words in ("defibrillator battery", "pallet jack"):
        support.look_up(person_id=cast.worker.id, query=words, now=NOW)
    done = library.import_aids(announce=search.publish, files=AID, by=None, now=LATER)
    assert (
        content.published(aid_keys=["other"]) == 0 and content.published(aid_keys=done.created) == 1
    )
    assert named() == {"defibrillator battery": "defibrillator", "pallet jack": ""}
    receipt = support.look_up(person_id=cast.manager.id, query="battery defibrillator", now=LATER)
    support.resolved(lookup_id=receipt.lookup_id, solved=Solved.NO, now=LATER)
    assert set(named().values()) == {""}
    content.published(aid_keys=done.created)
    [gap] = [row for row in support.gaps(GapState.OPEN) if row.aid_key]
    support.not_answered(gap_id=gap.id)
    assert set(named().values()) == {""}


def test_whoever_checks_an_aid_ends_its_warning_and_it_is_written_down(cast: Cast) -> None:
    library.import_aids(announce=search.publish, files=AID, by=None, now=NOW)
    support.resolved(
        lookup_id=None,
        aid_key="defibrillator",
        person_id=cast.worker.id,
        solved=Solved.WRONG,
        now=NOW,
    )
    assert library.aid("defibrillator").flagged == 1
    with pytest.raises(NotAllowed):
        content.checked(aid_key="defibrillator", by=cast.worker, now=LATER)
    content.checked(aid_key="defibrillator", by=cast.author, now=LATER)
    aid = library.aid("defibrillator")
    assert (aid.flagged, aid.verified_on) == (0, LATER.date())
    [entry] = governance.audit_entries(text="aid-checked").rows
    assert (entry.actor_id, dict(entry.detail)) == (cast.author.id, {"reports_settled": 1})
