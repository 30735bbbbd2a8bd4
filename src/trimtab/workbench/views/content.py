"""What authors see: what to check, what does not work, and what people looked for and did not find."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from trimtab import clock
from trimtab.library import api as library
from trimtab.people.api import Role
from trimtab.practice import api as practice
from trimtab.support import api as support
from trimtab.workbench.views.permission import asked_by

WRITERS = (Role.AUTHOR, Role.STRATEGIST)
FEW_ANSWERS = 20
TOO_HARD = 0.5


@require_GET
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """The page /content: job aids and items, those that need somebody first."""
    asked_by(request, *WRITERS)
    words = request.GET.get("q", "")[:100]
    statistics = practice.item_statistics()
    context = {
        "q": words,
        "due": library.due_for_review(clock.today()),
        "hard": [one for one in statistics if one.answers >= FEW_ANSWERS and one.share_right < TOO_HARD],
        "unchecked": library.count_unchecked(),
        "aids": library.page_of_aids(query=words, page=_number(request, "aids")),
        "items": library.page_of_items(query=words, page=_number(request, "questions")),
        "query": urlencode({"q": words}) if words else "",
        "statistics": {one.item_id: one for one in statistics},
    }
    return render(request, "workbench/content.html", context)


def _number(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 1


@require_GET
@login_required
def gaps(request: HttpRequest) -> HttpResponse:
    """The page /gaps: what people looked for and did not find, most wanted first."""
    asked_by(request, *WRITERS)
    return render(
        request,
        "workbench/gaps.html",
        {"gaps": support.gaps(support.GapState.OPEN), "closed": support.gaps(support.GapState.CLOSED)[:20]},
    )


@require_POST
@login_required
def close(request: HttpRequest, gap_id: UUID) -> HttpResponse:
    """Closes a gap, with the aid that fills it or the reason why none is written."""
    person = asked_by(request, *WRITERS)
    support.close_gap(gap_id=gap_id, reason=request.POST.get("reason", "")[:500], by=person.id, now=clock.now())
    messages.success(request, _("Closed. If people look for it again, it comes back."))
    return redirect("workbench:gaps")
