"""Requests to be erased, and the erasures that were done."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from trimtab.governance.domain.requests import RequestRow, RequestState
from trimtab.governance.domain.rows import AuditRow
from trimtab.governance.models import AuditEntry, ErasureRequest
from trimtab.governance.queries.auditing import PAGE_SIZE, audit_row
from trimtab.kernel import paging
from trimtab.kernel.errors import NotFound
from trimtab.kernel.paging import Page

ACT = "person.erased"


def open_requests() -> list[RequestRow]:
    """Who waits for an answer, the oldest first."""
    return _rows(ErasureRequest.objects.filter(state=RequestState.OPEN).order_by("asked_at", "id"))


def request(request_id: UUID) -> RequestRow:
    """One request. Raises NotFound."""
    rows = _rows(ErasureRequest.objects.filter(id=request_id))
    if not rows:
        raise NotFound("erasure.request", "There is no such request.")
    return rows[0]


def last_request(person_id: UUID) -> RequestRow | None:
    """What a person asked last, or None."""
    latest = ErasureRequest.objects.filter(person=person_id).order_by("-asked_at")[:1]
    return next(iter(_rows(latest)), None)


def requests_of(person_id: UUID) -> list[dict[str, Any]]:
    """What a person asked and what was said to it, as plain data."""
    requests = ErasureRequest.objects.filter(person=person_id).order_by("asked_at")
    return list(map(dict, requests.values("asked_at", "state", "answered_at", "reason")))


def erasures(*, page: int = 1) -> Page[AuditRow]:
    """The erasures that were done, newest first, 50 a page.

    Whom they were about nobody knows any more.
    """
    done = AuditEntry.objects.filter(act=ACT).select_related("actor").order_by("-at", "-id")
    cut = paging.cut(done.count(), number=page, size=PAGE_SIZE)
    return cut.page(map(audit_row, done[cut.window]))


def erasure(number: int) -> AuditRow:
    """One erasure that was done. Raises NotFound."""
    entry = AuditEntry.objects.filter(act=ACT, id=number).select_related("actor").first()
    if entry is None:
        raise NotFound("erasure.unknown", "There was no such erasure.")
    return audit_row(entry)


def _rows(requests: QuerySet[ErasureRequest]) -> list[RequestRow]:
    return [
        RequestRow(
            id=request.id,
            person_id=request.person_id,
            person_name=request.person.name,
            asked_at=request.asked_at,
            state=RequestState(request.state),
            answered_at=request.answered_at,
            answered_by=request.answered_by.name if request.answered_by else "",
            reason=request.reason,
        )
        for request in requests.select_related("person", "answered_by")
    ]
