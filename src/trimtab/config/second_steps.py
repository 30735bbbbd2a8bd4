"""Whoever's role asks for a second step, and who has none, sets one up before anything else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from trimtab import clock
from trimtab.home.entering.beginning import BOTH
from trimtab.people import api as people
from trimtab.web.requests import is_by_pin

# What setting one up needs, and what anybody may do to the page they read.
OPEN = frozenset(
    {
        "signing-in",
        "prove",
        "passkey",
        "passkey-question",
        "authenticator",
        "recovery-codes",
        "sign-out",
        "sign-out-there",
        "appearance",
        "language",
        "logo",
        "favicon",
        "healthz",
        "learner:password",
        "learner:sign-out-elsewhere",
    }
)
# Programs show keys of their own, whoever is signed in in the browser that they came from.
_PROGRAMS = "gateway:"


class SecondStepMiddleware:
    """Asks once a request, and no more in a session that was begun with a second step."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """The way to the page 'Signing in' for whoever must set a second step up first."""
        person: people.PersonRow | None = getattr(request, "person", None)
        name = request.resolver_match.view_name if request.resolver_match else ""
        if person is None or name in OPEN or name.startswith(_PROGRAMS):
            return None
        # A PIN session does a learner's work and no role's; nothing is set up in it either.
        if is_by_pin(request) or request.session.get(BOTH):
            return None
        if not people.must_set_up(person, now=clock.now()):
            return None
        return redirect("signing-in")
