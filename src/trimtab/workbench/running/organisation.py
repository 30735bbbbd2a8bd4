"""The organisation's name and colour."""

from __future__ import annotations

from typing import Annotated, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from trimtab import clock
from trimtab.journeys import organisation
from trimtab.kernel.errors import NotFound, Refusal
from trimtab.papers import html
from trimtab.papers.blocks import Letterhead
from trimtab.people import api as people
from trimtab.people.api import Role
from trimtab.web import forms
from trimtab.web.forms import Asks, Form
from trimtab.web.requests import Request
from trimtab.workbench.permission import asked_by

_Words = Annotated[str, Asks(most=300)]


class OrganisationForm(Form, frozen=True, kw_only=True):
    """What the organisation is called, and its colour as #rrggbb."""

    name: _Words = ""
    colour: _Words = ""


@require_http_methods(["GET", "POST"])
@login_required
def page(request: Request) -> HttpResponse:
    """The page /organisation: a small form, with the name as it stands on papers."""
    person = asked_by(request, Role.ADMINISTRATOR)
    found = people.organisation()
    if found is None:
        raise NotFound("people.no-organisation", _("There is no organisation yet."))
    if request.method == "GET":
        return _show(request, found, {"name": found.name, "colour": found.colour})
    form = forms.read(OrganisationForm, request.POST)
    try:
        organisation.change(name=form.name, colour=form.colour, by=person, now=clock.now())
    except Refusal as refusal:
        return _show(request, found, forms.kept(OrganisationForm, request.POST), refusal)
    messages.success(request, _("Kept. Papers carry the new name and colour from now on."))
    return redirect("workbench:organisation")


def _show(
    request: Request,
    found: people.OrganisationRow,
    given: dict[str, Any],
    refusal: Refusal | None = None,
) -> HttpResponse:
    head = Letterhead(organisation=found.name, at=clock.now(), colour=found.colour)
    # No word of anybody is in the style, and the colour is checked.
    style = mark_safe(html.style(head))  # noqa: S308
    context = {"given": given, "kept": found, "error": forms.errors(refusal), "style": style}
    status = refusal.status if refusal else 200
    return render(request, "workbench/running/organisation.html", context, status=status)
