"""The pages of the ready strategies: side by side, one to read, and a draft begun from one."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils.html import escape

from tests.cast import NOW, Cast, engage
from trimtab.kernel.errors import Refusal
from trimtab.people.api import PersonRow
from trimtab.strategy import api as strategy

LATER = {"title": "Labels that are right", "first": "2099-03-02"}


@pytest.fixture
def cast(db: None) -> Cast:
    return engage()


def signed_in(person: PersonRow) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(id=person.id))
    return client


def test_the_five_are_found_from_an_empty_strategy_page_and_from_the_first_step(cast: Cast) -> None:
    strategist = signed_in(cast.strategist)
    assert 'href="/strategy/ready"' in strategy_page(strategist, "/strategy")
    assert 'href="/strategy/ready"' in strategy_page(strategist, "/strategy/begin/problem")
    page = strategy_page(strategist, "/strategy/ready")
    assert all(
        escape(ready.differs) in page and f"/strategy/ready/{ready.name}" in page
        for ready in strategy.READY
    )
    assert "18:00 to 08:00" in page and "Q-G4: There is one, no agreement yet" in page


def strategy_page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.mark.parametrize("ready", strategy.READY, ids=lambda each: each.name)
def test_each_is_read_as_a_page_and_as_a_file(cast: Cast, ready: strategy.ReadyStrategy) -> None:
    strategist = signed_in(cast.strategist)
    page = strategy_page(strategist, f"/strategy/ready/{ready.name}")
    assert escape(ready.document.summary) in page and "Begin from this" in page
    assert all(escape(left_out) in page for left_out in ready.document.policy.will_not)
    assert (
        strategy.load_yaml(strategy_page(strategist, f"/strategy/ready/{ready.name}/strategy.yaml"))
        == ready.loaded
    )


def test_readers_read_and_only_who_writes_begins(cast: Cast) -> None:
    reader = signed_in(cast.stakeholder)
    assert "Begin from this" not in strategy_page(reader, "/strategy/ready/aid")
    assert reader.post("/strategy/ready/aid/begun", LATER).status_code == 403
    assert signed_in(cast.worker).get("/strategy/ready").status_code == 403
    assert signed_in(cast.strategist).get("/strategy/ready/nothing").status_code == 404
    assert strategy.latest() is None


def test_what_begins_from_one_is_a_draft_that_says_so_and_names_each_place_to_adapt(
    cast: Cast,
) -> None:
    strategist = signed_in(cast.strategist)
    answer = strategist.post("/strategy/ready/retail/begun", LATER)
    assert answer.status_code == 302 and answer["Location"] == "/strategy/draft#findings"
    draft = strategy.latest()
    assert draft and draft.state is strategy.State.DRAFT
    assert draft.because == "Begun from the ready strategy 'Plants that live, licences that hold'"
    assert (draft.document.organisation, draft.document.title) == (
        "Corner Stores",
        "Labels that are right",
    )
    assert min(
        action.starts
        for action in draft.document.actions
        if action.kind == "practice" and action.starts
    ) == dt.date(2099, 3, 2)
    found = strategy.check(draft.document)
    page = strategy_page(strategist, "/strategy/draft")
    assert f"{len(found)} places are to be adapted" in page
    assert all(
        f'href="{at}"' in page
        for at in ("/strategy/answers/Q-D9", "/strategy/parts/actions/practise-plants")
    )
    with pytest.raises(Refusal):
        strategy.adopt(number=draft.number, by=None, now=NOW)


def test_an_answer_that_holds_here_too_is_kept_with_one_click(cast: Cast) -> None:
    strategist = signed_in(cast.strategist)
    strategist.post("/strategy/ready/retail/begun", LATER)
    draft = strategy.latest()
    assert draft
    mend = {"code": "S7", "place": "answers/Q-D9/because", "base": str(draft.number)}
    assert strategist.post("/strategy/draft/mend", mend).status_code == 302
    after = strategy.latest()
    assert after and after.document.answers["Q-D9"] == strategy.Answer(value=6)
    assert ("S7", "answers/Q-D9/because") not in {
        (finding.code, finding.place) for finding in strategy.check(after.document)
    }


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"title": "", "first": "2099-03-02"}, "Say in one line"),
        ({"title": "T", "first": "soon"}, "Give a date"),
        ({"title": "T", "first": "2099-13-02"}, "Give a date"),
        ({"title": "T", "first": "2001-01-01"}, "This day is over"),
    ],
)
def test_what_cannot_be_begun_is_said_at_its_field_and_writes_nothing(
    cast: Cast, given: dict[str, str], says: str
) -> None:
    answer = signed_in(cast.strategist).post("/strategy/ready/aid/begun", given)
    assert answer.status_code == 422 and says in answer.content.decode()
    assert strategy.latest() is None


def test_beginning_again_leaves_the_earlier_draft_among_the_revisions(cast: Cast) -> None:
    strategist = signed_in(cast.strategist)
    strategist.post("/strategy/ready/retail/begun", LATER)
    assert "stays among the revisions" in strategy_page(strategist, "/strategy/ready/aid")
    refused = strategist.post("/strategy/ready/aid/begun", {**LATER, "base": "1"})
    assert refused.status_code == 422 and "Say that you mean it" in refused.content.decode()
    assert (
        strategist.post(
            "/strategy/ready/aid/begun", {**LATER, "base": "1", "anew": "yes"}
        ).status_code
        == 302
    )
    page = strategy_page(strategist, "/strategy/draft")
    assert "Your earlier working copy is revision 1" in page and "Answers: diagnosis" in page
    advice = strategy_page(strategist, "/strategy/advice")
    assert "of them are a must: begin with these" in advice and advice.index(
        "<h2>Must"
    ) < advice.index("<h2>Should")
    first, second = strategy.revision(1), strategy.revision(2)
    assert "Marigold" in first.document.summary and "Far Bank" in second.document.summary
