"""Inbox: what was sent to this person, and why."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from trimtab import clock
from trimtab.messaging import api as messaging


@require_GET
@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The page /inbox. Seeing it is reading it; what was new is still marked this once."""
    person = request.person  # type: ignore[attr-defined]
    found = messaging.inbox(person.id)
    messaging.mark_read(person_id=person.id, now=clock.now())
    return render(request, "learner/inbox.html", {"letters": found})
