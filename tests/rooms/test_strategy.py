"""Revisions follow one another, never change, and one is in force."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from tests.cast import NOW, Cast
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import say
from trimtab.strategy import api as strategy
from trimtab.strategy.actions import write_answer
from trimtab.strategy.api import Answer, State, Strategy
from trimtab.strategy.queries import revisions

DEMO = Path(__file__).parents[2] / "src/trimtab/demo/content/strategy.yaml"


@pytest.fixture
def document() -> Strategy:
    return strategy.load_yaml(DEMO.read_text()).document


def test_a_draft_is_adopted_and_supersedes_the_one_before(cast: Cast, document: Strategy) -> None:
    first = strategy.save_draft(document=document, by=cast.strategist.id, because="first", now=NOW)
    strategy.adopt(number=first.number, by=cast.steward.id, now=NOW)
    second = write_answer(
        code="Q-P9", answer=Answer(value="informed"), by=cast.strategist.id, now=NOW
    )
    assert (second.number, second.state) == (2, State.DRAFT)
    strategy.adopt(number=2, by=cast.steward.id, now=NOW, approved_by=(cast.steward.id,))
    assert [(row.number, row.state) for row in revisions()] == [
        (2, State.ADOPTED),
        (1, State.SUPERSEDED),
    ]
    with pytest.raises(Refusal, match="superseded"):
        strategy.adopt(number=1, by=cast.steward.id, now=NOW)
    assert strategy.adopt(number=2, by=cast.steward.id, now=NOW).state is State.ADOPTED


def test_a_reason_is_kept_by_its_parts_and_one_of_old_as_it_was_written(
    cast: Cast, document: Strategy
) -> None:
    strategy.save_draft(document=document, by=None, because="Begun, says Sasha", now=NOW)
    told = write_answer(
        code="Q-P9", answer=Answer(value="informed"), by=cast.strategist.id, now=NOW
    ).because
    assert (told, told.message) == ("Answered Q-P9", "Answered {code}")
    mine = msgspec.structs.replace(document, title="Mine")
    because = say("Changed {kind}: {key}", kind=say("Actions"), key="weigh")
    merged = strategy.save_draft(document=mine, by=None, because=because, now=NOW, base=1).because
    assert merged == "Changed Actions: weigh. Merged with revision 2 by Sasha, written meanwhile."
    assert merged.message == "{reason}. {merged}"
    gone_back = strategy.restore(number=1, by=None, because="It was better.", now=NOW).because
    assert gone_back == "Back to revision 1. It was better."
    assert strategy.revision(1).because == "Begun, says Sasha"
    assert not strategy.revision(1).because.message


def test_an_unchanged_document_makes_no_revision(cast: Cast, document: Strategy) -> None:
    for _ in range(2):
        assert strategy.save_draft(document=document, by=None, because="", now=NOW).number == 1


def test_the_second_writer_is_told_and_nothing_is_lost(cast: Cast, document: Strategy) -> None:
    strategy.save_draft(document=document, by=None, because="", now=NOW)
    mine = msgspec.structs.replace(document, title="Mine")
    strategy.save_draft(
        document=msgspec.structs.replace(document, title="Theirs"),
        by=None,
        because="",
        now=NOW,
        base=1,
    )
    with pytest.raises(Refusal, match="meanwhile"):
        strategy.save_draft(document=mine, by=None, because="", now=NOW, base=1)


def test_findings_block_adoption(cast: Cast, document: Strategy) -> None:
    bad = msgspec.structs.replace(
        document, policy=msgspec.structs.replace(document.policy, will_not=())
    )
    row = strategy.save_draft(document=bad, by=None, because="", now=NOW)
    with pytest.raises(Refusal, match="L8"):
        strategy.adopt(number=row.number, by=None, now=NOW)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE strategy_revision SET document = '{}'",
        "DELETE FROM strategy_revision",
        "UPDATE strategy_revision SET state = 'draft'",
    ],
)
def test_the_database_itself_refuses_to_change_a_revision(
    cast: Cast, document: Strategy, sql: str
) -> None:
    strategy.save_draft(document=document, by=None, because="", now=NOW)
    strategy.adopt(number=1, by=None, now=NOW)
    with (
        pytest.raises(DatabaseError, match="never changes"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_what_runs_says_why_down_to_the_challenge(document: Strategy) -> None:
    programme = strategy.plan(document).programmes[0]
    assert [step.kind for step in strategy.walk(document, programme.because)] == [
        "actions",
        "policy",
        "challenges",
    ]
