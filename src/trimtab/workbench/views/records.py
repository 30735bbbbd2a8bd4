"""What administrators and stewards see: who did what."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from trimtab.governance import api as governance
from trimtab.people.api import Role
from trimtab.workbench.views.permission import asked_by, page_number


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
