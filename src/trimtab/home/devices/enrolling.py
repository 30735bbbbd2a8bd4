"""The page that makes a device a shared one, opened there with the code that an administrator has."""

from __future__ import annotations

from typing import Annotated

from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from trimtab import clock
from trimtab.journeys import devices
from trimtab.kernel.errors import NotFound
from trimtab.web.forms import Asks, Form, read
from trimtab.web.requests import OpenRequest

# Browsers keep a cookie no longer (RFC 6265bis, 5.5: at most 400 days); each switch begins it anew.
KEPT = 400 * 24 * 3600


class CodeForm(Form, frozen=True, kw_only=True):
    """The code of a device."""

    code: Annotated[str, Asks(most=40)] = ""


@never_cache
@require_http_methods(["GET", "POST"])
def page(request: OpenRequest, *, device_cookie: str) -> HttpResponse:
    """The page /device: the code makes this browser's device the one that was named. Whoever is
    signed in here is signed out.
    """
    if request.method == "GET":
        return _asking(request, "")
    code = read(CodeForm, request.POST).code
    try:
        _device, key = devices.enrol(
            code=code, user_agent=request.headers.get("User-Agent", ""), now=clock.now()
        )
    except NotFound as refusal:
        return _asking(request, code, refusal)
    logout(request)
    answer = redirect("switch")
    answer.set_cookie(
        device_cookie,
        key,
        max_age=KEPT,
        samesite="Lax",
        secure=request.is_secure(),
        httponly=True,
    )
    return answer


@never_cache
@require_GET
def with_code(request: OpenRequest, code: str) -> HttpResponse:
    """The same page with the code filled in, as the administrator's link and QR code open it.
    Looking changes nothing.
    """
    return _asking(request, code[:40])


def _asking(request: OpenRequest, code: str, refusal: NotFound | None = None) -> HttpResponse:
    context = {"code": code, "refusal": refusal, "device": request.shared_device}
    return render(request, "home/enrol.html", context, status=refusal.status if refusal else 200)
