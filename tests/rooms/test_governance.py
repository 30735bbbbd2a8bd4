"""One approver, never one's own proposal, and a trail that nobody rewrites."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from tests.cast import NOW, Cast
from trimtab.governance import api as governance
from trimtab.governance.api import Choice, ProposalKind, ProposalRow, ProposalState
from trimtab.kernel.errors import NotAllowed, Refusal


@dataclass(frozen=True)
class Right:
    key: str
    approver: str
    because: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grant:
    key: str
    role: str
    data: str
    grain: str = "unit"
    days: int = 365
    because: tuple[str, ...] = ()


@pytest.fixture(autouse=True)
def rights(db: None) -> None:
    governance.match_rights([Right("content", "stakeholder")], now=NOW)


def propose(
    by: Cast | None = None, key: str = "k", summary: str = "It is off track."
) -> ProposalRow:
    return governance.propose(
        kind=ProposalKind.CORRECTION,
        key=key,
        title="Stop it",
        summary=summary,
        because=["no effect"],
        change={"operations": []},
        evidence={},
        decides="content",
        proposed_by=by.stakeholder.id if by else None,
        due=NOW + dt.timedelta(days=7),
        now=NOW,
    )


def test_the_one_approver_decides_once_and_the_trail_says_so(cast: Cast) -> None:
    proposal = propose()
    assert governance.may_decide(proposal, cast.stakeholder)
    decided = governance.decide(
        proposal_id=proposal.id, by=cast.stakeholder, choice=Choice.APPROVE, reason="", now=NOW
    )
    assert decided.state is ProposalState.APPROVED
    assert decided.decision is not None and decided.decision.by_name == "Hana"
    with pytest.raises(Refusal, match="approved already"):
        governance.decide(
            proposal_id=proposal.id, by=cast.stakeholder, choice=Choice.APPROVE, reason="", now=NOW
        )
    acts = [row.act for row in governance.audit_entries().rows]
    assert acts == ["proposal.approved", "proposal.made"]


def test_who_is_not_the_approver_may_not_decide(cast: Cast) -> None:
    proposal = propose()
    for person in (cast.worker, cast.strategist, cast.stranger):
        assert not governance.may_decide(proposal, person)
        with pytest.raises(NotAllowed):
            governance.decide(
                proposal_id=proposal.id, by=person, choice=Choice.APPROVE, reason="x", now=NOW
            )


def test_nobody_decides_their_own_proposal(cast: Cast) -> None:
    proposal = propose(cast)
    with pytest.raises(NotAllowed, match="own proposal"):
        governance.decide(
            proposal_id=proposal.id, by=cast.stakeholder, choice=Choice.APPROVE, reason="x", now=NOW
        )


def test_declining_takes_a_reason(cast: Cast) -> None:
    proposal = propose()
    with pytest.raises(Refusal) as refused:
        governance.decide(
            proposal_id=proposal.id, by=cast.stakeholder, choice=Choice.DECLINE, reason=" ", now=NOW
        )
    assert refused.value.field == "reason"


def test_an_open_proposal_with_the_same_key_stays_the_one(cast: Cast) -> None:
    first, second = propose(), propose(summary="It is still off track.")
    assert first.id == second.id and second.summary == "It is still off track."
    governance.decide(
        proposal_id=first.id, by=cast.stakeholder, choice=Choice.DECLINE, reason="Not now.", now=NOW
    )
    assert propose().id != first.id


@pytest.mark.parametrize(
    "statement", ["UPDATE governance_auditentry SET act = 'x'", "DELETE FROM governance_auditentry"]
)
def test_the_database_itself_refuses_to_rewrite_the_trail(cast: Cast, statement: str) -> None:
    governance.audit(actor_id=None, act="x", target="y", detail={}, now=NOW)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_grant_lets_a_role_see_and_a_manager_only_their_own_units(cast: Cast) -> None:
    assert not governance.may_see(cast.manager, "practice")
    governance.match_grants(
        [Grant("g1", "manager", "practice"), Grant("g2", "strategist", "practice")], now=NOW
    )
    assert governance.may_see(cast.manager, "practice", "north")
    assert not governance.may_see(cast.manager, "practice", "south")
    assert governance.may_see(cast.strategist, "practice", "south")
    assert not governance.may_see(cast.worker, "practice")
    assert governance.match_grants([], now=NOW).retired == ("g1", "g2")
    assert not governance.may_see(cast.manager, "practice", "north")
