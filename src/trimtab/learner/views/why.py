"""Why a message or a practice reached this person: what was decided and why, in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from trimtab import clock
from trimtab.kernel.errors import NotFound
from trimtab.learner.why import plain_reasons
from trimtab.messaging import api as messaging
from trimtab.practice import api as practice
from trimtab.strategy import api as strategy
from trimtab.web.requests import Request


@require_GET
@login_required
def message(request: Request, message_id: UUID) -> HttpResponse:
    """The page /inbox/<id>/why: what lies behind a message of one's own.

    As the strategy stood when it was written.
    """
    row = messaging.message(message_id, person_id=request.person.id)
    context = _reasons(row.because, row.queued_at) | {
        "title": _("Why did I get this?"),
        "what": row.subject,
        "why": row.why,
        "limits": messaging.limits(),
    }
    return render(request, "learner/why.html", context)


@require_GET
@login_required
def programme(request: Request, key: str) -> HttpResponse:
    """The page /today/why/<key>: what lies behind a programme that this person practises."""
    now = clock.now()
    programmes = practice.today(person_id=request.person.id, now=now).programmes
    row = next((programme for programme in programmes if programme.key == key), None)
    if row is None:
        raise NotFound("practice.unknown", _("You do not practise this now."))
    context = _reasons(row.because, now) | {
        "title": _("Why do I practise this?"),
        "what": row.title,
        "minutes": row.minutes_per_week,
    }
    return render(request, "learner/why.html", context)


def _reasons(because: Sequence[str], at: datetime) -> dict[str, Any]:
    """The reasons as they stood at `at`, and whether the strategy has changed them since."""
    then, now = strategy.in_force_at(at), strategy.current()
    reasons = strategy.plainly(then.document, because) if then else ()
    current = strategy.plainly(now.document, because) if now else ()
    return {
        "reasons": plain_reasons(reasons),
        "changed": reasons != current,
        "since": then.adopted_at if then else None,
    }
