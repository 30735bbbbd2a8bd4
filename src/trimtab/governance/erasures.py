"""Requests to be erased, and the erasures that were done."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from trimtab.governance.actions import audit
from trimtab.governance.domain.requests import RequestRow, RequestState, check_refusal
from trimtab.governance.domain.rows import AuditRow
from trimtab.governance.models import AuditEntry, ErasureRequest
from trimtab.governance.queries import audit_row
from trimtab.kernel import paging
from trimtab.kernel.errors import NotFound
from trimtab.kernel.paging import Page

ACT = "person.erased"
PAGE_SIZE = 50


@transaction.atomic
def ask_to_be_erased(*, person_id: UUID, now: datetime) -> tuple[UUID, bool]:
    """Somebody asks to be erased; returns the request's id, and whether it is new. Asking twice leaves one open request."""
    found, made = ErasureRequest.objects.get_or_create(
        person_id=person_id, state=RequestState.OPEN, defaults={"asked_at": now}
    )
    if made:
        _note("erasure.asked", person_id, person_id, now)
    return found.id, made


@transaction.atomic
def take_back(*, person_id: UUID, now: datetime) -> None:
    """The person wants to stay after all. Raises NotFound when no request is open."""
    if not _open(person_id).update(state=RequestState.TAKEN_BACK, answered_at=now):
        raise NotFound("erasure.request", "There is no open request.")
    _note("erasure.taken-back", person_id, person_id, now)


@transaction.atomic
def refuse_erasure(*, request_id: UUID, by: UUID, reason: str, now: datetime) -> RequestRow:
    """A steward says no and why. Raises NotFound; NotAllowed for the own request; Refusal when it is not open or no reason is given."""
    locked = ErasureRequest.objects.select_for_update(of=("self",)).filter(id=request_id).first()
    if locked is None:
        raise NotFound("erasure.request", "There is no such request.")
    check_refusal(request(request_id), by=by, reason=reason)
    ErasureRequest.objects.filter(id=request_id).update(
        state=RequestState.REFUSED, answered_at=now, answered_by=by, reason=reason.strip()
    )
    # Entries of the audit stay for ever, and a reason may tell something about the person: it stands with the request alone.
    _note("erasure.refused", by, locked.person_id, now)
    return request(request_id)


@transaction.atomic
def settle_requests(*, person_id: UUID, by: UUID | None, now: datetime) -> None:
    """Erasure: the open request is done, and what earlier refusals said goes."""
    _open(person_id).update(state=RequestState.DONE, answered_at=now, answered_by=by)
    ErasureRequest.objects.filter(person=person_id).update(reason="")


def open_requests() -> list[RequestRow]:
    """Who waits for an answer, the oldest first."""
    return _rows(ErasureRequest.objects.filter(state=RequestState.OPEN).order_by("asked_at", "id"))


def request(request_id: UUID) -> RequestRow:
    """One request. Raises NotFound."""
    found = _rows(ErasureRequest.objects.filter(id=request_id))
    if not found:
        raise NotFound("erasure.request", "There is no such request.")
    return found[0]


def last_request(person_id: UUID) -> RequestRow | None:
    """What a person asked last, or None."""
    return next(
        iter(_rows(ErasureRequest.objects.filter(person=person_id).order_by("-asked_at")[:1])), None
    )


def requests_of(person_id: UUID) -> list[dict[str, Any]]:
    """What a person asked and what was said to it, as plain data."""
    found = ErasureRequest.objects.filter(person=person_id).order_by("asked_at")
    return [dict(one) for one in found.values("asked_at", "state", "answered_at", "reason")]


def erasures(*, page: int = 1) -> Page[AuditRow]:
    """The erasures that were done, newest first, 50 a page. Whom they were about nobody knows any more."""
    found = AuditEntry.objects.filter(act=ACT).select_related("actor").order_by("-at", "-id")
    cut = paging.cut(found.count(), number=page, size=PAGE_SIZE)
    return cut.page(map(audit_row, found[cut.window]))


def erasure(number: int) -> AuditRow:
    """One erasure that was done. Raises NotFound."""
    found = AuditEntry.objects.filter(act=ACT, id=number).select_related("actor").first()
    if found is None:
        raise NotFound("erasure.unknown", "There was no such erasure.")
    return audit_row(found)


def _open(person_id: UUID) -> QuerySet[ErasureRequest]:
    return ErasureRequest.objects.filter(person=person_id, state=RequestState.OPEN)


def _rows(found: QuerySet[ErasureRequest]) -> list[RequestRow]:
    return [
        RequestRow(
            one.id,
            one.person_id,
            one.person.name,
            one.asked_at,
            RequestState(one.state),
            one.answered_at,
            one.answered_by.name if one.answered_by else "",
            one.reason,
        )
        for one in found.select_related("person", "answered_by")
    ]


def _note(act: str, by: UUID, person_id: UUID, now: datetime) -> None:
    audit(actor_id=by, act=act, target=f"people/{person_id}", detail={}, now=now)
