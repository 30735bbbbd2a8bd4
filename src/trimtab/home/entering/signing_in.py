"""The way in: signing in, a link that lets somebody choose a password, and a new password for
whoever has forgotten theirs."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.contrib.auth import get_user_model, login
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from trimtab import clock
from trimtab.journeys import inviting
from trimtab.journeys import signing_in as journey
from trimtab.kernel.errors import NotFound, Refusal, TryLater
from trimtab.messaging import api as messaging
from trimtab.people import api as people
from trimtab.web.forms import Asks, Form, read, text
from trimtab.web.requests import OpenRequest
from trimtab.wording import words

LONGEST_NAME = 254
BACKEND = "django.contrib.auth.backends.ModelBackend"


class TokenForm(Form, frozen=True, kw_only=True):
    """The letters that stand on a card in place of its link."""

    token: Annotated[str, Asks(most=100)] = ""


class NewPasswordForm(Form, frozen=True, kw_only=True):
    """A new password, twice, as it is written; a PIN for shared devices; and whether this device is
    somebody's own.
    """

    pin: Annotated[str, Asks(most=20)] = ""
    password: Annotated[str, Asks(as_it_is=True)] = ""
    again: Annotated[str, Asks(as_it_is=True)] = ""
    kept: bool = False


class SignInForm(AuthenticationForm):
    """Django's form, with our own check of name and password, which slows guessing, and our
    words."""

    username = forms.CharField(max_length=LONGEST_NAME)
    kept = forms.BooleanField(required=False)
    refusal: Refusal | None = None

    error_messages = {
        "invalid_login": _(
            "This address and password do not go together. Check both; capital letters count in "
            "the password."
        ),
    }

    def clean(self) -> dict[str, Any]:
        """Checks name and password. What is refused without a check stands in `refusal`."""
        given = self.cleaned_data
        if "username" not in given or "password" not in given:
            return given
        try:
            found = journey.sign_in(
                typed=given["username"],
                password=given["password"],
                origin=origin(self.request) if self.request else "",
                now=clock.now(),
            )
        except Refusal as refusal:
            self.refusal = refusal
            raise ValidationError(words(refusal.sentence)) from refusal
        if found is None:
            raise self.get_invalid_login_error()
        self.user_cache = get_user_model().objects.get(pk=found)
        return given


class SignIn(LoginView):
    """Sign-in. Lists the accounts of the demonstration where it is loaded."""

    template_name = "home/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True
    accounts: Callable[[], Sequence[object]] = tuple

    def form_valid(self, form: Any) -> HttpResponse:
        """Signs in, for a shift on a shared device and for weeks on an own one."""
        answer = super().form_valid(form)
        begin(self.request, form.get_user().pk, kept=bool(form.cleaned_data.get("kept")))
        return answer

    def form_invalid(self, form: Any) -> HttpResponse:
        """The form again, with its reason; 429 or 503 when it is worth trying later."""
        answer = super().form_invalid(form)
        if form.refusal is not None:
            _later(answer, form.refusal)
        return answer

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        found = super().get_context_data(**kwargs)
        return {**found, "accounts": self.accounts()}


def origin(request: HttpRequest) -> str:
    """The address that a request came from, as the server in front tells it."""
    return str(request.META.get("REMOTE_ADDR") or "")


def begin(request: HttpRequest, person_id: UUID, *, kept: bool, by_pin: bool = False) -> None:
    """Somebody has just signed in: how long it lasts, and on what device."""
    session = request.session
    if isinstance(session, people.Store):
        device: people.DeviceRow | None = getattr(request, "shared_device", None)
        at = people.AtDevice(device.id, device.name, device.idle, by_pin) if device else None
        may = kept and at is None and journey.may_keep(people.person(person_id))
        agent = request.headers.get("User-Agent", "")
        session.begin(kept=may, user_agent=agent, at_device=at)


@never_cache
@require_http_methods(["GET", "POST"])
def come_in_typed(request: HttpRequest) -> HttpResponse:
    """The page /come-in: the letters of a card are typed, and lead where its link does."""
    token = read(TokenForm, request.POST).token
    letters = re.sub(r"[^0-9a-z]+", "-", token.lower()).strip("-")
    if letters:
        return redirect("come-in", letters)
    context = {"error": _("Type the letters that stand on your card.") if request.POST else ""}
    status = 422 if request.method == "POST" else 200
    return render(request, "home/come_in_typed.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """The page /forgotten: a link to a new password by mail. It answers the same whether or not the
    address is known."""
    context: dict[str, Any] = {"sends_mail": messaging.sends_mail(), "asked": False, "typed": ""}
    if request.method == "GET" or not context["sends_mail"]:
        return render(request, "home/forgotten.html", context)
    typed = text(request.POST, "typed", LONGEST_NAME + 1)
    if not typed or len(typed) > LONGEST_NAME:
        context |= {"error": _("Write your e-mail address.")}
        return render(request, "home/forgotten.html", context, status=422)
    context |= {"typed": typed}
    if "@" not in typed:
        context["error"] = _(
            "No letter can go to a sign-in name. Ask whoever administers the platform for a new "
            "link, or write your e-mail address."
        )
        return render(request, "home/forgotten.html", context, status=422)
    try:
        inviting.forgotten(typed=typed, origin=origin(request), now=clock.now())
    except TryLater as refusal:
        context |= {"refusal": refusal}
        return _later(render(request, "home/forgotten.html", context), refusal)
    return render(request, "home/forgotten.html", {**context, "asked": True})


@never_cache
@sensitive_post_parameters("password", "again", "pin")
@require_http_methods(["GET", "POST"])
def come_in(request: OpenRequest, token: str) -> HttpResponse:
    """The page of a link: looking at it changes nothing (programs that check mail do), choosing a
    password uses it and signs in. On a shared device a PIN is enough."""
    try:
        link = people.link_by_token(token[:100], now=clock.now())
        person = people.person(link.person_id)
    except NotFound as refusal:
        return render(request, "home/come_in.html", {"refusal": refusal}, status=410)
    context: dict[str, Any] = {
        "link": link,
        "who": person,
        "is_reset": link.purpose is people.Purpose.RESET,
        "rules": people.password_rules(),
        "may_keep": journey.may_keep(person) and request.shared_device is None,
        "asks_pin": people.has_shared_devices(),
        "device": request.shared_device,
    }
    # Nobody is signed in yet, so no middleware knows in which zone this person reads until when the
    # link works.
    with timezone.override(ZoneInfo(person.time_zone)):
        return _chosen(request, token, context)


def _chosen(request: OpenRequest, token: str, context: dict[str, Any]) -> HttpResponse:
    link: people.AccessLinkRow = context["link"]
    if request.method == "GET":
        return render(request, "home/come_in.html", context)
    try:
        _use(request, token, link)
    except NotFound as refusal:
        return render(request, "home/come_in.html", {"refusal": refusal}, status=410)
    except Refusal as refusal:
        context |= {"error": {refusal.field or "password": refusal.sentence}}
        return _later(render(request, "home/come_in.html", context), refusal)
    return redirect("start")


def _use(request: OpenRequest, token: str, link: people.AccessLinkRow) -> None:
    chosen = read(NewPasswordForm, request.POST)
    if chosen.password != chosen.again:
        raise Refusal(
            "people.not-again",
            str(_("The two are not the same. Write the same password twice.")),
            "again",
        )
    by_pin = bool(chosen.pin) and not chosen.password
    if by_pin and request.shared_device is None:
        sentence = _("A PIN works on shared devices alone. Choose a password as well.")
        raise Refusal("people.pin-alone", str(sentence), "password")
    now = clock.now()
    inviting.come_in(token=token[:100], password=chosen.password, pin=chosen.pin, now=now)
    people.signed_in(person_id=link.person_id, now=now)
    login(request, get_user_model().objects.get(pk=link.person_id), backend=BACKEND)
    begin(request, link.person_id, kept=chosen.kept, by_pin=by_pin)


def _later(answer: HttpResponse, refusal: Refusal) -> HttpResponse:
    answer.status_code = refusal.status
    if isinstance(refusal, TryLater):
        answer["Retry-After"] = str(refusal.seconds)
    return answer
