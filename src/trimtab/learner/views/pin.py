"""My PIN for shared devices."""

from __future__ import annotations

from typing import Annotated

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from trimtab import clock
from trimtab.journeys import pins
from trimtab.kernel.errors import NotFound, Refusal, TryLater
from trimtab.people import api as people
from trimtab.web import forms
from trimtab.web.forms import Asks, Form
from trimtab.web.requests import Request, is_by_pin


class OwnPinForm(Form, frozen=True, kw_only=True):
    """What proves who I am, the new PIN twice, and whether it is to go."""

    old: Annotated[str, Asks(as_it_is=True)] = ""
    pin: Annotated[str, Asks(most=40)] = ""
    again: Annotated[str, Asks(most=40)] = ""
    remove: bool = False


@never_cache
@sensitive_post_parameters("old", "pin", "again")
@require_http_methods(["GET", "POST"])
@login_required
def page(request: Request) -> HttpResponse:
    """The page /me/pin: choose, change or take away the PIN; it asks for the password, or at a
    shared device for the PIN until now.
    """
    if request.method == "GET":
        return _show(request)
    form = forms.read(OwnPinForm, request.POST)
    try:
        _keep(request, form)
    except NotFound:
        raise
    except Refusal as refusal:
        answer = _show(request, refusal)
        if isinstance(refusal, TryLater):
            answer["Retry-After"] = str(refusal.seconds)
        return answer
    said = _("Your PIN is gone.") if form.remove else _("Your PIN works on shared devices now.")
    messages.success(request, said)
    return redirect("learner:today" if is_by_pin(request) else "learner:me")


def _keep(request: Request, form: OwnPinForm) -> None:
    now, by_pin = clock.now(), is_by_pin(request)
    wanted = "" if form.remove and not by_pin else form.pin
    if wanted != form.again and not form.remove:
        sentence = _("The two are not the same. Write the same PIN twice.")
        raise Refusal("people.not-again", sentence, "again")
    if not wanted and not form.remove:
        raise Refusal("people.no-pin", _("Choose a PIN."), "pin")
    device = request.shared_device
    if by_pin and device is not None:
        session = request.session.session_key or ""
        pins.change_pin(
            person=request.person, old=form.old, pin=wanted, device=device, session=session, now=now
        )
        return
    pins.choose_pin(
        person=request.person,
        password=form.old,
        pin=wanted,
        origin=str(request.META.get("REMOTE_ADDR") or ""),
        now=now,
    )


def _show(request: Request, refusal: Refusal | None = None) -> HttpResponse:
    context = {
        "has_pin": people.has_pin(request.person.id),
        "by_pin": is_by_pin(request),
        "error": forms.errors(refusal),
        "refusal": refusal,
    }
    status = refusal.status if refusal else 200
    return render(request, "learner/pin.html", context, status=status)
