"""Who may decide a proposal. Pure rules over rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from trimtab.kernel.errors import NotAllowed, Refusal


class ProposalKind(StrEnum):
    """What a proposal would change."""

    CORRECTION = "correction"
    STRATEGY = "strategy"
    CONTENT = "content"


class ProposalState(StrEnum):
    """Where a proposal stands; `withdrawn` is one that no longer applies."""

    OPEN = "open"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Choice(StrEnum):
    """A decision."""

    APPROVE = "approve"
    DECLINE = "decline"


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision: who, when, which way, and why.

    `revision`: the one of the strategy in force then, None where it was not kept.
    """

    by: UUID
    by_name: str
    choice: Choice
    reason: str
    at: dt.datetime
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A change that somebody asks for.

    `proposed_by` None is the platform; `decides` names a decision right; `revision` is the one of
    the strategy that it would change.
    """

    id: UUID
    kind: ProposalKind
    key: str
    title: str
    summary: str
    because: tuple[str, ...]
    change: Mapping[str, Any]
    evidence: Mapping[str, Any]
    decides: str
    approver: str
    proposed_by: UUID | None
    proposed_at: dt.datetime
    due: dt.datetime
    state: ProposalState
    decision: DecisionRow | None = None
    revision: int | None = None


def check_decision(
    proposal: ProposalRow, *, by: UUID, roles: frozenset[str], choice: Choice, reason: str
) -> None:
    """Raises a Refusal when this person may not decide this proposal now.

    The one approver is the role that holds the decision right (DACI: one approver); nobody decides
    their own proposal; a decision is taken once; declining takes a reason.
    """
    if not proposal.approver:
        raise NotAllowed(
            "governance.no-approver", f"Nobody holds the right to decide about {proposal.decides}."
        )
    if proposal.approver not in roles:
        raise NotAllowed(
            "governance.not-approver",
            f"Only the {proposal.approver} decides about {proposal.decides}.",
        )
    if proposal.proposed_by == by:
        raise NotAllowed(
            "governance.own-proposal", "Nobody decides their own proposal. Ask somebody else."
        )
    if proposal.state is not ProposalState.OPEN:
        raise Refusal("governance.decided", f"This proposal is {proposal.state} already.")
    if choice is Choice.DECLINE and not reason.strip():
        raise Refusal(
            "governance.reason", "Say why you decline, so that others can learn from it.", "reason"
        )
