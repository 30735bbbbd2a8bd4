"""Course correction, from a night's figures to a changed Monday.

Every night the platform holds what happened against what the strategy said would happen. Where an action is off track, it
writes the smallest change to the strategy document that follows the response agreed beforehand, and proposes it with its
reasons. A person who holds the decision right approves or declines. An approved correction becomes the next revision, the
revision is adopted, and what runs is made to match.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from trimtab.evaluation import api as evaluation
from trimtab.governance import api as governance
from trimtab.journeys import adoption
from trimtab.people import api as people
from trimtab.strategy import api as strategy

DAYS_TO_DECIDE = 7


@dataclass(frozen=True, slots=True)
class Night:
    """What one night found: every verdict, and the corrections that now wait for a decision."""

    verdicts: tuple[evaluation.VerdictRow, ...]
    proposals: tuple[governance.ProposalRow, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """Receipt of a decision; `adopted` is None when the correction was declined."""

    proposal: governance.ProposalRow
    adopted: adoption.Adopted | None


@transaction.atomic
def nightly(*, now: dt.datetime) -> Night:
    """Compares what happened with what was expected, and proposes a correction for each action that is off track."""
    revision = strategy.current()
    if revision is None:
        return Night((), ())
    verdicts = tuple(evaluation.evaluate(now=now))
    proposals = tuple(
        propose(verdict, revision, now=now) for verdict in verdicts if verdict.verdict is evaluation.Verdict.OFF_TRACK
    )
    return Night(verdicts, proposals)


def propose(
    verdict: evaluation.VerdictRow, revision: strategy.RevisionRow, *, now: dt.datetime
) -> governance.ProposalRow:
    """Proposes the smallest change to the strategy that answers `verdict`; an open proposal for the same action stays the one."""
    patch = evaluation.correction(verdict, revision.document)
    return governance.propose(
        kind=governance.ProposalKind.CORRECTION,
        key=f"correction/{verdict.key}",
        title=patch.title,
        summary=verdict.sentence,
        because=list(patch.because),
        change=strategy.patch_to_json(patch),
        evidence=evaluation.evidence(verdict),
        decides=verdict.decides,
        proposed_by=None,
        due=now + dt.timedelta(days=DAYS_TO_DECIDE),
        now=now,
    )


def preview(proposal: governance.ProposalRow) -> strategy.Strategy:
    """The strategy as it would be: the revision in force with the proposed change.

    Raises Refusal when the change no longer fits the revision in force.
    """
    return strategy.apply_patch(strategy.require_current().document, strategy.patch_from_json(proposal.change))


@transaction.atomic
def decide(
    *, proposal_id: UUID, by: people.PersonRow, choice: governance.Choice, reason: str, now: dt.datetime
) -> Decided:
    """Takes a person's decision; an approved correction becomes the next revision and what runs is made to match.

    The decision is the approval that the adoption needs. A draft that somebody has begun is carried on to the corrected strategy.

    Raises Refusal when this person may not decide it, or it is decided already, or it no longer fits the strategy in force.
    """
    proposal = governance.decide(proposal_id=proposal_id, by=by, choice=choice, reason=reason, now=now)
    if choice is not governance.Choice.APPROVE:
        return Decided(proposal, None)
    in_force, unfinished = strategy.require_current(), strategy.latest()
    revision = strategy.save_draft(
        document=preview(proposal), by=proposal.proposed_by, because=f"{proposal.title}. {reason}".strip(), now=now,
        grown_from=in_force.number,
    )  # fmt: skip
    adopted = adoption.adopt(number=revision.number, by=by, now=now, approved_by=(by.id,))
    if unfinished and in_force.number < unfinished.number < revision.number:
        strategy.carry_over(number=unfinished.number, base=in_force.number, now=now)
    return Decided(proposal, adopted)
