"""The doors of the house: start, the list of places, appearance, the palette, and what to say when something is not there."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from trimtab import clock
from trimtab.config import context, start
from trimtab.config.navigation import navigation
from trimtab.people import api as people
from trimtab.people.api import Role
from trimtab.support import api as support

YEAR = 365 * 24 * 3600


@require_GET
@login_required
def start_page(request: HttpRequest) -> HttpResponse:
    """What should I do now? Those who only learn go straight to Today."""
    person: people.PersonRow = request.person  # type: ignore[attr-defined]
    if person.roles <= {Role.LEARNER}:
        return redirect("learner:today")
    tasks = start.tasks(person, now=clock.now())
    return render(request, "start.html", {"tasks": tasks})


@require_GET
@login_required
def places(request: HttpRequest) -> HttpResponse:
    """All places of the person's roles, with appearance and the way out: the phone's 'More'."""
    return render(request, "places.html", {"at_places": True})


@require_POST
def appearance(request: HttpRequest) -> HttpResponse:
    """Keeps the choice between light, dark and the device's own in a cookie."""
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    answer = HttpResponseRedirect(back if safe else "/")
    chosen = request.POST.get("theme", "")
    if chosen in context.THEMES:
        answer.set_cookie("theme", chosen, max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=True)
    else:
        answer.delete_cookie("theme")
    return answer


@require_GET
@login_required
def palette(request: HttpRequest) -> JsonResponse:
    """Rows for Ctrl-K: the person's pages, or with `q` the aids that fit."""
    person: people.PersonRow = request.person  # type: ignore[attr-defined]
    if words := request.GET.get("q", "").strip()[: support.LONGEST_QUESTION]:
        return JsonResponse({"rows": start.aids(person, words)})
    found = navigation(person, path="", unread=0).places()
    return JsonResponse({"rows": [{"name": place.name, "note": "", "address": place.address} for place in found]})


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Page 404."""
    return render(request, "404.html", status=404)
