"""The way in: signing in, a link that lets somebody choose a password, and a new password for
whoever has forgotten theirs."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from trimtab import clock
from trimtab.home.entering import by_link
from trimtab.home.entering.answering import later
from trimtab.home.entering.beginning import Proof, enter, origin, wish
from trimtab.journeys import inviting
from trimtab.journeys import signing_in as journey
from trimtab.kernel.errors import NotFound, Refusal, TryLater
from trimtab.messaging import api as messaging
from trimtab.people import api as people
from trimtab.web.forms import Asks, Form, read, text
from trimtab.web.requests import OpenRequest
from trimtab.wording import words

LONGEST_NAME = 254


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
        """On to what is left to show, and in."""
        wish(self.request, kept=bool(form.cleaned_data.get("kept")))
        return enter(self.request, form.get_user().pk, by=Proof.PASSWORD, to=self.get_success_url())

    def form_invalid(self, form: Any) -> HttpResponse:
        """The form again, with its reason; 429 or 503 when it is worth trying later."""
        answer = super().form_invalid(form)
        if form.refusal is not None:
            later(answer, form.refusal)
        return answer

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        found = super().get_context_data(**kwargs)
        ways = people.connections(on=True)
        left = self.request.GET.get("left", "")
        return {
            **found,
            "accounts": self.accounts(),
            "sends_mail": messaging.sends_mail(),
            "ways": ways,
            "only_by_directory": bool(ways) and people.directory_rule().everybody,
            "still_in": next((way for way in ways if str(way.id) == left), None),
        }


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
        return later(render(request, "home/forgotten.html", context), refusal)
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
        "is_bound": people.is_bound_to_directory(person.id),
    }
    # Nobody is signed in yet, so no middleware knows in which zone this person reads until when the
    # link works.
    with timezone.override(ZoneInfo(person.time_zone)):
        if link.purpose is people.Purpose.SIGN_IN:
            return by_link.use(request, token, context)
        return _chosen(request, token, context)


def _chosen(request: OpenRequest, token: str, context: dict[str, Any]) -> HttpResponse:
    link: people.AccessLinkRow = context["link"]
    if request.method == "GET" or context["is_bound"]:
        return render(request, "home/come_in.html", context)
    try:
        return _use(request, token, link)
    except NotFound as refusal:
        return render(request, "home/come_in.html", {"refusal": refusal}, status=410)
    except Refusal as refusal:
        context |= {"error": {refusal.field or "password": refusal.sentence}}
        return later(render(request, "home/come_in.html", context), refusal)


def _use(request: OpenRequest, token: str, link: people.AccessLinkRow) -> HttpResponse:
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
    inviting.come_in(token=token[:100], password=chosen.password, pin=chosen.pin, now=clock.now())
    wish(request, kept=chosen.kept)
    by = Proof.PIN if by_pin else Proof.LINK
    return enter(request, link.person_id, by=by, to=reverse("start"))
