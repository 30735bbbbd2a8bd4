"""The page 'Signing in' under Me: passkeys, authenticator app, recovery codes, and where somebody is
signed in. What changes how somebody comes in asks for a fresh proof that it is them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Annotated, Any, assert_never

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trimtab import clock
from trimtab.home.entering.answering import later
from trimtab.home.entering.beginning import is_fresh, origin, prove
from trimtab.home.entering.passkeys import (
    LONGEST_ANSWER,
    Occasion,
    shown,
    site_of,
    taken_state,
)
from trimtab.home.shell.returning import is_ours
from trimtab.journeys import second_steps, signing_in
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import Said, say_n
from trimtab.people import api as people
from trimtab.support import api as support
from trimtab.web import forms
from trimtab.web.forms import Asks, Form
from trimtab.web.requests import Request
from trimtab.wording import words

_SECRET = "authenticator.secret"  # noqa: S105  the name of a place in the session
_Answer = Annotated[str, Asks(most=LONGEST_ANSWER + 1)]
View = Callable[..., HttpResponse]


class ProofForm(Form, frozen=True, kw_only=True):
    """The password, or what the browser says of a passkey; and where to go then."""

    password: Annotated[str, Asks(most=1001, as_it_is=True)] = ""
    passkey: _Answer = ""
    next: str = ""


class PasskeyAct(StrEnum):
    """What is done with a passkey."""

    ADD = "add"
    RENAME = "rename"
    REMOVE = "remove"


class PasskeyForm(Form, frozen=True, kw_only=True):
    """A new passkey, or another name for one, or none of it any more."""

    do: PasskeyAct | None = None
    id: int = 0
    name: Annotated[str, Asks(most=60)] = ""
    passkey: _Answer = ""


class AuthenticatorAct(StrEnum):
    """What is done with the authenticator app."""

    ADD = "add"
    REMOVE = "remove"


class AuthenticatorForm(Form, frozen=True, kw_only=True):
    """The code that a new app shows, or that the app is to count no more."""

    do: AuthenticatorAct = AuthenticatorAct.ADD
    code: Annotated[str, Asks(most=40)] = ""


class SessionForm(Form, frozen=True, kw_only=True):
    """Which session is to end."""

    session: Annotated[str, Asks(most=64)] = ""


def with_fresh_proof(view: View) -> View:
    """Lets a view run for whoever has shown within the last minutes that it is them; others show
    it first.
    """

    @wraps(view)
    def asked(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_fresh(request):
            return view(request, *args, **kwargs)
        return redirect("prove")

    return asked


@require_GET
@login_required
@never_cache
def page(request: Request) -> HttpResponse:
    """The page /me/signing-in."""
    person, now = request.person, clock.now()
    context = {
        "has": people.second_steps_of(person.id),
        "must": people.must_set_up(person, now=now),
        "sessions": people.sessions_of(person.id, this=request.session.session_key, now=now),
        "has_password": _has_password(request),
        "is_fresh": is_fresh(request),
        **_lasting(request),
    }
    return render(request, "home/my_sign_in.html", context)


@never_cache
@sensitive_post_parameters("password", "passkey")
@require_http_methods(["GET", "POST"])
@login_required
def proof(request: Request) -> HttpResponse:
    """The page /me/signing-in/proof: the password once more, or a passkey."""
    context = {
        "has": people.second_steps_of(request.person.id),
        "has_password": _has_password(request),
    }
    if request.method == "GET":
        return render(request, "home/prove.html", context)
    form = forms.read(ProofForm, request.POST)
    try:
        _check(request, form)
    except Refusal as refusal:
        context |= {"error": forms.errors(refusal), "refusal": refusal}
        return later(render(request, "home/prove.html", context), refusal)
    prove(request, both=bool(form.passkey))
    return redirect(form.next if is_ours(request, form.next) else "signing-in")


def _check(request: Request, form: ProofForm) -> None:
    if form.passkey:
        shown(request, form.passkey, Occasion.PROOF, request.person.id)
        return
    is_right = signing_in.is_own_password(
        person=request.person,
        password=form.password,
        origin=origin(request),
        now=clock.now(),
    )
    if not is_right:
        raise Refusal("people.old-password", _("This is not your password."), "password")


@never_cache
@sensitive_post_parameters("passkey")
@require_POST
@login_required
@with_fresh_proof
def passkey(request: Request) -> HttpResponse:
    """Adds, renames or removes a passkey of whoever asks."""
    form, person, now = forms.read(PasskeyForm, request.POST), request.person, clock.now()
    try:
        match form.do:
            case PasskeyAct.ADD:
                second_steps.add_passkey(
                    person=person,
                    name=form.name,
                    state=taken_state(request, Occasion.NEW),
                    answer=form.passkey,
                    site=site_of(request),
                    now=now,
                )
                prove(request, both=True)
                said = _("The passkey is added. You can sign in with it from now on.")
            case PasskeyAct.RENAME:
                people.rename_passkey(person_id=person.id, passkey_id=form.id, name=form.name)
                said = _("Kept.")
            case PasskeyAct.REMOVE:
                second_steps.remove_passkey(person=person, passkey_id=form.id, now=now)
                said = _("The passkey is removed. Delete it on the device, too.")
            case None:
                raise Refusal("people.unknown-act", _("Choose what to do with the passkey."))
            case _:
                assert_never(form.do)
    except Refusal as refusal:
        messages.error(request, words(refusal.sentence))
        return redirect("signing-in")
    messages.success(request, said)
    return redirect("signing-in")


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
@login_required
@with_fresh_proof
def authenticator(request: Request) -> HttpResponse:
    """The page /me/signing-in/app: the picture for a new app and the code that it shows; or the app
    counts no more.
    """
    if request.method == "GET":
        request.session[_SECRET] = people.draw_secret()
        return _authenticator(request)
    form, person, now = forms.read(AuthenticatorForm, request.POST), request.person, clock.now()
    match form.do:
        case AuthenticatorAct.REMOVE:
            try:
                second_steps.remove_authenticator(person=person, now=now)
            except Refusal as refusal:
                messages.error(request, words(refusal.sentence))
                return redirect("signing-in")
            messages.success(request, _("The app counts no more. Delete the entry in it, too."))
            return redirect("signing-in")
        case AuthenticatorAct.ADD:
            return _add_authenticator(request, form.code, now)
        case _:
            assert_never(form.do)


def _add_authenticator(request: Request, code: str, now: dt.datetime) -> HttpResponse:
    sealed = request.session.get(_SECRET)
    if not isinstance(sealed, str):
        return redirect("authenticator")
    try:
        second_steps.add_authenticator(person=request.person, sealed=sealed, code=code, now=now)
    except Refusal as refusal:
        return _authenticator(request, refusal)
    del request.session[_SECRET]
    prove(request, both=True)
    messages.success(request, _("The app counts from now on: its code is asked for at sign-in."))
    return redirect("signing-in")


def _authenticator(request: Request, refusal: Refusal | None = None) -> HttpResponse:
    secret = people.opened_secret(request.session[_SECRET])
    address = people.authenticator_address(
        secret, house=site_of(request).name, name=request.person.sign_in_name
    )
    context = {
        # segno draws it; no word of anybody is in it but as black and white.
        "picture": mark_safe(support.qr_svg(address)),  # noqa: S308
        "address": address,
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "error": forms.errors(refusal),
        "replaces": people.second_steps_of(request.person.id).authenticator_since,
    }
    status = refusal.status if refusal else 200
    return render(request, "home/authenticator.html", context, status=status)


@never_cache
@require_POST
@login_required
@with_fresh_proof
def recovery_codes(request: Request) -> HttpResponse:
    """Ten new recovery codes, shown this once."""
    try:
        codes = second_steps.draw_recovery_codes(person=request.person, now=clock.now())
    except Refusal as refusal:
        messages.error(request, words(refusal.sentence))
        return redirect("signing-in")
    return render(request, "home/recovery_codes.html", {"codes": codes, "at": clock.now()})


@require_POST
@login_required
def sign_out_there(request: Request) -> HttpResponse:
    """Ends one session of whoever asks."""
    handle = forms.read(SessionForm, request.POST).session
    ended = signing_in.sign_out_there(person=request.person, handle=handle, now=clock.now())
    said = _("Signed out there.") if ended else _("There you were signed out already.")
    messages.success(request, said)
    return redirect("signing-in")


def _has_password(request: Request) -> bool:
    return get_user_model().objects.get(pk=request.person.id).has_usable_password()


def _lasting(request: HttpRequest) -> dict[str, str]:
    """How long the session of this request lasts, in words."""
    session = request.session
    if not isinstance(session, people.Store):
        return {}
    return {
        "idle": words(lasting(session.ends.idle)),
        "absolute": words(lasting(session.ends.absolute)),
    }


def lasting(span: dt.timedelta) -> Said:
    """A span of time in its largest whole unit."""
    minutes = int(span.total_seconds()) // 60
    if minutes >= 2 * 24 * 60 and minutes % (24 * 60) == 0:
        days = minutes // (24 * 60)
        return say_n("{count} day", "{count} days", days)
    if minutes >= 60 and minutes % 60 == 0:
        return say_n("{count} hour", "{count} hours", minutes // 60)
    return say_n("{count} minute", "{count} minutes", minutes)
