"""Keeps the policies of addresses (config/policies.py): asks before a view does."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed

from trimtab.config.policies import BY_PIN, POLICIES, Circle, PagePolicy, may
from trimtab.home.failing.pages import refused
from trimtab.kernel.errors import NotAllowed
from trimtab.kernel.said import say
from trimtab.web.requests import is_by_pin

log = logging.getLogger("trimtab.policies")


def policy_of(request: HttpRequest) -> PagePolicy | None:
    """The line of the address that a request goes to."""
    return POLICIES.get(request.resolver_match.view_name) if request.resolver_match else None


class PolicyMiddleware:
    """Asks before the view does."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """None for whoever may; else the way to sign in, or the page that says no."""
        policy, person = policy_of(request), getattr(request, "person", None)
        if policy is None:
            name = request.resolver_match.view_name if request.resolver_match else request.path
            log.error("the address %r has no policy: add its line to config/policies.py", name)
            return refused(
                request,
                NotAllowed(
                    "policy.none", f"This address ({name}) has no policy, so nobody may use it."
                ),
            )
        whom = policy.whom(request.method or "")
        if whom is None:
            return HttpResponseNotAllowed(["GET", "HEAD"] if policy.read else ["POST"])
        if may(person, whom):
            return self._by_pin(request, policy)
        if person is None or not isinstance(whom, frozenset):
            return redirect_to_login(request.get_full_path())
        return refused(
            request, NotAllowed("people.role", f"This needs the role {' or '.join(sorted(whom))}.")
        )

    def _by_pin(self, request: HttpRequest, policy: PagePolicy) -> HttpResponseBase | None:
        """The page that says no to whoever signed in with a PIN alone, where that is not enough."""
        whom = policy.whom(request.method or "")
        if not is_by_pin(request) or whom not in (Circle.SIGNED_IN, Circle.OWN):
            return None
        if request.resolver_match and request.resolver_match.view_name in BY_PIN:
            return None
        sentence = say(
            "With a PIN you practise and look things up. For anything else sign in with your "
            "password."
        )
        return refused(request, NotAllowed("people.by-pin", sentence))
