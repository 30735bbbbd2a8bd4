"""The switch page of a shared device: who is next, by badge, number or name, and their PIN; and how
whoever is done leaves nothing behind.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Annotated, Any
from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_supported_language_variant
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from trimtab import clock
from trimtab.home.entering import directory
from trimtab.home.entering.answering import later
from trimtab.home.entering.beginning import Proof, enter
from trimtab.journeys import devices
from trimtab.kernel.errors import TryLater
from trimtab.people import api as people
from trimtab.web.forms import Asks, Form, read
from trimtab.web.requests import OpenRequest, Request

LONGEST_TYPED = 120
# How long somebody may take from being chosen to the end of their PIN.
CHOSEN_FOR = 300
SALT = "trimtab.switch"
# Cookies stay: among them is the device's own key, and the others are deleted by name.
CLEARED = '"cache", "storage"'
KEPT_ON_THE_WAY = '"storage"'


class WhoForm(Form, frozen=True, kw_only=True):
    """What was typed or scanned, or who of the names that were shown."""

    typed: Annotated[str, Asks(most=LONGEST_TYPED)] = ""
    chosen: UUID | None = None


class PinForm(Form, frozen=True, kw_only=True):
    """Who was chosen, signed by us, and their PIN."""

    who: Annotated[str, Asks(most=1000)] = ""
    pin: Annotated[str, Asks(most=40)] = ""


@never_cache
@sensitive_post_parameters("pin", "typed")
@require_http_methods(["GET", "POST"])
def page(request: OpenRequest, *, language_cookie: str) -> HttpResponse:
    """The page /switch: who, then the PIN, then their own Today. Everything goes by forms that are
    sent, so that no name stands in an address.
    """
    device = request.shared_device
    if device is None:
        return redirect("sign-in")
    if request.person is not None:
        return redirect("start")
    if request.method == "GET":
        return _asking_who(request, device)
    if "who" in request.POST:
        return _with_pin(request, device, language_cookie)
    form = read(WhoForm, request.POST)
    if form.chosen is not None:
        person = people.name_at_device(form.chosen, unit=device.unit_code)
        if person is None:
            return _asking_who(request, device, error=_("This name is not here any more."))
        return _asking_pin(request, device, {"person": str(person.id)}, name=person.name)
    return _typed(request, device, form.typed)


def _typed(request: OpenRequest, device: people.DeviceRow, typed: str) -> HttpResponse:
    """Letters alone are looked for among the names; a number or a badge goes on to the PIN,
    whether anybody has it or not.
    """
    if not typed:
        sentence = _("Hold your badge to the reader, or type a number or a name.")
        return _asking_who(request, device, error=sentence)
    if "@" in typed or any(letter.isdigit() for letter in typed):
        return _asking_pin(request, device, {"typed": typed})
    found = people.names_at_device(typed, unit=device.unit_code)
    if not found:
        sentence = _("Nobody here has a name like this. Write two letters of it at least.")
        return _asking_who(request, device, typed=typed, error=sentence)
    return _asking_who(request, device, typed=typed, found=found)


def _with_pin(request: OpenRequest, device: people.DeviceRow, language_cookie: str) -> HttpResponse:
    form = read(PinForm, request.POST)
    who = _opened(form.who, device)
    if who is None:
        return _asking_who(request, device, error=_("That took long. Begin once more."))
    chosen = UUID(who["person"]) if "person" in who else None
    try:
        person_id = devices.sign_in_by_pin(
            person_id=chosen,
            typed=who.get("typed", ""),
            pin=form.pin,
            device=device,
            now=clock.now(),
        )
    except TryLater as refusal:
        return later(_asking_pin(request, device, who, refusal=refusal), refusal)
    if person_id is None:
        return _asking_pin(request, device, who, is_wrong=True)
    return _in(request, person_id, language_cookie)


def _in(request: OpenRequest, person_id: UUID, language_cookie: str) -> HttpResponse:
    answer = enter(request, person_id, by=Proof.PIN, to=reverse("learner:today"))
    if not request.user.is_authenticated:
        return answer
    try:
        language = get_supported_language_variant(people.person(person_id).language)
    except LookupError:
        return answer
    # Their own language stands before the device's until they are done.
    answer.set_cookie(
        language_cookie, language, samesite="Lax", secure=request.is_secure(), httponly=True
    )
    return answer


def _asking_who(
    request: OpenRequest,
    device: people.DeviceRow,
    *,
    typed: str = "",
    found: list[people.PersonAtDevice] | None = None,
    error: str = "",
) -> HttpResponse:
    context = {"device": device, "typed": typed, "found": found, "error": error}
    answer = render(request, "home/switch.html", context, status=422 if error else 200)
    answer["Clear-Site-Data"] = KEPT_ON_THE_WAY
    return answer


def _asking_pin(
    request: OpenRequest,
    device: people.DeviceRow,
    who: Mapping[str, str],
    *,
    name: str = "",
    is_wrong: bool = False,
    refusal: TryLater | None = None,
) -> HttpResponse:
    if not name and "person" in who:
        known = people.name_at_device(UUID(who["person"]), unit=device.unit_code)
        name = known.name if known else ""
    context: dict[str, Any] = {
        "device": device,
        "name": name,
        "who": signing.dumps({**who, "device": str(device.id)}, salt=SALT),
        "is_wrong": is_wrong,
        "refusal": refusal,
    }
    return render(request, "home/switch_pin.html", context, status=422 if is_wrong else 200)


def _opened(signed: str, device: people.DeviceRow) -> dict[str, str] | None:
    """Who was chosen on this device within the last minutes; None otherwise."""
    try:
        who = signing.loads(signed, salt=SALT, max_age=CHOSEN_FOR)
    except (signing.BadSignature, json.JSONDecodeError):
        return None
    return dict(who) if who.pop("device", None) == str(device.id) else None


@require_GET
def stay(request: Request) -> HttpResponse:
    """Says that somebody still reads: the page tells it while they touch the screen."""
    return HttpResponse(status=204)


class SignOutOfDevice(directory.SignOut):
    """Signs out. On a shared device nothing of whoever was there stays in the browser: no cookie
    but the device's own, no storage, no cache. Whoever came through a directory is told there, too,
    that it still knows them.
    """

    device_cookie = ""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        device = getattr(request, "shared_device", None)
        came_by = request.session.get(directory.SESSION, "")
        answer = super().post(request, *args, **kwargs)
        if device is None:
            return answer
        to = f"{reverse('sign-in')}?password&left={came_by}" if came_by else reverse("switch")
        answer = redirect(to)
        for name in request.COOKIES:
            if name != self.device_cookie:
                answer.delete_cookie(name)
        answer["Clear-Site-Data"] = CLEARED
        answer["Cache-Control"] = "private, no-store"
        return answer


def in_front_of(sign_in: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The sign-in page; on a shared device the switch page stands in front of it, which leads back
    to it for whoever signs in with a password.
    """

    def sign_in_or_switch(request: HttpRequest) -> HttpResponseBase:
        device = getattr(request, "shared_device", None)
        if request.method == "GET" and device is not None and "password" not in request.GET:
            return redirect("switch")
        return sign_in(request)

    return sign_in_or_switch
