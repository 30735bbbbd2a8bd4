"""What authors see: what to check, what does not work, and what people looked for and did not find."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_GET, require_POST

from trimtab import clock
from trimtab.journeys import content as journey
from trimtab.library import api as library
from trimtab.people.api import Role
from trimtab.practice import api as practice
from trimtab.support import api as support
from trimtab.workbench.permission import asked_by

WRITERS = (Role.AUTHOR, Role.STRATEGIST)
FEW_ANSWERS = 20
KINDS = {
    "how-to": _l("how-to"),
    "checklist": _l("checklist"),
    "decision-aid": _l("decision aid"),
    "look-up-table": _l("look-up table"),
}
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
        "kinds": KINDS | {kind: _(title) for kind, title in library.kind_titles().items()},
        "due": library.due_for_review(clock.today()),
        "reports": support.reports(),
        "objections": practice.objections(),
        "hard": [
            one for one in statistics if one.answers >= FEW_ANSWERS and one.share_right < TOO_HARD
        ],
        "unchecked": library.count_unchecked(),
        "aids": library.page_of_aids(query=words, page=_number(request, "aids")),
        "items": library.page_of_items(query=words, page=_number(request, "questions")),
        "query": urlencode({"q": words}) if words else "",
        "statistics": {one.item_id: one for one in statistics},
    }
    return render(request, "workbench/content/content.html", context)


def _number(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 1


@require_GET
@login_required
def checks(request: HttpRequest) -> HttpResponse:
    """The page /checks: job aids whose check is due or that were reported wrong, and the button that says they are right."""
    asked_by(request, *WRITERS)
    due = sorted(library.due_for_review(clock.today()), key=lambda one: (-one.flagged, one.title))
    where = support.where_wrong(one.key for one in due if one.flagged)
    rows = [
        (
            one,
            [
                (slug, slug.replace("-", " "))
                for slug in dict.fromkeys(filter(None, where.get(one.key, ())[: one.flagged]))
            ],
        )
        for one in due
    ]
    return render(
        request,
        "workbench/content/checks.html",
        {"rows": rows, "wrong": sum(one.flagged > 0 for one in due)},
    )


@require_POST
@login_required
def checked(request: HttpRequest) -> HttpResponse:
    """Somebody has checked an aid: it is right."""
    person = asked_by(request, *WRITERS)
    journey.checked(aid_key=request.POST.get("key", "")[:200], by=person, now=clock.now())
    messages.success(
        request, _("Checked today. Whoever opens it sees that, and no warning any more.")
    )
    return redirect("workbench:checks")


@require_GET
@login_required
def gaps(request: HttpRequest) -> HttpResponse:
    """The page /gaps: what people looked for and did not find, most wanted first; and what an aid may answer since."""
    asked_by(request, *WRITERS)
    found, closed = support.gaps(support.GapState.OPEN), support.gaps(support.GapState.CLOSED)[:20]
    titles = library.aid_titles({one.aid_key for one in (*found, *closed) if one.aid_key})
    context = {
        "gaps": [one for one in found if one.aid_key not in titles],
        "answered": [(one, titles[one.aid_key]) for one in found if one.aid_key in titles],
        "closed": [(one, titles.get(one.aid_key, "")) for one in closed],
    }
    return render(request, "workbench/content/gaps.html", context)


@require_POST
@login_required
def close(request: HttpRequest, gap_id: UUID) -> HttpResponse:
    """Closes a gap, with the aid that fills it or the reason why none is written; or says that the aid it names does not fill it."""
    person = asked_by(request, *WRITERS)
    if request.POST.get("answers") == "no":
        support.not_answered(gap_id=gap_id)
        messages.success(request, _("It stays open."))
        return redirect("workbench:gaps")
    reason, aid = request.POST.get("reason", "")[:500], request.POST.get("aid", "")[:200]
    support.close_gap(gap_id=gap_id, reason=reason, aid_key=aid, by=person.id, now=clock.now())
    messages.success(request, _("Closed. If people look for it again, it comes back."))
    return redirect("workbench:gaps")


@require_POST
@login_required
def settle(request: HttpRequest, objection_id: UUID) -> HttpResponse:
    """Settles 'my answer was right': the author agrees, and mends the question, or says why not."""
    person = asked_by(request, *WRITERS)
    practice.settle_objection(
        objection_id=objection_id,
        by=person.id,
        agreed=request.POST.get("agreed") == "yes",
        said=request.POST.get("said", ""),
        now=clock.now(),
    )
    messages.success(request, _("Settled. What you said stands in the audit."))
    return redirect(f"{reverse('workbench:content')}#objections")
