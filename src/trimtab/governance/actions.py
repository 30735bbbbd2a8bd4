"""Proposing, deciding, granting, and writing down who did what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from trimtab.governance import queries
from trimtab.governance.domain.decisions import (
    Choice,
    ProposalKind,
    ProposalRow,
    ProposalState,
    check_decision,
)
from trimtab.governance.domain.rows import GrantLike, RightLike
from trimtab.governance.models import AuditEntry, Decision, Grant, Proposal, Right, Threshold
from trimtab.kernel.errors import NotFound, Refusal
from trimtab.kernel.matching import Matched, match
from trimtab.people.api import PersonRow


def audit(
    *, actor_id: UUID | None, act: str, target: str, detail: Mapping[str, Any], now: datetime
) -> int:
    """Writes down, in the caller's transaction, who did what; `actor_id` None is the platform. Returns the entry's number."""
    return AuditEntry.objects.create(
        at=now, actor_id=actor_id, act=act, target=target, detail=dict(detail)
    ).pk


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
    """Asks for a change of a revision of the strategy. An open proposal with the same key stays the one; its evidence and reasons
    become the latest.

    Nobody writes into somebody else's: whoever proposes a change is the one who may not decide it. So the platform leaves a person's
    as it is, and a person is refused.
    """
    there = Proposal.objects.select_for_update().filter(key=key, state=ProposalState.OPEN).first()
    if there and there.proposed_by_id != proposed_by:
        if proposed_by is None:
            return queries.proposal(there.id)
        raise Refusal(
            "governance.open",
            f"'{there.title}' waits for a decision already. Have it decided first.",
        )
    latest = {
        "title": title,
        "summary": summary,
        "because": list(because),
        "change": dict(change),
        "revision": revision,
    }
    proposal, created = Proposal.objects.update_or_create(
        key=key,
        state=ProposalState.OPEN,
        defaults={**latest, "evidence": dict(evidence)},
        create_defaults={
            **latest,
            "key": key,
            "kind": kind,
            "evidence": dict(evidence),
            "decides": decides,
            "proposed_by_id": proposed_by,
            "proposed_at": now,
            "due": due,
        },
    )
    if created:
        audit(
            actor_id=proposed_by,
            act="proposal.made",
            target=f"proposals/{proposal.id}",
            detail={"title": title},
            now=now,
        )
    return queries.proposal(proposal.id)


@transaction.atomic
def withdraw(*, proposal_id: UUID, reason: str, now: datetime) -> bool:
    """Takes back an open proposal that no longer applies; one that is over stays as it is. Returns whether it was open."""
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

    Raises NotFound, NotAllowed (not the approver, own proposal) or Refusal (decided already, declined without a reason).
    """
    locked = Proposal.objects.select_for_update().filter(id=proposal_id).first()
    if locked is None:
        raise NotFound("governance.unknown", "There is no such proposal.")
    roles = frozenset(role.value for role in by.roles)
    check_decision(
        queries.proposal(proposal_id), by=by.id, roles=roles, choice=choice, reason=reason
    )
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
    return queries.proposal(proposal_id)


@transaction.atomic
def match_rights(resources: Sequence[RightLike], *, now: datetime) -> Matched:
    """Makes the decision rights match the plan's."""
    wanted = {one.key: one for one in resources}
    running = {one.key: one for one in Right.objects.select_for_update().filter(retired_at=None)}
    matched = match(wanted, running, lambda one, there: one.approver == there.approver)
    Right.objects.bulk_create(
        [
            Right(key=one.key, approver=one.approver, because=list(one.because))
            for one in wanted.values()
        ],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["approver", "because", "retired_at"],
    )
    Right.objects.filter(key__in=matched.retired).update(retired_at=now)
    return matched


@transaction.atomic
def match_grants(resources: Sequence[GrantLike], *, now: datetime) -> Matched:
    """Makes the data grants match the plan's."""
    wanted = {one.key: one for one in resources}
    running = {one.key: one for one in Grant.objects.select_for_update().filter(retired_at=None)}
    matched = match(wanted, running, lambda one, there: _shape(one) == _shape(there))
    Grant.objects.bulk_create(
        [
            Grant(
                key=one.key,
                role=one.role,
                data=one.data,
                grain=one.grain,
                days=one.days,
                because=list(one.because),
            )
            for one in wanted.values()
        ],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["role", "data", "grain", "days", "because", "retired_at"],
    )
    Grant.objects.filter(key__in=matched.retired).update(retired_at=now)
    return matched


def _shape(one: GrantLike) -> tuple[str, str, str, int]:
    return (one.role, one.data, one.grain, one.days)


def set_min_cell(min_cell: int) -> None:
    """Sets the smallest group whose figures are shown."""
    Threshold.objects.update_or_create(id=1, defaults={"min_cell": min_cell})
