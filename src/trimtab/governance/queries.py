"""What waits for a decision, who may see what, and what was done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from trimtab.governance.domain.decisions import (
    Choice,
    DecisionRow,
    ProposalKind,
    ProposalRow,
    ProposalState,
)
from trimtab.governance.domain.rows import AuditRow, GrantRow
from trimtab.governance.models import AuditEntry, Decision, Grant, Proposal, Right, Threshold
from trimtab.kernel import paging
from trimtab.kernel.addresses import masked
from trimtab.kernel.errors import NotFound
from trimtab.kernel.paging import Page
from trimtab.people.api import PersonRow, Role

PAGE_SIZE = 50
DEFAULT_MIN_CELL = 8
ERASED = "Somebody who was erased"


def proposals(state: ProposalState | None = None) -> list[ProposalRow]:
    """Proposals, those due first at the head; all states when none is given. Three queries."""
    found = Proposal.objects.order_by("due", "id")
    return _rows(list(found.filter(state=state) if state else found.order_by("-proposed_at", "id")))


def proposal(proposal_id: UUID) -> ProposalRow:
    """One proposal. Raises NotFound."""
    rows = _rows(list(Proposal.objects.filter(id=proposal_id)))
    if not rows:
        raise NotFound("governance.unknown", "There is no such proposal.")
    return rows[0]


def _rows(found: list[Proposal]) -> list[ProposalRow]:
    decisions = {
        d.proposal_id: d for d in Decision.objects.filter(proposal__in=found).select_related("by")
    }
    approvers = rights()
    return [_row(one, decisions.get(one.id), approvers.get(one.decides, "")) for one in found]


def _row(one: Proposal, decision: Decision | None, approver: str) -> ProposalRow:
    return ProposalRow(
        id=one.id,
        kind=ProposalKind(one.kind),
        key=one.key,
        title=one.title,
        summary=one.summary,
        because=tuple(one.because),
        change=one.change,
        evidence=one.evidence,
        decides=one.decides,
        approver=approver,
        proposed_by=one.proposed_by_id,
        proposed_at=one.proposed_at,
        due=one.due,
        state=ProposalState(one.state),
        decision=_decision(decision) if decision else None,
        revision=one.revision,
    )


def _decision(one: Decision) -> DecisionRow:
    return DecisionRow(one.by_id, one.by.name, Choice(one.choice), one.reason, one.at, one.revision)


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


def grants() -> list[GrantRow]:
    """All data grants in force."""
    found = Grant.objects.filter(retired_at=None).order_by("role", "key")
    return [
        GrantRow(one.key, one.role, one.data, one.grain, one.days, tuple(one.because))
        for one in found
    ]


def may_see(person: PersonRow, data: str, unit: str = "") -> bool:
    """Whether a grant lets this person see data of this class; a manager only for the units they manage (and below)."""
    held = {role.value for role in person.roles}
    roles = set(
        Grant.objects.filter(retired_at=None, data=data, role__in=held).values_list(
            "role", flat=True
        )
    )
    if roles - {Role.MANAGER.value}:
        return True
    return bool(roles) and (not unit or unit in person.managed_units)


def may_see_results(person: PersonRow) -> bool:
    """Whether this person may look at results: strategists always, others by a grant."""
    return Role.STRATEGIST in person.roles or any(
        may_see(person, data) for data in ("measures", "results")
    )


def min_cell() -> int:
    """The smallest group whose figures are shown."""
    found = Threshold.objects.first()
    return found.min_cell if found else DEFAULT_MIN_CELL


def held_about(person_id: UUID) -> dict[str, list[Any]]:
    """What a person did and decided, and what was done to their account, as plain data."""
    acts = AuditEntry.objects.filter(Q(actor=person_id) | Q(target=f"people/{person_id}")).order_by(
        "-at", "-id"
    )
    decided = Decision.objects.filter(by=person_id).order_by("-at")
    return {
        "acts": [
            {**act, "detail": _shown(act["detail"])}
            for act in acts.values("at", "act", "target", "detail")
        ],
        "decisions": list(decided.values("proposal__title", "choice", "reason", "at")),
    }


def audit_entries(
    *,
    text: str = "",
    acts: Iterable[str] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    page: int = 1,
    size: int = PAGE_SIZE,
) -> Page[AuditRow]:
    """Audit entries, newest first, `size` a page; `since` is the first moment that counts, `until` the first that does not.

    `text` is looked for in act, target and actor's name; entries of `acts` fit it too.
    """
    found = AuditEntry.objects.select_related("actor").order_by("-at", "-id")
    if text:
        words = Q(act__icontains=text) | Q(target__icontains=text) | Q(actor__name__icontains=text)
        found = found.filter(words | Q(act__in=list(acts)))
    if since:
        found = found.filter(at__gte=since)
    if until:
        found = found.filter(at__lt=until)
    cut = paging.cut(found.count(), number=page, size=size)
    return cut.page(map(audit_row, found[cut.window]))


def _shown(detail: Mapping[str, Any]) -> dict[str, Any]:
    """What an entry says, without credentials that an earlier version wrote down with an address."""
    return {
        name: masked(value) if isinstance(value, str) else value for name, value in detail.items()
    }


def audit_row(one: AuditEntry) -> AuditRow:
    """An entry as a row; its actor must be loaded."""
    name = (one.actor.name or ERASED) if one.actor else "Trimtab"
    return AuditRow(one.at, one.actor_id, name, one.act, one.target, _shown(one.detail), one.pk)
