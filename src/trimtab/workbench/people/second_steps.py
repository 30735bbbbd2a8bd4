"""Second steps at sign-in, for administrators: which roles must show one, and taking them off
somebody who has lost theirs.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from trimtab import clock
from trimtab.journeys import second_steps
from trimtab.kernel.errors import Refusal
from trimtab.people import api as people
from trimtab.people.api import Role
from trimtab.web import forms
from trimtab.web.forms import Asks, Form
from trimtab.web.requests import Request
from trimtab.workbench.permission import asked_by

_Day = Annotated[dt.date | None, Asks(fault=_l("Give a date, or leave it empty."))]


class RulesForm(Form, frozen=True, kw_only=True):
    """From which day each role asks for a second step; None is never."""

    learner: _Day = None
    manager: _Day = None
    author: _Day = None
    strategist: _Day = None
    steward: _Day = None
    administrator: _Day = None
    stakeholder: _Day = None

    def days(self) -> dict[Role, dt.date]:
        """The roles that ask, each with its day."""
        by_role = {role: getattr(self, role.value) for role in Role}
        return {role: day for role, day in by_role.items() if day is not None}


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def page(request: Request) -> HttpResponse:
    """The page /people/second-steps: a day for each role, and how many have a second step."""
    by, zone = asked_by(request, Role.ADMINISTRATOR), _zone()
    if request.method == "GET":
        days = {
            role.value: since.astimezone(zone).date().isoformat()
            for role, since in people.second_step_rules().items()
        }
        return _show(request, days)
    try:
        form = forms.read(RulesForm, request.POST)
    except Refusal as refusal:
        return _show(request, forms.kept(RulesForm, request.POST), refusal)
    since = {role: dt.datetime.combine(day, dt.time(), zone) for role, day in form.days().items()}
    changed = second_steps.ask_of_roles(since=since, by=by, now=clock.now())
    messages.success(request, _("Kept.") if changed else _("Nothing was different."))
    return redirect("workbench:second-steps")


def _show(request: Request, given: dict[str, Any], refusal: Refusal | None = None) -> HttpResponse:
    holders, having = people.count_by_role(), people.count_with_second_step()
    faults = forms.errors(refusal)
    rows = [
        {
            "role": role,
            "words": people.ROLE_WORDS[role],
            "holders": holders.get(role, 0),
            "having": having.get(role, 0),
            "day": given.get(role.value) or "",
            "error": faults.get(role.value, ""),
        }
        for role in Role
    ]
    context = {"rows": rows, "own": people.second_steps_of(request.person.id), "error": faults}
    status = refusal.status if refusal else 200
    return render(request, "workbench/people/second_steps.html", context, status=status)


def _zone() -> ZoneInfo:
    organisation = people.organisation()
    return ZoneInfo(organisation.time_zone if organisation else "UTC")


@never_cache
@require_POST
@login_required
def take_off(request: Request, person_id: UUID) -> HttpResponse:
    """Takes all second steps off one person, who is told."""
    by = asked_by(request, Role.ADMINISTRATOR)
    removed = second_steps.remove_all(person_id=person_id, by=by, now=clock.now())
    done = _("Removed. They are signed out everywhere, and told.")
    messages.success(request, done if removed else _("There was nothing to remove."))
    return redirect("workbench:person", person_id)
