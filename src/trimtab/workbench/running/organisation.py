"""The organisation's name and colour, its logo, its language and its time zone."""

from __future__ import annotations

from typing import Annotated, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from trimtab import clock
from trimtab.journeys import organisation
from trimtab.journeys.organisation import OrganisationDetails
from trimtab.kernel.errors import NotAllowed, NotFound, Refusal
from trimtab.papers import html
from trimtab.papers.blocks import Letterhead
from trimtab.people import api as people
from trimtab.people.api import Role
from trimtab.web import forms
from trimtab.web.forms import Asks, Form
from trimtab.web.requests import Request
from trimtab.web.zones import zones
from trimtab.workbench.permission import asked_by

_Words = Annotated[str, Asks(most=300)]


class OrganisationForm(Form, frozen=True, kw_only=True):
    """What the organisation is called, its colour as #rrggbb, its language and time zone (None was
    not asked for). `no_logo` takes the logo away."""

    name: _Words = ""
    colour: _Words = ""
    language: Annotated[str | None, Asks(most=16)] = None
    time_zone: Annotated[str | None, Asks(most=64)] = None
    no_logo: bool = False


@require_http_methods(["GET", "POST"])
@login_required
def page(request: Request) -> HttpResponse:
    """The page /organisation: what was said at set-up, with the name as it stands on papers."""
    person = asked_by(request, Role.ADMINISTRATOR)
    found = people.organisation()
    if found is None:
        raise NotFound("people.no-organisation", _("There is no organisation yet."))
    if request.method == "GET":
        return _show(request, found, _as_given(found))
    form = forms.read(OrganisationForm, request.POST)
    try:
        given = OrganisationDetails(
            form.name, form.colour, _language(form), form.time_zone, _logo(request, form)
        )
        organisation.change(given=given, by=person, now=clock.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        kept = _as_given(found) | forms.kept(OrganisationForm, request.POST)
        return _show(request, found, kept, refusal)
    messages.success(request, _("Kept. Pages, letters and papers carry it from now on."))
    return redirect("workbench:organisation")


def _as_given(row: people.OrganisationRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "colour": row.colour,
        "language": row.language,
        "time_zone": row.time_zone,
    }


def _language(form: OrganisationForm) -> str | None:
    """The language that was chosen, of those that pages are written in. Raises Refusal."""
    if not form.language:
        return None
    try:
        return translation.get_supported_language_variant(form.language)
    except LookupError as error:
        raise Refusal("people.language", _("Choose one of these languages."), "language") from error


def _logo(request: Request, form: OrganisationForm) -> bytes | None:
    """The logo that was sent, drawn anew; empty where it goes, None where it stays."""
    file = request.FILES.get("logo")
    if file is not None:
        return people.redrawn(file.read())
    return b"" if form.no_logo else None


def _show(
    request: Request,
    found: people.OrganisationRow,
    given: dict[str, Any],
    refusal: Refusal | None = None,
) -> HttpResponse:
    head = Letterhead(organisation=found.name, at=clock.now(), colour=found.colour)
    # No word of anybody is in the style, and the colour is checked.
    style = mark_safe(html.style(head))  # noqa: S308
    context = {
        "given": given,
        "kept": found,
        "error": forms.errors(refusal),
        "style": style,
        "zones": [(zone, zone.replace("_", " ")) for zone in zones()],
    }
    status = refusal.status if refusal else 200
    return render(request, "workbench/running/organisation.html", context, status=status)
