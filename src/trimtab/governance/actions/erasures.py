"""Asking to be erased, taking it back, and answering it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from trimtab.governance.actions.auditing import audit
from trimtab.governance.actions.looking import forget_looks_at
from trimtab.governance.domain.requests import RequestRow, RequestState, check_refusal
from trimtab.governance.models import ErasureRequest
from trimtab.governance.queries.erasures import request
from trimtab.kernel.errors import NotFound
from trimtab.kernel.said import say


@transaction.atomic
def ask_to_be_erased(*, person_id: UUID, now: datetime) -> tuple[UUID, bool]:
    """Somebody asks to be erased; returns the request's id, and whether it is new.

    Asking twice leaves one open request.
    """
    asked, is_new = ErasureRequest.objects.get_or_create(
        person_id=person_id, state=RequestState.OPEN, defaults={"asked_at": now}
    )
    if is_new:
        _note("erasure.asked", person_id, person_id, now)
    return asked.id, is_new


@transaction.atomic
def take_back(*, person_id: UUID, now: datetime) -> None:
    """The person wants to stay after all. Raises NotFound when no request is open."""
    if not _open(person_id).update(state=RequestState.TAKEN_BACK, answered_at=now):
        raise NotFound("erasure.request", say("There is no open request."))
    _note("erasure.taken-back", person_id, person_id, now)


@transaction.atomic
def refuse_erasure(*, request_id: UUID, by: UUID, reason: str, now: datetime) -> RequestRow:
    """A steward says no and why.

    Raises NotFound; NotAllowed for the own request; Refusal when it is not open or no reason is
    given.
    """
    locked = ErasureRequest.objects.select_for_update(of=("self",)).filter(id=request_id).first()
    if locked is None:
        raise NotFound("erasure.request", say("There is no such request."))
    check_refusal(request(request_id), by=by, reason=reason)
    ErasureRequest.objects.filter(id=request_id).update(
        state=RequestState.REFUSED, answered_at=now, answered_by=by, reason=reason.strip()
    )
    # Entries of the audit stay for ever, and a reason may tell something about the person: it
    # stands with the request alone.
    _note("erasure.refused", by, locked.person_id, now)
    return request(request_id)


@transaction.atomic
def settle_requests(*, person_id: UUID, by: UUID | None, now: datetime) -> None:
    """Erasure: the open request is done; what earlier refusals said, and who was shown what is held
    about the person, goes.
    """
    _open(person_id).update(state=RequestState.DONE, answered_at=now, answered_by=by)
    ErasureRequest.objects.filter(person=person_id).update(reason="")
    forget_looks_at(person_id)


def _open(person_id: UUID) -> QuerySet[ErasureRequest]:
    return ErasureRequest.objects.filter(person=person_id, state=RequestState.OPEN)


def _note(act: str, by: UUID, person_id: UUID, now: datetime) -> None:
    audit(actor_id=by, act=act, target=f"people/{person_id}", detail={}, now=now)
