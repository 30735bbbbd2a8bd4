"""A session begins: the one place where somebody who may come in is in, whatever let them in."""

from __future__ import annotations

from uuid import UUID

from allauth.account.internal.flows.login import (  # type: ignore[import-untyped]
    perform_login,
    record_authentication,
)
from allauth.account.models import Login  # type: ignore[import-untyped]
from django.contrib import messages
from django.contrib.auth import get_user_model, login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from trimtab import clock
from trimtab.journeys import signing_in as journey
from trimtab.people import api as people

BACKEND = "django.contrib.auth.backends.ModelBackend"
# Whether somebody who is on the way in says that the device is theirs, until they are in.
KEPT = "entering.kept"
DIRECTORY = "directory"


def origin(request: HttpRequest) -> str:
    """The address that a request came from, as the server in front tells it."""
    return str(request.META.get("REMOTE_ADDR") or "")


def wish(request: HttpRequest, *, kept: bool) -> None:
    """Keeps that somebody on the way in wants to stay signed in on this device."""
    request.session[KEPT] = kept


def enter(request: HttpRequest, person_id: UUID, *, by: str, to: str) -> HttpResponse:
    """Somebody has shown who they are, by a password, a link, a passkey, a directory: on to what is
    left to show, and in the end to the address `to`.

    Who signs in through a directory alone, by the rule of the house, goes on by nothing else.
    """
    if by != DIRECTORY and people.is_bound_to_directory(person_id):
        messages.error(request, _("Sign in with your organisation's button on this page."))
        return redirect("sign-in")
    user = get_user_model().objects.get(pk=person_id)
    record_authentication(request, user, method=by)
    answer: HttpResponse = perform_login(request, Login(user=user, redirect_url=to))
    return answer


def begin(request: HttpRequest, person: object) -> None:
    """Signs a person (their row of the table) in: for a shift on a shared device, for weeks on an
    own one.
    """
    kept = bool(request.session.pop(KEPT, False))
    user = get_user_model().objects.get(pk=getattr(person, "pk", None))
    login(request, user, backend=BACKEND)
    people.signed_in(person_id=user.pk, now=clock.now())
    session = request.session
    if isinstance(session, people.Store):
        may = kept and journey.may_keep(people.person(user.pk))
        session.begin(kept=may, user_agent=request.headers.get("User-Agent", ""))
