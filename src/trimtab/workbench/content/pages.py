"""What authors see: what to check, what does not work, and what people did not find."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_GET, require_POST

from trimtab import clock
from trimtab.journeys import content as journey
from trimtab.library import api as library
from trimtab.practice import api as practice
from trimtab.support import api as support
from trimtab.web import forms
from trimtab.web.forms import Asks, Form
from trimtab.web.requests import Request
from trimtab.workbench.permission import AUTHORING, asked_by

FEW_ANSWERS = 20
KINDS = {
    "how-to": _l("how-to"),
    "checklist": _l("checklist"),
    "decision-aid": _l("decision aid"),
    "look-up-table": _l("look-up table"),
}
TOO_HARD = 0.5
CLOSED_SHOWN = 20
_Key = Annotated[str, Asks(most=200)]


class FindForm(Form, frozen=True, kw_only=True):
    """Words in the titles of content."""

    q: Annotated[str, Asks(most=100)] = ""


class CheckedForm(Form, frozen=True, kw_only=True):
    """The aid that somebody has checked."""

    key: _Key = ""


class GapForm(Form, frozen=True, kw_only=True):
    """What is said of a gap: the aid that fills it, or why none is written.

    `answers` is "no" where the aid that it names does not fill it.
    """

    answers: str = ""
    reason: Annotated[str, Asks(most=500)] = ""
    aid: _Key = ""


class ObjectionForm(Form, frozen=True, kw_only=True):
    """What an author says to somebody whose answer was right."""

    agreed: bool = False
    said: str = ""


@require_GET
@login_required
def listing(request: Request) -> HttpResponse:
    """The page /content: job aids and items, those that need somebody first."""
    asked_by(request, *AUTHORING)
    words = forms.read(FindForm, request.GET).q
    statistics = practice.item_statistics()
    aids, questions = (forms.page_number(request.GET, name) for name in ("aids", "questions"))
    context = {
        "q": words,
        "kinds": KINDS | library.kind_titles(),
        "due": library.due_for_review(clock.today()),
        "reports": support.reports(),
        "objections": practice.objections(),
        "hard": [
            item
            for item in statistics
            if item.answers >= FEW_ANSWERS and item.share_right < TOO_HARD
        ],
        "unchecked": library.count_unchecked(),
        "aids": library.page_of_aids(query=words, page=aids),
        "items": library.page_of_items(query=words, page=questions),
        "query": urlencode({"q": words}) if words else "",
        "statistics": {item.item_id: item for item in statistics},
    }
    return render(request, "workbench/content/content.html", context)


@require_GET
@login_required
def checks(request: Request) -> HttpResponse:
    """The page /checks: job aids whose check is due or that were reported wrong.

    With the button that says they are right.
    """
    asked_by(request, *AUTHORING)
    due = sorted(library.due_for_review(clock.today()), key=lambda aid: (-aid.flagged, aid.title))
    where = support.where_wrong(aid.key for aid in due if aid.flagged)
    rows = []
    for aid in due:
        slugs = dict.fromkeys(filter(None, where.get(aid.key, ())[: aid.flagged]))
        rows.append((aid, [(slug, slug.replace("-", " ")) for slug in slugs]))
    context = {"rows": rows, "wrong": sum(aid.flagged > 0 for aid in due)}
    return render(request, "workbench/content/checks.html", context)


@require_POST
@login_required
def checked(request: Request) -> HttpResponse:
    """Somebody has checked an aid: it is right."""
    person = asked_by(request, *AUTHORING)
    key = forms.read(CheckedForm, request.POST).key
    journey.checked(aid_key=key, by=person, now=clock.now())
    messages.success(
        request, _("Checked today. Whoever opens it sees that, and no warning any more.")
    )
    return redirect("workbench:checks")


@require_GET
@login_required
def gaps(request: Request) -> HttpResponse:
    """The page /gaps: what people looked for and did not find, most wanted first.

    With what an aid may answer since.
    """
    asked_by(request, *AUTHORING)
    still_open = support.gaps(support.GapState.OPEN)
    closed = support.gaps(support.GapState.CLOSED)[:CLOSED_SHOWN]
    titles = library.aid_titles({gap.aid_key for gap in (*still_open, *closed) if gap.aid_key})
    context = {
        "gaps": [gap for gap in still_open if gap.aid_key not in titles],
        "answered": [(gap, titles[gap.aid_key]) for gap in still_open if gap.aid_key in titles],
        "closed": [(gap, titles.get(gap.aid_key, "")) for gap in closed],
    }
    return render(request, "workbench/content/gaps.html", context)


@require_POST
@login_required
def close(request: Request, gap_id: UUID) -> HttpResponse:
    """Closes a gap, with the aid that fills it or the reason why none is written.

    Or says that the aid it names does not fill it.
    """
    person = asked_by(request, *AUTHORING)
    form = forms.read(GapForm, request.POST)
    if form.answers == "no":
        support.not_answered(gap_id=gap_id)
        messages.success(request, _("It stays open."))
        return redirect("workbench:gaps")
    support.close_gap(
        gap_id=gap_id, reason=form.reason, aid_key=form.aid, by=person.id, now=clock.now()
    )
    messages.success(request, _("Closed. If people look for it again, it comes back."))
    return redirect("workbench:gaps")


@require_POST
@login_required
def settle(request: Request, objection_id: UUID) -> HttpResponse:
    """Settles 'my answer was right': the author agrees, and mends the question, or says why not."""
    person = asked_by(request, *AUTHORING)
    form = forms.read(ObjectionForm, request.POST)
    practice.settle_objection(
        objection_id=objection_id,
        by=person.id,
        agreed=form.agreed,
        said=form.said,
        now=clock.now(),
    )
    messages.success(request, _("Settled. What you said stands in the audit."))
    return redirect(f"{reverse('workbench:content')}#objections")
