"""What authors do with content in the browser.

They end a warning by checking an aid, and close what an aid answers since.
"""

from __future__ import annotations

import pytest

from tests.cast import NOW, Cast, engage
from tests.streets.strategy.test_answering import signed_in
from trimtab.journeys import content
from trimtab.library import api as library
from trimtab.search import api as search
from trimtab.support import api as support
from trimtab.support.api import GapState, Solved

AID = {
    "Pump.md": "# The pump\n\nPrime the pump before each shift.\n\n"
    "## When it drips\n\nTighten the seal.\n"
}


@pytest.fixture
def cast(db: None) -> Cast:
    cast = engage()
    support.look_up(person_id=cast.worker.id, query="prime the pump", now=NOW)
    done = library.import_aids(announce=search.publish, files=AID, by=None, now=NOW)
    content.published(aid_keys=done.created)
    return cast


def test_a_warning_is_ended_with_one_button_and_what_was_reported_stands_beside_it(
    cast: Cast,
) -> None:
    support.resolved(
        lookup_id=support.opened(
            lookup_id=None,
            aid_key="pump",
            section="when-it-drips",
            person_id=cast.worker.id,
            now=NOW,
        ),
        solved=Solved.WRONG,
        aid_key="pump",
        now=NOW,
    )
    author, reader = signed_in(cast.author), signed_in(cast.worker)
    assert (
        "Somebody reported that this aid is wrong" in reader.get("/find/aids/pump").content.decode()
    )
    page = author.get("/checks").content.decode()
    assert (
        "One job aid was reported wrong" in page
        and "#when-it-drips" in page
        and "Wanda" not in page
    )
    author.post("/checks/done", {"key": "pump"})
    assert "Somebody reported" not in reader.get("/find/aids/pump").content.decode()
    assert "No job aid waits for a check" in author.get("/checks").content.decode()


def test_what_an_aid_may_answer_stands_apart_and_is_closed_with_it_or_stays_open(
    cast: Cast,
) -> None:
    author = signed_in(cast.author)
    page = author.get("/gaps").content.decode()
    assert (
        "Whatever was looked for was found" in page
        and "An aid may answer these since" in page
        and "The pump" in page
    )
    assert "missed" not in author.get("/").content.decode()
    [gap] = support.gaps(GapState.OPEN)
    author.post(f"/gaps/{gap.id}/closing", {"answers": "no"})
    assert "One thing was looked for and not found" in author.get("/gaps").content.decode()
    content.published(aid_keys=["pump"])
    author.post(f"/gaps/{gap.id}/closing", {"aid": "pump", "answers": "yes"})
    assert [(row.state, row.aid_key) for row in support.gaps()] == [(GapState.CLOSED, "pump")]
