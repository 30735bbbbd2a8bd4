"""Course correction, from a night's figures to a changed Monday.

Every night the platform holds what happened against what the strategy said would happen, each
expectation at its date. Where an action is off track, it writes the smallest change to the strategy
document that follows the response agreed beforehand, and proposes it with its reasons. A person who
holds the decision right approves or declines. An approved correction becomes the next revision, the
revision is adopted, what runs is made to match, and those whom it concerns are told.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from trimtab.evaluation import api as evaluation
from trimtab.governance import api as governance
from trimtab.governance.api import ProposalState
from trimtab.journeys import adoption, telling
from trimtab.kernel.said import Said, say
from trimtab.people import api as people
from trimtab.strategy import api as strategy

DAYS_TO_DECIDE = 7


@dataclass(frozen=True, slots=True)
class Night:
    """What one night found: every verdict, and the corrections that now wait for a decision."""

    verdicts: tuple[evaluation.VerdictRow, ...]
    proposals: tuple[governance.ProposalRow, ...]

    @property
    def reached(self) -> int:
        """How many verdicts say something: those before their date and those that wait for figures
        do not.
        """
        silent = {evaluation.Verdict.NOT_DUE, evaluation.Verdict.WAITING}
        return sum(verdict.verdict not in silent for verdict in self.verdicts)


@dataclass(frozen=True, slots=True)
class Decided:
    """Receipt of a decision; `adopted` is None when the correction was declined."""

    proposal: governance.ProposalRow
    adopted: adoption.Adopted | None


@transaction.atomic
def nightly(*, now: dt.datetime) -> Night:
    """Compares what happened with what was expected, proposes a correction for each action that is
    off track and takes back those that no longer apply.
    """
    revision = strategy.current()
    if revision is None:
        return Night((), ())
    verdicts = tuple(evaluation.evaluate(document=revision.document, now=now))
    wrong = {
        _key(verdict): verdict
        for verdict in verdicts
        if verdict.verdict is evaluation.Verdict.OFF_TRACK
    }
    known = governance.proposals()
    for old in known:
        if _is_ours(old) and old.state is ProposalState.OPEN and old.key not in wrong:
            governance.withdraw(
                proposal_id=old.id,
                reason=say("The action is not off track, or no longer runs."),
                now=now,
            )
    answered = {
        (proposal.key, proposal.evidence.get("at")) for proposal in known if proposal.decision
    }
    proposals = tuple(
        propose(verdict, revision, now=now)
        for key, verdict in wrong.items()
        if (key, verdict.at.isoformat()) not in answered
    )
    return Night(verdicts, proposals)


def _key(verdict: evaluation.VerdictRow) -> str:
    return f"correction/{verdict.key}"


def _is_ours(proposal: governance.ProposalRow) -> bool:
    return proposal.proposed_by is None and proposal.kind is governance.ProposalKind.CORRECTION


def propose(
    verdict: evaluation.VerdictRow, revision: strategy.RevisionRow, *, now: dt.datetime
) -> governance.ProposalRow:
    """Proposes the smallest change to the strategy that answers `verdict`, and tells those who
    decide; an open proposal for the same action stays the one.
    """
    patch = evaluation.correction(verdict, revision.document)
    proposal = governance.propose(
        kind=governance.ProposalKind.CORRECTION,
        key=_key(verdict),
        title=patch.title,
        summary=verdict.sentence,
        because=list(patch.because),
        change=strategy.patch_to_json(patch),
        evidence=evaluation.evidence(verdict),
        decides=verdict.decides,
        proposed_by=None,
        due=now + dt.timedelta(days=DAYS_TO_DECIDE),
        now=now,
        revision=revision.number,
    )
    telling.deciders(proposal, now=now)
    return proposal


def compared_with(proposal: governance.ProposalRow) -> strategy.RevisionRow:
    """The revision that a proposal changes: the one in force while it is open, and afterwards the
    one that it was decided on.

    Raises NotFound when no revision was in force.
    """
    if proposal.state is ProposalState.OPEN:
        return strategy.require_current()
    number = proposal.decision.revision if proposal.decision else proposal.revision
    if (
        number is None
    ):  # Decided before it was kept: the adoption that a decision brings is of its own moment.
        moment = proposal.decision.at if proposal.decision else proposal.proposed_at
        number = max((known for at, known in strategy.adoptions() if at < moment), default=0)
    return strategy.revision(number)


def preview(proposal: governance.ProposalRow) -> strategy.Strategy:
    """The strategy as it would be, or as it was decided: the revision that the proposal changes,
    with the change.

    Raises Refusal when the change does not fit that revision.
    """
    return strategy.apply_patch(
        compared_with(proposal).document, strategy.patch_from_json(proposal.change)
    )


@transaction.atomic
def decide(
    *,
    proposal_id: UUID,
    by: people.PersonRow,
    choice: governance.Choice,
    reason: str,
    now: dt.datetime,
) -> Decided:
    """Takes a person's decision; an approved correction becomes the next revision and what runs is
    made to match.

    The decision is the approval that the adoption needs. A draft that somebody has begun is carried
    on to the corrected strategy.

    Raises Refusal when this person may not decide it, or it is decided already, or it no longer
    fits the strategy in force.
    """
    in_force, unfinished = strategy.require_current(), strategy.latest()
    proposal = governance.decide(
        proposal_id=proposal_id,
        by=by,
        choice=choice,
        reason=reason,
        now=now,
        revision=in_force.number,
    )
    if choice is not governance.Choice.APPROVE:
        return Decided(proposal, None)
    revision = strategy.save_draft(
        document=preview(proposal),
        by=proposal.proposed_by,
        because=_because(proposal, reason),
        now=now,
        grown_from=in_force.number,
    )
    adopted = adoption.adopt(number=revision.number, by=by, now=now, approved_by=(by.id,))
    if unfinished and in_force.number < unfinished.number < revision.number:
        strategy.carry_over(number=unfinished.number, base=in_force.number, now=now)
    telling.concerned(proposal, before=in_force.document, after=revision.document, by=by, now=now)
    return Decided(proposal, adopted)


def _because(proposal: governance.ProposalRow, reason: str) -> Said:
    """Why the next revision is made: what was proposed, and what the one who decided says."""
    if not reason.strip():
        return say("{title}.", title=proposal.title)
    return say("{title}. {reason}", title=proposal.title, reason=reason.strip())
