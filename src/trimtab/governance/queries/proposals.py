"""What waits for a decision, what was decided, and who decides what."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from trimtab.governance.domain.decisions import (
    Choice,
    DecisionRow,
    ProposalKind,
    ProposalRow,
    ProposalState,
)
from trimtab.governance.models import Decision, Proposal, Right
from trimtab.kernel.errors import NotFound
from trimtab.kernel.said import say
from trimtab.kernel.said_as_json import decoded
from trimtab.people.api import PersonRow


def proposals(state: ProposalState | None = None) -> list[ProposalRow]:
    """Proposals, those due first at the head; all states when none is given. Three queries."""
    if state:
        return _rows(Proposal.objects.filter(state=state).order_by("due", "id"))
    return _rows(Proposal.objects.order_by("-proposed_at", "id"))


def proposal(proposal_id: UUID) -> ProposalRow:
    """One proposal. Raises NotFound."""
    rows = _rows(Proposal.objects.filter(id=proposal_id))
    if not rows:
        raise NotFound("governance.unknown", say("There is no such proposal."))
    return rows[0]


def _rows(wanted: QuerySet[Proposal]) -> list[ProposalRow]:
    found = list(wanted)
    made = Decision.objects.filter(proposal__in=found).select_related("by")
    decisions = {decision.proposal_id: decision for decision in made}
    approvers = rights()
    return [
        _row(proposal, decisions.get(proposal.id), approvers.get(proposal.decides, ""))
        for proposal in found
    ]


def _row(proposal: Proposal, decision: Decision | None, approver: str) -> ProposalRow:
    return ProposalRow(
        id=proposal.id,
        kind=ProposalKind(proposal.kind),
        key=proposal.key,
        title=proposal.title,
        summary=proposal.summary,
        because=tuple(decoded(reason) for reason in proposal.because),
        change=proposal.change,
        evidence=proposal.evidence,
        decides=proposal.decides,
        approver=approver,
        proposed_by=proposal.proposed_by_id,
        proposed_at=proposal.proposed_at,
        due=proposal.due,
        state=ProposalState(proposal.state),
        decision=_decision(decision) if decision else None,
        revision=proposal.revision,
    )


def _decision(decision: Decision) -> DecisionRow:
    return DecisionRow(
        by=decision.by_id,
        by_name=decision.by.name,
        choice=Choice(decision.choice),
        reason=decision.reason,
        at=decision.at,
        revision=decision.revision,
    )


def rights() -> dict[str, str]:
    """The approving role by kind of decision."""
    return dict(Right.objects.filter(retired_at=None).values_list("key", "approver"))


def may_decide(proposal: ProposalRow, person: PersonRow) -> bool:
    """Whether this person may decide this proposal now."""
    return (
        proposal.state is ProposalState.OPEN
        and proposal.approver in {role.value for role in person.roles}
        and proposal.proposed_by != person.id
    )
