"""What administrators and stewards see: who did what."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from trimtab.governance import api as governance
from trimtab.journeys import asking as asking_journey
from trimtab.people.api import Role
from trimtab.strategy.api import asking
from trimtab.workbench.views.permission import asked_by, page_number


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
