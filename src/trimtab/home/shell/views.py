"""What the shell around every page leads to: the list of places, appearance, and the palette."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from trimtab.courses import api as courses
from trimtab.home.shell.context import THEMES
from trimtab.home.shell.finding import aids
from trimtab.home.shell.navigation import navigation
from trimtab.people import api as people
from trimtab.search import api as search

YEAR = 365 * 24 * 3600


@require_GET
@login_required
def places(request: HttpRequest) -> HttpResponse:
    """All places of the person's roles, with appearance and the way out: the phone's 'More'."""
    return render(request, "home/places.html", {"at_places": True})


@require_POST
def appearance(request: HttpRequest, *, theme_cookie: str) -> HttpResponse:
    """Keeps the choice between light, dark and the device's own in a cookie."""
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        back, {request.get_host()}, require_https=request.is_secure()
    )
    answer = HttpResponseRedirect(back if safe else "/")
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        answer.set_cookie(
            theme_cookie,
            chosen,
            max_age=YEAR,
            samesite="Lax",
            secure=request.is_secure(),
            httponly=True,
        )
    else:
        answer.delete_cookie(theme_cookie)
    return answer


@require_GET
@login_required
def palette(request: HttpRequest) -> JsonResponse:
    """Rows for Ctrl-K: the person's pages, or with `q` the aids that fit."""
    person: people.PersonRow = request.person  # type: ignore[attr-defined]
    if words := request.GET.get("q", "").strip()[: search.LONGEST_QUESTION]:
        return JsonResponse({"rows": aids(person, words)})
    found = navigation(
        person, path="", unread=0, has_courses=courses.has_courses(person.id)
    ).places()
    return JsonResponse(
        {"rows": [{"name": place.name, "note": "", "address": place.address} for place in found]}
    )
