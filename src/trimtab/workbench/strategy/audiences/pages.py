"""The page on which one says who belongs to an audience, with how many people that are beside it."""

from __future__ import annotations

from typing import Any

import msgspec
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from trimtab import clock
from trimtab.governance import api as governance
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import say
from trimtab.people import api as people
from trimtab.strategy import api as strategy
from trimtab.strategy.api import parts
from trimtab.web import forms
from trimtab.web.requests import Request, changes_nothing
from trimtab.workbench.permission import WRITING, asked_by
from trimtab.workbench.strategy.audiences import rules
from trimtab.workbench.strategy.editing.drafts import base_of, keep, page_of_ours, seen
from trimtab.workbench.strategy.editing.parts import find, with_parts

SAMPLE = 5
MOST_FOUND = 20


@require_http_methods(["GET", "POST"])
@login_required
def page(request: Request, key: str) -> HttpResponse:
    """The page /strategy/audiences/…: saving writes a new revision of the working copy.

    With `check` it only counts, with `look` it looks for people to be named.
    """
    by = asked_by(request, *WRITING)
    draft = seen(request)
    audience: parts.Audience = find(draft.document, "audiences", key)
    there = rules.offered(audience.rule)
    if request.method == "GET":
        return _show(request, draft, audience, there)
    try:
        rule = rules.read(request.POST, there)
    except Refusal as refusal:
        return _show(request, draft, audience, there, refusal)
    changed = msgspec.structs.replace(audience, rule=rule)
    if "check" in request.POST:
        context = _counted(request, changed)
        return changes_nothing(render(request, "workbench/strategy/audience_count.html", context))
    if "look" in request.POST:
        return changes_nothing(_show(request, draft, changed, there))
    others = (changed if each.id == key else each for each in draft.document.audiences)
    document = with_parts(draft.document, "audiences", tuple(others))
    because = say("Said who belongs to {name}", name=audience.name)
    row = keep(document, by=by, because=because, base=base_of(request), now=clock.now())
    messages.success(request, _("Saved as revision %(n)s.") % {"n": row.number})
    return redirect(_next(request) or reverse("workbench:part", args=["audiences", key]))


def _next(request: Request) -> str:
    return page_of_ours(request.POST.get("next", "") or request.GET.get("next", ""))


def _show(
    request: Request,
    draft: strategy.RevisionRow,
    audience: parts.Audience,
    there: rules.Offered,
    refusal: Refusal | None = None,
) -> HttpResponse:
    words = forms.read(rules.RuleForm, request.POST).q
    page = people.find_people(query=words) if words and _names(request) else None
    found = [row for row in page.rows[:MOST_FOUND] if row.is_active] if page else []
    context = {
        "draft": draft,
        "audience": audience,
        "form": rules.shown(audience.rule, there, found),
        "q": words,
        "has_looked": page is not None,
        "error": forms.errors(refusal),
        "may_name": _names(request),
        "next": _next(request),
        **_counted(request, audience),
    }
    status = refusal.status if refusal else 200
    return render(request, "workbench/strategy/audience.html", context, status=status)


def _names(request: Request) -> bool:
    """Whether this reader may be told who is here, by name."""
    access = governance.access(request.person, governance.What.PEOPLE, now=clock.now())
    return access.is_named


def _counted(request: Request, audience: parts.Audience) -> dict[str, Any]:
    """How many belong, beside what the strategy says; a sample by name for whoever may see one,
    and no number from which single people could be told for anybody else."""
    counted = people.count_rule(audience.rule)
    may_name, least = _names(request), governance.min_cell()
    is_told = may_name or _may_be_told(counted, least)
    return {
        "audience": audience,
        "is_told": is_told,
        "count": counted.people,
        "least": least,
        "is_far": is_told and strategy.is_far(audience.headcount, counted.people),
        "sample": people.rule_sample(audience.rule, most=SAMPLE) if may_name else [],
    }


def _may_be_told(counted: people.RuleCount, least: int) -> bool:
    """Neither those who belong nor those of the same units who do not are too few."""
    left_out = least if counted.in_units is None else counted.in_units - counted.people
    return (not counted.people or counted.people >= least) and (not left_out or left_out >= least)
