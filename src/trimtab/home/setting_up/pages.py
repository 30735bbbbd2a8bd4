"""An empty installation: the page that says so, and the one that its link opens, where the
organisation and its first administrator are made."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from trimtab import clock
from trimtab.home.entering.beginning import Proof, enter
from trimtab.journeys import organisation
from trimtab.kernel.errors import NotFound, Refusal
from trimtab.people import api as people
from trimtab.web import forms
from trimtab.web.forms import Asks, Form
from trimtab.web.zones import zones

LONGEST_TOKEN = 100
COLOUR = "#1b3a5b"
_Words = Annotated[str, Asks(most=300)]
Languages = Sequence[tuple[str, str]]
_Password = Annotated[str, Asks(as_it_is=True)]


class SetUpForm(Form, frozen=True, kw_only=True):
    """An organisation and its first administrator. `no_logo` takes a logo back that was sent."""

    organisation: _Words = ""
    colour: _Words = COLOUR
    language: _Words = ""
    time_zone: _Words = "UTC"
    name: _Words = ""
    email: _Words = ""
    password: _Password = ""
    again: _Password = ""
    no_logo: bool = False


@never_cache
@require_GET
def where(request: HttpRequest) -> HttpResponse:
    """The page /set-up, to which every other address leads while nothing is set up: where the link
    is found."""
    if people.organisation() is not None:
        return redirect("start")
    return render(request, "home/set_up_where.html")


@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, token: str, *, languages: Languages) -> HttpResponse:
    """The page of the link: one form. Looking at it uses nothing; what is wrong is said at its
    field, all of it at once. `languages` are those that pages are written in: code and name."""
    token = token[:LONGEST_TOKEN]
    try:
        link = people.set_up_link(token, now=clock.now())
        if request.method == "GET":
            first = {"colour": COLOUR, "language": translation.get_language(), "time_zone": "UTC"}
            return _show(request, link, languages, first)
        return _sent(request, token, link, languages)
    except NotFound as refusal:
        context = {"refusal": refusal, "is_set_up": people.organisation() is not None}
        return render(request, "home/set_up.html", context, status=410)


def _sent(
    request: HttpRequest, token: str, link: people.SetUpRow, languages: Languages
) -> HttpResponse:
    form = forms.read(SetUpForm, request.POST)
    logo, fault = _logo(request, form, token, link)
    given = people.Beginning(
        organisation=form.organisation,
        colour=form.colour,
        language=form.language if form.language in dict(languages) else languages[0][0],
        time_zone=form.time_zone,
        name=form.name,
        email=form.email,
        password=form.password,
        logo=logo,
    )
    faults = people.faults_of_beginning(given) | fault
    if form.password != form.again:
        faults["again"] = _("The two are not the same. Write the same password twice.")
    if faults:
        shown = forms.kept(SetUpForm, request.POST)
        link = people.set_up_link(token, now=clock.now())
        return _show(request, link, languages, shown, faults)
    return _set_up(request, token, given)


def _set_up(request: HttpRequest, token: str, given: people.Beginning) -> HttpResponse:
    person_id = organisation.set_up(token=token, given=given, now=clock.now())
    return enter(request, person_id, by=Proof.LINK, to=reverse("start"))


def _logo(
    request: HttpRequest, form: SetUpForm, token: str, link: people.SetUpRow
) -> tuple[bytes, dict[str, str]]:
    """The logo that was sent now, or before with the same link; and what is wrong with it. It is
    kept for the next try."""
    if form.no_logo:
        people.keep_set_up_logo(token=token, logo=b"")
        return b"", {}
    file = request.FILES.get("logo")
    if file is None:
        return link.logo, {}
    try:
        drawn = people.redrawn(file.read())
    except Refusal as refusal:
        return link.logo, {"logo": refusal.sentence}
    people.keep_set_up_logo(token=token, logo=drawn)
    return drawn, {}


def _show(
    request: HttpRequest,
    link: people.SetUpRow,
    languages: Languages,
    given: dict[str, Any],
    faults: dict[str, str] | None = None,
) -> HttpResponse:
    picture = base64.b64encode(link.logo).decode()
    context = {
        "link": link,
        "given": given,
        "error": faults or {},
        "rules": people.password_rules(),
        "languages": languages,
        "zones": [(zone, zone.replace("_", " ")) for zone in zones()],
        "logo": f"data:image/png;base64,{picture}" if picture else "",
    }
    # Nobody has said yet in which zone they read until when the link works.
    with timezone.override(ZoneInfo("UTC")):
        return render(request, "home/set_up.html", context, status=422 if faults else 200)
