"""What every request passes: the reader's time zone, and one place where a Refusal becomes an
answer."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from trimtab.home.failing.pages import refused
from trimtab.kernel.errors import Refusal
from trimtab.people import api as people
from trimtab.web.requests import OpenRequest

Handler = Callable[[HttpRequest], HttpResponseBase]


class TimeZoneMiddleware:
    """Activates the signed-in person's time zone for the length of the request."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        zone = getattr(request.user, "time_zone", "")
        with timezone.override(ZoneInfo(zone) if zone else None):
            return self.get_response(request)


class PersonMiddleware:
    """Puts the signed-in person's row, or None, on the request as `person`."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: OpenRequest) -> HttpResponseBase:
        user = request.user
        request.person = people.person(user.pk) if isinstance(user, AbstractBaseUser) else None
        return self.get_response(request)


class SessionUseMiddleware:
    """Moves the idle end of the signed-in person's session."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        session = request.session
        if isinstance(session, people.Store) and getattr(request, "person", None) is not None:
            session.use()
        return self.get_response(request)


class RefusalMiddleware:
    """Turns a Refusal into a page, or into JSON where the client asked for JSON, with its status
    and sentence."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """None for anything but a Refusal: that is a bug and stays one."""
        return refused(request, exception) if isinstance(exception, Refusal) else None
