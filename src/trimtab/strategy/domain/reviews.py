"""Who may say yes to a revision, and when it may be put in force. Pure rules over rows.

The right to approve belongs to one role: the one that the document in force gives the right named
'strategy', else strategists. Nobody approves what they wrote any part of, on whatever way it came
into the revision: everybody who wrote anything in which it differs from what is in force is an
author, whatever their role (`authorship` says who).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from trimtab.kernel.errors import NotAllowed, Refusal
from trimtab.kernel.said import Said, say, sentences
from trimtab.strategy.domain.document import Strategy
from trimtab.strategy.domain.revisions import State

RIGHT = "strategy"
APPROVER = "strategist"


class ReviewVerdict(StrEnum):
    """What a reviewer says."""

    APPROVE = "approve"
    CHANGES = "changes"


@dataclass(frozen=True, slots=True)
class SubmissionRow:
    """Who sent a revision to review, when, and what reviewers should know."""

    revision: int
    by: UUID
    by_name: str
    note: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class ReviewVerdictRow:
    """What one reviewer said about a revision."""

    revision: int
    by: UUID
    by_name: str
    verdict: ReviewVerdict
    reason: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class CommentRow:
    """A comment on a place of a revision ("" is the whole), or the answer to one."""

    id: UUID
    revision: int
    place: str
    text: str
    by: UUID
    by_name: str
    at: dt.datetime
    reply_to: UUID | None = None
    resolved_by_name: str = ""
    resolved_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Council:
    """Who decides about a revision: the role that holds the right, its holders, and the authors of
    what it changes.

    `first` says that nothing is in force yet, so that no right is agreed either.
    """

    role: str
    holders: frozenset[UUID]
    authors: frozenset[UUID]
    first: bool = False

    @property
    def approvers(self) -> frozenset[UUID]:
        """Those whose approval counts."""
        return self.holders - self.authors

    @property
    def nobody(self) -> Said | None:
        """One sentence when there is nobody whose approval would count, else None."""
        if self.approvers:
            return None
        return say(
            "Nobody but the authors may approve this: give the role {role} to somebody who has "
            "not written it, and ask them.",
            role=self.role,
        )


def approving_role(document: Strategy) -> str:
    """The role that approves a strategy, by the rights in a document (the one in force)."""
    return next((one.approver for one in document.rights if one.decision == RIGHT), APPROVER)


def check_submission(state: State) -> None:
    """Raises Refusal unless a revision is a draft."""
    if state is not State.DRAFT:
        raise Refusal(
            "strategy.not-a-draft",
            say(
                "This revision is {state}; only a draft is sent to review.",
                state=state_words(state),
            ),
        )


def check_verdict(
    state: State, council: Council, *, by: UUID, verdict: ReviewVerdict, reason: str
) -> None:
    """Raises a Refusal when this person may not say this about a revision now.

    Asking for changes takes a reason.
    """
    if state is not State.IN_REVIEW:
        raise Refusal(
            "strategy.not-in-review",
            say("This revision is {state}, not in review.", state=state_words(state)),
        )
    if by not in council.holders:
        raise NotAllowed(
            "strategy.not-approver",
            say("Only those who hold the role {role} decide about a strategy.", role=council.role),
        )
    if verdict is ReviewVerdict.APPROVE and by in council.authors:
        sentence = council.nobody or say(
            "Nobody approves what they wrote, or wrote together with others. Ask somebody else."
        )
        raise NotAllowed("strategy.own-revision", sentence)
    if verdict is ReviewVerdict.CHANGES and not reason.strip():
        raise Refusal("strategy.reason", say("Say what should change, and why."), "reason")


def last_words(verdicts: Iterable[ReviewVerdictRow]) -> dict[UUID, ReviewVerdictRow]:
    """The last thing that each reviewer said."""
    return {one.by: one for one in sorted(verdicts, key=lambda one: one.at)}


def approvals(
    verdicts: Iterable[ReviewVerdictRow], council: Council
) -> tuple[ReviewVerdictRow, ...]:
    """The approvals that count: the last word of those who hold the right and have not written the
    revision.
    """
    counted = last_words(one for one in verdicts if one.by in council.approvers)
    return tuple(one for one in counted.values() if one.verdict is ReviewVerdict.APPROVE)


def may_adopt(
    state: State,
    council: Council,
    verdicts: Sequence[ReviewVerdictRow],
    *,
    by: UUID | None,
    approved_by: Iterable[UUID] = (),
) -> Refusal | None:
    """Why this person may not put the revision in force now; None when they may.

    Once somebody who holds the right and has not written it has approved, a holder of the right or
    an author may adopt, unless a holder's last word asks for changes. `approved_by` are people who
    approved the same change under a decision right of its own, as a correction is; an author's does
    not count there either. `by` None is the platform itself at the console: who may open it may
    adopt. While nothing is in force no right is agreed yet, so anybody who has not written the
    first revision may adopt it: then adopting is the second person's approval. What is in force
    already may be adopted again; it changes nothing.
    """
    if state is State.SUPERSEDED:
        return Refusal(
            "strategy.over", say("This revision was superseded. Going back is a new revision.")
        )
    if state is State.ADOPTED or by is None or (council.first and by not in council.authors):
        return None
    elsewhere = frozenset(approved_by) - council.authors
    if elsewhere:
        return None if by in elsewhere | council.holders | council.authors else _not_yours(council)
    objection = next((one for one in last_words(verdicts).values() if _objects(one, council)), None)
    if objection:
        return Refusal(
            "strategy.changes-asked",
            say(
                "{name} asked for changes: {reason} Write them, or talk and ask again.",
                name=objection.by_name,
                reason=objection.reason,
            ),
        )
    if not approvals(verdicts, council):
        first = say("Somebody else who holds the role {role} approves it first.", role=council.role)
        if state is not State.IN_REVIEW:
            first = sentences(first, say("Send it to review."))
        return Refusal("strategy.not-approved", council.nobody or first)
    return None if by in council.holders | council.authors else _not_yours(council)


def _objects(one: ReviewVerdictRow, council: Council) -> bool:
    return one.verdict is ReviewVerdict.CHANGES and one.by in council.holders


def _not_yours(council: Council) -> Refusal:
    return NotAllowed(
        "strategy.not-approver",
        say("Only those who hold the role {role} put a strategy in force.", role=council.role),
    )


def state_words(state: State) -> Said:
    """A state in a sentence."""
    match state:
        case State.DRAFT:
            return say("a draft")
        case State.IN_REVIEW:
            return say("in review")
        case State.ADOPTED:
            return say("in force")
        case State.SUPERSEDED:
            return say("superseded")
