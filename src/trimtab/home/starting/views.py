"""The start page: what should I do now?"""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from trimtab import clock
from trimtab.home.starting import tasks
from trimtab.people import api as people
from trimtab.people.api import Role


@require_GET
@login_required
def start_page(request: HttpRequest) -> HttpResponse:
    """What should I do now? Those who only learn go straight to Today."""
    person: people.PersonRow = request.person  # type: ignore[attr-defined]
    if person.roles <= {Role.LEARNER}:
        return redirect("learner:today")
    waiting = tasks.tasks(person, now=clock.now())
    return render(request, "home/start.html", {"tasks": waiting})
