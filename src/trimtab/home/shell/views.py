"""What the shell around every page leads to: the list of places, appearance, and the palette."""

from __future__ import annotations

from typing import Annotated

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_supported_language_variant
from django.views.decorators.http import require_GET, require_POST

from trimtab.courses import api as courses
from trimtab.home.shell.context import Theme
from trimtab.home.shell.finding import aids
from trimtab.home.shell.navigation import navigation
from trimtab.home.shell.returning import is_ours
from trimtab.people import api as people
from trimtab.search import api as search
from trimtab.web.forms import Asks, Form, read
from trimtab.web.requests import OpenRequest, Request, is_by_pin

YEAR = 365 * 24 * 3600


class AppearanceForm(Form, frozen=True, kw_only=True):
    """The choice of an appearance, and the page that it was made on."""

    theme: Theme | None = None
    next: str = ""


class LanguageForm(Form, frozen=True, kw_only=True):
    """The choice of a language, and the page that it was made on."""

    language: Annotated[str, Asks(most=16)] = ""
    next: str = ""


class PaletteQuery(Form, frozen=True, kw_only=True):
    """What somebody types into the palette."""

    q: Annotated[str, Asks(most=search.LONGEST_QUESTION)] = ""


@require_GET
@login_required
def places(request: Request) -> HttpResponse:
    """All places of the person's roles, with appearance and the way out: the phone's 'More'."""
    return render(request, "home/places.html", {"at_places": True})


@require_POST
def appearance(request: HttpRequest, *, theme_cookie: str) -> HttpResponse:
    """Keeps the choice between light, dark and the device's own in a cookie."""
    chosen = read(AppearanceForm, request.POST)
    answer = HttpResponseRedirect(chosen.next if is_ours(request, chosen.next) else "/")
    if chosen.theme:
        _keep(request, answer, theme_cookie, chosen.theme.value)
    else:
        answer.delete_cookie(theme_cookie)
    return answer


@require_POST
def language(request: OpenRequest, *, language_cookie: str) -> HttpResponse:
    """Keeps the language that somebody chose in a cookie; who is signed in gets messages in it too.

    A language that is not offered leaves everything as it is.
    """
    chosen = read(LanguageForm, request.POST)
    answer = HttpResponseRedirect(chosen.next if is_ours(request, chosen.next) else "/")
    try:
        offered = get_supported_language_variant(chosen.language, strict=True)
    except LookupError:
        return answer
    if request.person is not None:
        people.choose_language(person_id=request.person.id, language=offered)
    _keep(request, answer, language_cookie, offered)
    return answer


def _keep(request: HttpRequest, answer: HttpResponse, name: str, value: str) -> None:
    """A choice of this device, for a year; no script reads it."""
    answer.set_cookie(
        name, value, max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=True
    )


@require_GET
@login_required
def palette(request: Request) -> JsonResponse:
    """Rows for Ctrl-K: the person's pages, or with `q` the aids that fit."""
    person = request.person
    if words := read(PaletteQuery, request.GET).q:
        return JsonResponse({"rows": aids(person, words)})
    found = navigation(
        person,
        path="",
        unread=0,
        has_courses=courses.has_courses(person.id),
        by_pin=is_by_pin(request),
    ).places()
    return JsonResponse(
        {"rows": [{"name": place.name, "note": "", "address": place.address} for place in found]}
    )
