"""The doors of the house: start, the list of places, appearance, and the palette."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from trimtab import clock
from trimtab.config import context, start
from trimtab.config.middleware import refused
from trimtab.config.navigation import navigation
from trimtab.courses import api as courses
from trimtab.kernel.errors import Refusal
from trimtab.people import api as people
from trimtab.people.api import Role
from trimtab.search import api as search

YEAR = 365 * 24 * 3600


def token_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token does not hold. Who clicked sign-in twice is in already, and the second form is the one before signing in."""
    if request.path == reverse("sign-in") and getattr(request, "person", None):
        back = request.POST.get("next", "")
        safe = url_has_allowed_host_and_scheme(
            back, {request.get_host()}, require_https=request.is_secure()
        )
        return redirect(back if safe else "start")
    sentence = _(
        "This form is out of date: you signed in or out since it was opened, or your browser keeps no cookies. "
        "Open its page anew and send it again."
    )
    return refused(request, Refusal("form.token", str(sentence)), status=403)


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
    safe = url_has_allowed_host_and_scheme(
        back, {request.get_host()}, require_https=request.is_secure()
    )
    answer = HttpResponseRedirect(back if safe else "/")
    chosen = request.POST.get("theme", "")
    if chosen in context.THEMES:
        answer.set_cookie(
            context.THEME,
            chosen,
            max_age=YEAR,
            samesite="Lax",
            secure=request.is_secure(),
            httponly=True,
        )
    else:
        answer.delete_cookie(context.THEME)
    return answer


@require_GET
@login_required
def palette(request: HttpRequest) -> JsonResponse:
    """Rows for Ctrl-K: the person's pages, or with `q` the aids that fit."""
    person: people.PersonRow = request.person  # type: ignore[attr-defined]
    if words := request.GET.get("q", "").strip()[: search.LONGEST_QUESTION]:
        return JsonResponse({"rows": start.aids(person, words)})
    found = navigation(
        person, path="", unread=0, has_courses=courses.has_courses(person.id)
    ).places()
    return JsonResponse(
        {"rows": [{"name": place.name, "note": "", "address": place.address} for place in found]}
    )
