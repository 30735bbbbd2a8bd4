"""What administrators and stewards see: messages, and who did what."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from trimtab.governance import api as governance
from trimtab.messaging import api as messaging
from trimtab.people.api import Role
from trimtab.strategy import api as strategy
from trimtab.workbench.views.permission import RUNNING, STEERING, asked_by, page_number


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
    events = [
        {
            "at": one.at,
            "text": f"{one.actor_name}: {one.act}",
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


def _detail(detail: dict[str, object]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in detail.items() if value)[:300]
