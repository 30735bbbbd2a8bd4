"""Who may decide a proposal. Pure rules over rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from trimtab.kernel.errors import NotAllowed, Refusal
from trimtab.kernel.said import Said, say, say_in
from trimtab.people.values import role_words


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


STATE_WORDS: Mapping[ProposalState, Said] = {
    ProposalState.OPEN: say_in("of a proposal", "open"),
    ProposalState.APPROVED: say_in("of a proposal", "approved"),
    ProposalState.DECLINED: say_in("of a proposal", "declined"),
    ProposalState.WITHDRAWN: say_in("of a proposal", "withdrawn"),
}


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
    title: Said
    summary: Said
    because: tuple[Said, ...]
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

    @property
    def state_words(self) -> Said:
        """Where it stands."""
        return STATE_WORDS[self.state]

    @property
    def approver_words(self) -> Said:
        """The role that decides."""
        return role_words(self.approver)


def check_decision(
    proposal: ProposalRow, *, by: UUID, roles: frozenset[str], choice: Choice, reason: str
) -> None:
    """Raises a Refusal when this person may not decide this proposal now.

    The one approver is the role that holds the decision right (DACI: one approver); nobody decides
    their own proposal; a decision is taken once; declining takes a reason.
    """
    if not proposal.approver:
        raise NotAllowed(
            "governance.no-approver",
            say("Nobody holds the right to decide about {decision}.", decision=proposal.decides),
        )
    if proposal.approver not in roles:
        raise NotAllowed(
            "governance.not-approver",
            say(
                "Only the {role} decides about {decision}.",
                role=proposal.approver_words,
                decision=proposal.decides,
            ),
        )
    if proposal.proposed_by == by:
        raise NotAllowed(
            "governance.own-proposal",
            say("Nobody decides their own proposal. Ask somebody else."),
        )
    if proposal.state is not ProposalState.OPEN:
        sentence = say("This proposal is {state} already.", state=proposal.state_words)
        raise Refusal("governance.decided", sentence)
    if choice is Choice.DECLINE and not reason.strip():
        raise Refusal(
            "governance.reason",
            say("Say why you decline, so that others can learn from it."),
            "reason",
        )
