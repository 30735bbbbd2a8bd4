"""Signing in by a link in one's mail."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from trimtab import clock
from trimtab.home.entering.answering import later
from trimtab.home.entering.beginning import Proof, enter, origin, wish
from trimtab.journeys import inviting
from trimtab.kernel.errors import NotFound, TryLater
from trimtab.messaging import api as messaging
from trimtab.web.forms import Form, read, text

LONGEST_NAME = 254


class EnterForm(Form, frozen=True, kw_only=True):
    """Whether this device is somebody's own."""

    kept: bool = False


@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The page /sign-in/link: a link by mail. It answers the same whether or not the address is
    known.
    """
    context: dict[str, Any] = {"sends_mail": messaging.sends_mail(), "asked": False, "typed": ""}
    if request.method == "GET" or not context["sends_mail"]:
        return render(request, "home/sign_in_link.html", context)
    typed = text(request.POST, "typed", LONGEST_NAME + 1)
    context |= {"typed": typed[:LONGEST_NAME]}
    if "@" not in typed or len(typed) > LONGEST_NAME:
        context |= {"error": _("Write your e-mail address.")}
        return render(request, "home/sign_in_link.html", context, status=422)
    try:
        inviting.send_sign_in_link(typed=typed, origin=origin(request), now=clock.now())
    except TryLater as refusal:
        context |= {"refusal": refusal}
        return later(render(request, "home/sign_in_link.html", context), refusal)
    return render(request, "home/sign_in_link.html", {**context, "asked": True})


def use(request: HttpRequest, token: str, context: dict[str, Any]) -> HttpResponse:
    """The page of such a link: looking at it changes nothing, its button uses it."""
    if request.method == "GET":
        return render(request, "home/enter.html", context)
    try:
        person_id = inviting.enter_by_link(token=token[:100], now=clock.now())
    except NotFound as refusal:
        return render(request, "home/come_in.html", {"refusal": refusal}, status=410)
    wish(request, kept=read(EnterForm, request.POST).kept)
    return enter(request, person_id, by=Proof.LINK, to=reverse("start"))
