"""What every answer says to browsers and caches, and the names of cookies."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpRequest, HttpResponseBase

from trimtab.config import env
from trimtab.config.content import OPEN, PLAYED

Handler = Callable[[HttpRequest], HttpResponseBase]
IS_HTTPS = env.BASE_URL.startswith("https://")
PERMISSIONS = ", ".join(
    f"{name}=()"
    for name in (
        "accelerometer",
        "bluetooth",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "hid",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "serial",
        "usb",
        "xr-spatial-tracking",
    )
)
PRIVATE = "private, no-store"


def cookie(name: str) -> str:
    """A cookie's name: where https is spoken, one that a browser takes from this very host alone
    (RFC 6265bis, 4.1.3.2)."""
    return f"__Host-{name}" if IS_HTTPS else name


THEME = cookie("theme")
DEVICE = cookie("device")


class MessageCookie(CookieStorage):
    """Django's cookie for what is said after an act, by our name."""

    cookie_name = cookie("messages")


class Messages(FallbackStorage):
    """What is said after an act: in a cookie, or what does not fit there in the session."""

    storage_classes = (MessageCookie, SessionStorage)


class HeadersMiddleware:
    """Sets what a page leaves open. What is shown to somebody who is signed in is kept by no cache,
    whatever the page says."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        is_open = request.path.startswith(OPEN)
        # Records are read by programs of other origins, with credentials of their own; packages
        # play on a host of their own.
        response.headers.setdefault(
            "Cross-Origin-Resource-Policy", "cross-origin" if is_open else "same-origin"
        )
        if not request.path.startswith(PLAYED):
            response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        is_personal = getattr(request, "person", None) is not None or bool(response.cookies)
        if is_personal and "no-store" not in response.headers.get("Cache-Control", ""):
            response.headers["Cache-Control"] = PRIVATE
        return response
