"""Proposing a change, taking it back, and deciding about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from trimtab.governance.actions.auditing import audit
from trimtab.governance.domain.decisions import (
    Choice,
    ProposalKind,
    ProposalRow,
    ProposalState,
    check_decision,
)
from trimtab.governance.models import Decision, Proposal
from trimtab.governance.queries.proposals import proposal as proposal_row
from trimtab.kernel.errors import NotFound, Refusal
from trimtab.kernel.said import say
from trimtab.kernel.said_as_json import encoded
from trimtab.people.api import PersonRow


@transaction.atomic
def propose(
    *,
    kind: ProposalKind,
    key: str,
    title: str,
    summary: str,
    because: Sequence[str],
    change: Mapping[str, Any],
    evidence: Mapping[str, Any],
    decides: str,
    proposed_by: UUID | None,
    due: datetime,
    now: datetime,
    revision: int | None = None,
) -> ProposalRow:
    """Asks for a change of a revision of the strategy.

    An open proposal with the same key stays the one; its evidence and reasons become the latest.
    Nobody writes into somebody else's: whoever proposes a change is the one who may not decide it.
    So the platform leaves a person's as it is, and a person is refused.
    """
    there = Proposal.objects.select_for_update().filter(key=key, state=ProposalState.OPEN).first()
    if there and there.proposed_by_id != proposed_by:
        return _left_to(there, proposed_by)
    latest = {
        "title": title,
        "summary": summary,
        "because": [encoded(reason) for reason in because],
        "change": dict(change),
        "evidence": dict(evidence),
        "revision": revision,
    }
    first = {"kind": kind, "decides": decides, "proposed_by_id": proposed_by, "due": due}
    proposal, is_new = Proposal.objects.update_or_create(
        key=key,
        state=ProposalState.OPEN,
        defaults=latest,
        create_defaults={**latest, **first, "proposed_at": now},
    )
    if is_new:
        audit(
            actor_id=proposed_by,
            act="proposal.made",
            target=f"proposals/{proposal.id}",
            detail={"title": title},
            now=now,
        )
    return proposal_row(proposal.id)


def _left_to(there: Proposal, proposed_by: UUID | None) -> ProposalRow:
    """Somebody else's proposal, as it is. Raises Refusal when a person wanted to write into it."""
    if proposed_by is not None:
        raise Refusal(
            "governance.open",
            say(
                "'{title}' waits for a decision already. Have it decided first.",
                title=there.title,
            ),
        )
    return proposal_row(there.id)


@transaction.atomic
def withdraw(*, proposal_id: UUID, reason: str, now: datetime) -> bool:
    """Takes back an open proposal that no longer applies; one that is over stays as it is.

    Returns whether it was open.
    """
    taken = Proposal.objects.filter(id=proposal_id, state=ProposalState.OPEN).update(
        state=ProposalState.WITHDRAWN
    )
    if taken:
        audit(
            actor_id=None,
            act="proposal.withdrawn",
            target=f"proposals/{proposal_id}",
            detail={"reason": reason},
            now=now,
        )
    return bool(taken)


@transaction.atomic
def decide(
    *,
    proposal_id: UUID,
    by: PersonRow,
    choice: Choice,
    reason: str,
    now: datetime,
    revision: int | None = None,
) -> ProposalRow:
    """Takes a person's decision about a proposal; `revision` is the one of the strategy in force.

    Raises NotFound, NotAllowed (not the approver, own proposal) or Refusal (decided already,
    declined without a reason).
    """
    locked = Proposal.objects.select_for_update().filter(id=proposal_id).first()
    if locked is None:
        raise NotFound("governance.unknown", say("There is no such proposal."))
    roles = frozenset(role.value for role in by.roles)
    check_decision(proposal_row(proposal_id), by=by.id, roles=roles, choice=choice, reason=reason)
    Decision.objects.create(
        proposal=locked,
        by_id=by.id,
        choice=choice,
        reason=reason.strip(),
        at=now,
        revision=revision,
    )
    state = ProposalState.APPROVED if choice is Choice.APPROVE else ProposalState.DECLINED
    Proposal.objects.filter(id=proposal_id).update(state=state)
    audit(
        actor_id=by.id,
        act=f"proposal.{state}",
        target=f"proposals/{proposal_id}",
        detail={"reason": reason.strip()},
        now=now,
    )
    return proposal_row(proposal_id)
