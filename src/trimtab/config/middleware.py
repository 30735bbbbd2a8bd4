"""What every request passes: the reader's time zone, and one place where a Refusal becomes an
answer."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.contrib.auth import logout
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from trimtab import clock
from trimtab.config import headers
from trimtab.home.failing.pages import refused
from trimtab.kernel.errors import Refusal
from trimtab.people import api as people
from trimtab.web.requests import OpenRequest, at_device, is_by_pin

Handler = Callable[[HttpRequest], HttpResponseBase]


class TimeZoneMiddleware:
    """Activates the signed-in person's time zone for the length of the request."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        zone = getattr(request.user, "time_zone", "")
        with timezone.override(ZoneInfo(zone) if zone else None):
            return self.get_response(request)


class SharedDeviceMiddleware:
    """Puts the shared device that a request comes from, or None, on it as `shared_device`.

    A session of a shared device holds there alone: without the device's key it ends.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: OpenRequest) -> HttpResponseBase:
        key = request.COOKIES.get(headers.DEVICE, "")
        request.shared_device = people.device_by_key(key, now=clock.now()) if key else None
        at = at_device(request)
        device = request.shared_device
        if at is not None and (device is None or device.id != at.device_id):
            logout(request)
        return self.get_response(request)


class PersonMiddleware:
    """Puts the signed-in person's row, or None, on the request as `person`. Whoever was asked for
    a PIN alone is a learner here and nothing else.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: OpenRequest) -> HttpResponseBase:
        user = request.user
        request.person = people.person(user.pk) if isinstance(user, AbstractBaseUser) else None
        if request.person is not None and is_by_pin(request):
            request.person = people.as_learner(request.person)
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
