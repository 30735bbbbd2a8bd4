"""The start page: what should I do now?"""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from trimtab import clock
from trimtab.home.starting import remaining, tasks
from trimtab.journeys import needs, organisation
from trimtab.people.api import PersonRow, Role, holds
from trimtab.strategy import api as strategy
from trimtab.web.requests import Request


@require_GET
@login_required
def start_page(request: Request) -> HttpResponse:
    """What should I do now? Those who only learn go straight to Today."""
    person = request.person
    if person.roles <= {Role.LEARNER}:
        return redirect("learner:today")
    now = clock.now()
    context = {
        "tasks": tasks.tasks(person, now=now),
        "remains": remaining.remains(person, now=now),
        "needs": _needs(person, now),
        "here": "",
    }
    return render(request, "home/start.html", context)


def _needs(person: PersonRow, now: datetime) -> needs.Needs | None:
    """What the strategy in force needs to run, else the newest, for whoever answers for it."""
    row = strategy.current() or strategy.latest() if holds(person, Role.STRATEGIST) else None
    return needs.needs(row, reader=person, now=now) if row else None


@require_POST
@login_required
def put_away(request: Request) -> HttpResponse:
    """Puts the list of what was still to do away, when nothing is left of it. Raises NotAllowed,
    Refusal.
    """
    organisation.tidy(by=request.person, is_done=_is_done(request), now=clock.now())
    return redirect("start")


def _is_done(request: Request) -> bool:
    left = remaining.remains(request.person, now=clock.now())
    return left is None or not left.rows
