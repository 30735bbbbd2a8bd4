"""A colleague is named inside the hour: who decides, or who holds a role that the strategy needs."""

from __future__ import annotations

from typing import Annotated, Any, assert_never

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from trimtab import clock
from trimtab.journeys import naming
from trimtab.journeys.naming import NAMED_FOR, Colleague, ColleagueNamed, NamingOutcome
from trimtab.kernel.errors import NotAllowed, Refusal
from trimtab.kernel.said import Said, say
from trimtab.people import api as people
from trimtab.people.api import Role
from trimtab.strategy import api as strategy
from trimtab.web import forms
from trimtab.web.addresses import links_to
from trimtab.web.forms import Asks, Form
from trimtab.web.requests import Request
from trimtab.wording import words
from trimtab.workbench.permission import WRITING, asked_by
from trimtab.workbench.strategy.editing.drafts import page_of_ours


class ColleagueForm(Form, frozen=True, kw_only=True):
    """Who is named, for which role; `next` is the page of ours that comes after."""

    name: Annotated[str, Asks(most=300)] = ""
    address: Annotated[str, Asks(most=254)] = ""
    role: Role | None = None
    next: Annotated[str, Asks(most=200)] = ""


def what_waits(role: Role, document: strategy.Strategy | None, by: people.PersonRow) -> Said:
    """What is asked of whoever gets a role, as they read it themselves."""
    title = document.title if document else ""
    if document and role == strategy.approving_role(document):
        return say(
            "{name} asks you to decide about the strategy '{title}'. It comes to your start page "
            "as soon as it is sent to review.",
            name=by.name,
            title=title,
        )
    if role is Role.AUTHOR:
        return say(
            "{name} asks you to write what the strategy '{title}' needs. Your start page says what "
            "is missing.",
            name=by.name,
            title=title,
        )
    return say(
        "{name} asks you to take part in the strategy '{title}' as {role}.",
        name=by.name,
        title=title,
        role=people.ROLE_WORDS[role],
    )


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def page(request: Request) -> HttpResponse:
    """The page /strategy/begin/colleague: one person for a role; they are invited in this step."""
    by = asked_by(request, *WRITING)
    if request.method == "GET":
        return _show(request, forms.kept(ColleagueForm, request.GET))
    form = forms.read(ColleagueForm, request.POST)
    role, draft = form.role or Role.STAKEHOLDER, strategy.latest()
    colleague = Colleague(
        form.name, form.address, role, what_waits(role, draft.document if draft else None, by)
    )
    try:
        if form.role is None:
            raise Refusal("people.no-role", _("Choose a role."), "role")
        named = naming.name(
            colleague=colleague, by=by, address=links_to("come-in"), now=clock.now()
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _show(request, forms.kept(ColleagueForm, request.POST), refusal)
    return told(request, named, page_of_ours(form.next) or reverse("start"))


def _show(request: Request, given: dict[str, Any], refusal: Refusal | None = None) -> HttpResponse:
    context = {
        "given": given,
        "error": forms.errors(refusal),
        "roles": [(role.value, people.ROLE_WORDS[role]) for role in NAMED_FOR],
        "gives": people.holds(request.person, Role.ADMINISTRATOR),
        "back": page_of_ours(given["next"]) or reverse("start"),
    }
    status = refusal.status if refusal else 200
    return render(request, "workbench/strategy/colleague.html", context, status=status)


def told(request: Request, named: ColleagueNamed, following: str) -> HttpResponse:
    """On to the page that follows, with what came of it said there; a link to hand over is shown
    once before."""
    if named.sheet is not None:
        context = {"named": named, "sheet": named.sheet, "following": following}
        return render(request, "workbench/strategy/colleague_named.html", context)
    messages.success(request, _said(named))
    return HttpResponseRedirect(following)


def _said(named: ColleagueNamed) -> str:
    match named.outcome:
        case NamingOutcome.MAILED | NamingOutcome.ON_PAPER:
            said = _("%(name)s is invited, and reads what waits.")
        case NamingOutcome.TOLD:
            said = _("%(name)s has the role, and reads what waits.")
        case NamingOutcome.PASSED_ON:
            said = _("The administrators are asked to let %(name)s in. You can go on meanwhile.")
        case _:
            assert_never(named.outcome)
    return said % {"name": words(named.name)}
