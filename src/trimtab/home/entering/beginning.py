"""A session begins: the one place where somebody who may come in is in, whatever let them in; and
how fresh the proof is that it is still them.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from allauth.account.internal.flows.login import (
    get_authentication_records,
    perform_login,
    record_authentication,
)
from allauth.account.models import Login
from django.contrib import messages
from django.contrib.auth import get_user_model, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from trimtab import clock
from trimtab.journeys import signing_in as journey
from trimtab.people import api as people

BACKEND = "django.contrib.auth.backends.ModelBackend"
# Whether somebody who is on the way in says that the device is theirs, until they are in.
KEPT = "entering.kept"
# When somebody last showed who they are in this session, and whether by a second step, too.
PROVED, BOTH = "entering.proved", "entering.both"
FRESH = dt.timedelta(minutes=10)


class Proof(StrEnum):
    """What somebody has shown at the door."""

    PASSWORD = "password"  # noqa: S105  the word for it
    LINK = "link"
    PASSKEY = "passkey"
    DIRECTORY = "directory"
    PIN = "pin"


def origin(request: HttpRequest) -> str:
    """The address that a request came from, as the server in front tells it."""
    return str(request.META.get("REMOTE_ADDR") or "")


def wish(request: HttpRequest, *, kept: bool) -> None:
    """Keeps that somebody on the way in wants to stay signed in on this device."""
    request.session[KEPT] = kept


def enter(request: HttpRequest, person_id: UUID, *, by: Proof, to: str) -> HttpResponse:
    """Somebody has shown who they are: on to what is left to show, and in the end to the address
    `to`. Whoever was signed in here before is not any more.

    Who signs in through a directory alone, by the rule of the house, goes on by nothing else.
    """
    if by is not Proof.DIRECTORY and people.is_bound_to_directory(person_id):
        messages.error(request, _("Sign in with your organisation's button on this page."))
        # On a shared device the page with that button stands behind the switch page.
        return redirect(f"{reverse('sign-in')}?password" if _device(request) else "sign-in")
    if request.user.is_authenticated:
        kept = bool(request.session.get(KEPT))
        logout(request)
        wish(request, kept=kept)
    user = get_user_model().objects.get(pk=person_id)
    match by:
        case Proof.PASSKEY:
            show_second_step(request, user, passwordless=True)
        case Proof.PASSWORD | Proof.LINK | Proof.DIRECTORY:
            record_authentication(request, user, method=by.value)
        case Proof.PIN:
            # Whoever shows a PIN is a learner in that session, whatever roles they hold, and opens
            # the pages of a learner alone (config.policies.BY_PIN): a role's second step guards
            # what no PIN opens, so none is asked for, and none counts as shown.
            # What somebody left at their second step before is not theirs.
            logout(request)
            begin(request, user.pk, by_pin=True)
            return redirect(to)
        case _:
            assert_never(by)
    answer: HttpResponse = perform_login(request, Login(user=user, redirect_url=to))
    return answer


def show_second_step(request: HttpRequest, user: object, *, passwordless: bool = False) -> None:
    """Writes down that somebody on the way in has shown a second step; `passwordless` is a passkey
    that stands for a password as well.
    """
    kind = {"type": "webauthn", "passwordless": True} if passwordless else {}
    record_authentication(request, user, method="mfa", **kind)


def begin(request: HttpRequest, person_id: UUID, *, by_pin: bool = False) -> None:
    """Signs somebody in: for a shift on a device of many, for weeks on an own one, and on one that
    is enrolled as a shared device for as long as it says; `by_pin`: a PIN was all that was asked.
    """
    user = get_user_model().objects.get(pk=person_id)
    kept = bool(request.session.pop(KEPT, False))
    records = get_authentication_records(request, user)
    login(request, user, backend=BACKEND)
    people.signed_in(person_id=user.pk, now=clock.now())
    if not by_pin:
        prove(request, both=any(record["method"] == "mfa" for record in records))
    session = request.session
    if isinstance(session, people.Store):
        device = _device(request)
        at = people.AtDevice(device.id, device.name, device.idle, by_pin) if device else None
        may = kept and at is None and journey.may_keep(people.person(user.pk))
        agent = request.headers.get("User-Agent", "")
        session.begin(kept=may, user_agent=agent, at_device=at)


def _device(request: HttpRequest) -> people.DeviceRow | None:
    """The shared device that a request comes from."""
    device: people.DeviceRow | None = getattr(request, "shared_device", None)
    return device


def prove(request: HttpRequest, *, both: bool = False) -> None:
    """Somebody has shown just now that it is them; `both`: with a second step."""
    request.session[PROVED] = clock.now().isoformat()
    if both:
        request.session[BOTH] = True


def is_fresh(request: HttpRequest) -> bool:
    """Whether somebody has shown within the last minutes that it is still them."""
    proved = request.session.get(PROVED)
    if not isinstance(proved, str):
        return False
    return dt.timedelta() <= clock.now() - dt.datetime.fromisoformat(proved) <= FRESH
