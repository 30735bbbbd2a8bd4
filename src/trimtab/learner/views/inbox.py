"""Inbox: what was sent to this person, and why."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from trimtab import clock
from trimtab.messaging import api as messaging
from trimtab.web.requests import Request


@require_GET
@login_required
def page(request: Request) -> HttpResponse:
    """The page /inbox. Seeing it is reading it; what was new is still marked this once."""
    person = request.person
    found = messaging.inbox(person.id)
    messaging.mark_read(person_id=person.id, now=clock.now())
    context = {"letters": found, "no_mail": messaging.suppressed_among([person.email])}
    return render(request, "learner/inbox.html", context)
