"""While there is no organisation every address leads to the page that says so."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

from trimtab.config.edge.telling import MACHINES
from trimtab.people import api as people

# What an empty installation shows all the same, or needs to show that.
OPEN = frozenset({"set-up", "set-up-link", "healthz", "favicon", "appearance", "language"})

GATEWAY = "gateway:"


class SetUpMiddleware:
    """Asks for the organisation until it has seen one: it never goes again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self._is_set_up = False

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not self._is_set_up and not _is_open(request.path_info):
            is_somebody = getattr(request, "person", None) is not None
            self._is_set_up = is_somebody or people.organisation() is not None
            if not self._is_set_up:
                return redirect("set-up")
        return self.get_response(request)


def _is_open(path: str) -> bool:
    """Whether an address answers as ever: also those of programs, which bring keys, and hear in
    their own way that theirs is none."""
    try:
        name = resolve(path).view_name
    except Resolver404:
        return path.startswith(MACHINES)
    return name in OPEN or name.startswith(GATEWAY)
