"""What administrators and stewards see: people, messages, and who did what."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from trimtab.governance import api as governance
from trimtab.journeys import asking as asking_journey
from trimtab.messaging import api as messaging
from trimtab.people import api as people
from trimtab.people.api import Role
from trimtab.strategy import api as strategy
from trimtab.strategy.api import asking
from trimtab.workbench.views.permission import RUNNING, STEERING, asked_by, page_number


@require_GET
@login_required
def people_page(request: HttpRequest) -> HttpResponse:
    """The page /people: who is here, by name, unit and role."""
    asked_by(request, *RUNNING)
    asked = {name: request.GET.get(name, "")[:100] for name in ("q", "unit", "role")}
    page = people.find_people(query=asked["q"], unit=asked["unit"], role=asked["role"], page=page_number(request))
    context = {
        "page": page,
        "asked": asked,
        "units": [("", ""), *((unit.code, unit.name) for unit in people.units())],
        "roles": [("", ""), *((role.value, role.value) for role in Role)],
        "sizes": people.audience_sizes(),
        "audiences": people.audiences(),
        "query": urlencode({name: value for name, value in asked.items() if value}),
    }
    return render(request, "workbench/people.html", context)


@require_GET
@login_required
def outbox(request: HttpRequest) -> HttpResponse:
    """The page /outbox: every message, with its state and its reason."""
    person = asked_by(request, *RUNNING)
    asked = {name: request.GET.get(name, "")[:100] for name in ("q", "state")}
    state = asked["state"] if asked["state"] in set(messaging.MessageState) else ""
    context = {
        "page": messaging.outbox(page=page_number(request), state=state, text=asked["q"]),
        "asked": asked,
        "states": [("", ""), *((state.value, state.value) for state in messaging.MessageState)],
        "query": urlencode({name: value for name, value in asked.items() if value}),
        "limits": messaging.limits(),
        "whys": _whys() if person.roles & set(STEERING) else {},
    }
    return render(request, "workbench/outbox.html", context)


def _whys() -> dict[str, str]:
    """Where the reasons of a campaign's messages stand, by the messages' key; nothing for those that run no more."""
    revision = strategy.current()
    campaigns = strategy.plan(revision.document).campaigns if revision else ()
    return {f"campaign/{one.key}": reverse("workbench:running", args=["campaign", one.key]) for one in campaigns}


@require_GET
@login_required
def audit(request: HttpRequest) -> HttpResponse:
    """The page /audit: who did what, newest first."""
    asked_by(request, Role.ADMINISTRATOR, Role.STEWARD)
    words = request.GET.get("q", "")[:100]
    page = governance.audit_entries(text=words, page=page_number(request))
    asked = _asked(page.rows)
    events = [
        {
            "at": one.at,
            "text": f"{_actor(one, asked)}: {one.act}",
            "note": f"{one.target} {_detail(dict(one.detail))}",
            "href": "",
        }
        for one in page.rows
    ]
    return render(
        request,
        "workbench/audit.html",
        {"page": page, "events": events, "q": words, "query": urlencode({"q": words}) if words else ""},
    )


def _asked(rows: Iterable[governance.AuditRow]) -> dict[str, str]:
    """The names of those who were asked, by the invitations that entries are about: entries stay for ever, names go with the person."""
    ids = {str(one.detail["invitation"]) for one in rows if "invitation" in one.detail}
    return {str(key): name for key, name in asking.names_asked(map(UUID, ids)).items()}


def _actor(one: governance.AuditRow, asked: dict[str, str]) -> str:
    """Who did it; an answer by link is that of the person who was asked, a link handed over says to whom."""
    name = asked.get(str(one.detail.get("invitation", "")), "")
    if not name:
        return one.actor_name
    if one.actor_id is None:
        return _("%(name)s, by link") % {"name": name}
    handed = one.act == asking_journey.HANDED_OVER
    return _("%(name)s, to %(asked)s") % {"name": one.actor_name, "asked": name} if handed else one.actor_name


def _detail(detail: dict[str, object]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in detail.items() if value)[:300]
