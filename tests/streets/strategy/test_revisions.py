"""The pages of a revision: changes in words, comments, review, adoption, and two versions."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.utils.html import escape

from tests.cast import NOW, Cast, engage
from tests.pure.strategy_edits import DEMO
from trimtab.people import api as people
from trimtab.people.api import PersonRow, Role
from trimtab.strategy import api as strategy
from trimtab.strategy.actions import write_answer
from trimtab.strategy.api import Answer, State


@pytest.fixture
def cast(db: None) -> Cast:
    return engage()


@pytest.fixture
def second(cast: Cast) -> PersonRow:
    key = people.add_person(
        email="sven@corner.example", name="Sven", roles=(Role.STRATEGIST,), unit="org", now=NOW
    )
    return people.person(key)


@pytest.fixture
def draft(cast: Cast) -> strategy.RevisionRow:
    first = strategy.save_draft(document=DEMO, by=None, because="First", now=NOW)
    strategy.adopt(number=first.number, by=None, now=NOW)
    return write_answer(code="Q-P9", answer=Answer(value="coaches"), by=cast.strategist.id, now=NOW)


def signed_in(person: PersonRow) -> Client:
    from django.contrib.auth import get_user_model

    client = Client()
    client.force_login(get_user_model().objects.get(id=person.id))
    return client


def test_a_revision_goes_from_draft_to_in_force_through_the_pages(
    cast: Cast, second: PersonRow, draft: strategy.RevisionRow
) -> None:
    author, reviewer, reader = map(signed_in, (cast.strategist, second, cast.stakeholder))
    at = f"/strategy/revisions/{draft.number}"
    page = author.get(at).content.decode()
    assert "Q-P9 changed to" in page and "Send to review" in page and "Put it in force" not in page
    assert "Send to review" not in reader.get(at).content.decode()
    assert reader.post(f"{at}/review", {"note": ""}).status_code == 403
    assert author.post(f"{at}/review", {"note": "Look"}).status_code == 302
    assert author.post(f"{at}/verdict", {"verdict": "approve"}).status_code == 403
    asked = reviewer.post(f"{at}/verdict", {"verdict": "changes", "reason": ""})
    assert asked.status_code == 422 and "what should change" in asked.content.decode()
    assert author.post(f"{at}/adoption").status_code == 403
    assert "Approve" in reviewer.get(at).content.decode()
    assert reviewer.post(f"{at}/verdict", {"verdict": "approve", "reason": ""}).status_code == 302
    assert "Yes, put it in force" in author.get(f"{at}/adoption").content.decode()
    for _ in range(2):
        assert author.post(f"{at}/adoption").status_code == 302
    assert strategy.require_current().number == draft.number


def test_stakeholders_read_and_comment_and_strangers_do_not(
    cast: Cast, second: PersonRow, draft: strategy.RevisionRow
) -> None:
    reader, at = signed_in(cast.stakeholder), f"/strategy/revisions/{draft.number}"
    assert (
        reader.post(f"{at}/comments", {"place": "answers/Q-P9", "text": "<b>Why</b>?"}).status_code
        == 302
    )
    [comment] = strategy.comments(draft.number)
    signed_in(cast.strategist).post(
        f"{at}/comments", {"reply_to": str(comment.id), "text": "Because."}
    )
    page = reader.get(at).content.decode()
    assert "&lt;b&gt;Why&lt;/b&gt;?" in page and "Because." in page
    assert reader.post(f"{at}/comments/{comment.id}/settled").status_code == 302
    assert "settled by Hana" in reader.get(at).content.decode()
    assert reader.post(f"{at}/comments", {"text": " "}).status_code == 422
    assert signed_in(cast.worker).get(at).status_code == 403
    assert (
        reader.get("/strategy/revisions?state=draft")
        .content.decode()
        .count("/strategy/revisions/2")
        == 1
    )


def test_going_back_makes_a_new_draft(cast: Cast, draft: strategy.RevisionRow) -> None:
    author = signed_in(cast.strategist)
    found = author.post("/strategy/revisions/1/restored", {"because": "It was better."})
    assert found.headers["Location"] == "/strategy/revisions/3"
    assert strategy.revision(3).document == DEMO
    assert (
        "says the same already"
        in author.post("/strategy/revisions/1/restored", {"because": "x"}).content.decode()
    )


def merging(theirs: strategy.RevisionRow, mine: strategy.Strategy, **more: str) -> dict[str, str]:
    patch = json.dumps(strategy.patch_to_json(strategy.patch_between(DEMO, mine)))
    return {"base": "1", "newest": str(theirs.number), "patch": patch, "because": "Mine", **more}


def test_two_versions_are_shown_and_a_third_can_be_written(
    cast: Cast, second: PersonRow, draft: strategy.RevisionRow
) -> None:
    client = signed_in(second)
    mine = strategy.apply_patch(
        DEMO,
        strategy.Patch(
            title="",
            operations=(
                strategy.Operation(op=strategy.Op.SET, place="answers/Q-P9/value", value="none"),
                strategy.Operation(op=strategy.Op.SET, place="title", value="Another title"),
            ),
        ),
    )
    asked = client.post("/strategy/merging", merging(draft, mine))
    page = asked.content.decode()
    assert asked.status_code == 409
    said = {option.value: escape(option.says) for option in strategy.BY_CODE["Q-P9"].options}
    assert (
        "Sasha changed the same meanwhile" in page
        and said["coaches"] in page
        and said["none"] in page
    )
    assert "Another title" not in strategy.require_current().document.title
    chosen = {
        "place-0": "answers/Q-P9",
        "choice-0": "own",
        "own-0": "informed",
        "because-0": "We met",
    }
    done = client.post("/strategy/merging", merging(draft, mine, **chosen))
    assert done.status_code == 302
    newest = strategy.latest()
    assert newest is not None and newest.number == 3
    answer = newest.document.answers["Q-P9"]
    assert (answer.value, answer.because, answer.by) == (
        "informed",
        "We met",
        "sven@corner.example",
    )
    assert newest.document.title == "Another title"
    assert newest.because == "Mine. Merged with revision 2 by Sasha, written meanwhile."


@pytest.mark.parametrize(
    "patch", ["", "[]", "{", '{"title": "", "operations": [{"op": "set", "place": "actions/x/y"}]}']
)
def test_what_is_no_change_is_refused(cast: Cast, draft: strategy.RevisionRow, patch: str) -> None:
    found = signed_in(cast.strategist).post(
        "/strategy/merging", {"base": "1", "newest": "2", "patch": patch}
    )
    assert found.status_code == 422


def test_before_anything_is_in_force_a_second_person_adopts(cast: Cast) -> None:
    row = strategy.save_draft(document=DEMO, by=cast.strategist.id, because="First", now=NOW)
    at = f"/strategy/revisions/{row.number}/adoption"
    assert signed_in(cast.strategist).post(at).status_code == 403
    assert signed_in(cast.manager).post(at).status_code == 403
    assert signed_in(cast.administrator).post(at).status_code == 302
    assert strategy.revision(1).state is State.ADOPTED
