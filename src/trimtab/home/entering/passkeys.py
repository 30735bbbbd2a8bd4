"""Passkeys in the browser: it is asked here, and what it must be asked for is remembered in the
session until it answers, once.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, assert_never
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from trimtab import clock
from trimtab.home.entering.beginning import Proof, enter, is_fresh, origin, wish
from trimtab.home.entering.stages import pending
from trimtab.home.shell.returning import is_ours
from trimtab.kernel.errors import Refusal
from trimtab.people import api as people
from trimtab.web import forms
from trimtab.web.forms import Asks, Form
from trimtab.web.requests import OpenRequest
from trimtab.wording import words

LONGEST_ANSWER = 20_000
_ASKED = "passkey.asked"


class Occasion(StrEnum):
    """What a browser is asked for a passkey for."""

    SIGN_IN = "sign-in"
    SECOND_STEP = "second-step"
    PROOF = "proof"
    NEW = "new"


class PasskeyQuestionForm(Form, frozen=True, kw_only=True):
    """The occasion of a question."""

    occasion: Annotated[Occasion | None, Asks(sent_as="for")] = None


class ShownPasskeyForm(Form, frozen=True, kw_only=True):
    """What the browser answers (JSON), and where to go then."""

    passkey: Annotated[str, Asks(most=LONGEST_ANSWER + 1)] = ""
    next: str = ""
    kept: bool = False


@require_GET
@never_cache
def question(request: OpenRequest) -> HttpResponse:
    """What the browser is to be asked, as JSON; 409 where that is not the moment."""
    occasion = forms.read(PasskeyQuestionForm, request.GET).occasion
    try:
        asked = _asked(request, occasion)
    except Refusal as refusal:
        return JsonResponse({"sentence": words(refusal.sentence)}, status=refusal.status)
    if asked is None or occasion is None:
        sentence = _("This page is too old. Load it again, and try once more.")
        return JsonResponse({"sentence": sentence}, status=409)
    request.session[_ASKED] = {"for": occasion.value, "state": dict(asked.state)}
    return JsonResponse(asked.options)


def _asked(request: OpenRequest, occasion: Occasion | None) -> people.PasskeyQuestion | None:
    site, person = site_of(request), request.person
    match occasion:
        case Occasion.SIGN_IN:
            people.attempt_passkey(origin=origin(request), now=clock.now())
            return people.ask_passkey(site=site)
        case Occasion.SECOND_STEP:
            stage = pending(request)
            return people.ask_passkey(site=site, person_id=stage.login.user.pk) if stage else None
        case Occasion.PROOF:
            return people.ask_passkey(site=site, person_id=person.id) if person else None
        case Occasion.NEW:
            may = person is not None and is_fresh(request)
            return people.offer_passkey(person=person, site=site) if may and person else None
        case None:
            return None
        case _:
            assert_never(occasion)


def taken_state(request: HttpRequest, occasion: Occasion) -> dict[str, str]:
    """What was remembered when the browser was asked; it is good for one answer.

    Raises Refusal when it was not asked for this.
    """
    asked = request.session.pop(_ASKED, None)
    if not isinstance(asked, dict) or asked.get("for") != occasion:
        raise Refusal(
            "people.passkey",
            _("This page is too old. Load it again, and try once more."),
            "passkey",
        )
    state: dict[str, str] = asked["state"]
    return state


def shown(
    request: HttpRequest, answer: str, occasion: Occasion, person_id: UUID | None = None
) -> UUID:
    """Whose passkey the browser has shown. Raises Refusal."""
    passkey = people.shown_passkey(
        state=taken_state(request, occasion),
        answer=answer,
        site=site_of(request),
        now=clock.now(),
        person_id=person_id,
    )
    return passkey.person_id


def site_of(request: HttpRequest) -> people.PasskeySite:
    """Where the browser's passkeys count: at the host's name, without a port."""
    organisation = people.organisation()
    host = request.get_host().partition(":")[0]
    return people.PasskeySite(host, organisation.name if organisation else "Trimtab")


@require_POST
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """Signs in whoever shows a passkey: it is both steps."""
    form = forms.read(ShownPasskeyForm, request.POST)
    try:
        person_id = shown(request, form.passkey, Occasion.SIGN_IN)
    except Refusal as refusal:
        messages.error(request, words(refusal.sentence))
        return redirect("sign-in")
    wish(request, kept=form.kept)
    to = form.next if is_ours(request, form.next) else reverse("start")
    return enter(request, person_id, by=Proof.PASSKEY, to=to)
