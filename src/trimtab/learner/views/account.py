"""My own account: another password, and signing out where I am not."""

from __future__ import annotations

from typing import Annotated

from django.contrib import messages
from django.contrib.auth import get_user_model, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from trimtab import clock
from trimtab.journeys import signing_in
from trimtab.kernel.errors import Refusal, TryLater
from trimtab.people import api as people
from trimtab.web import forms
from trimtab.web.forms import Asks, Form
from trimtab.web.requests import Request

# A password is taken as it was typed, blanks and all.
_Secret = Annotated[str, Asks(as_it_is=True)]


class ChangePasswordForm(Form, frozen=True, kw_only=True):
    """The old password, and the new one twice."""

    old: _Secret = ""
    password: _Secret = ""
    again: _Secret = ""


@never_cache
@sensitive_post_parameters("old", "password", "again")
@require_http_methods(["GET", "POST"])
@login_required
def password(request: Request) -> HttpResponse:
    """The page /me/password: asks for the old one; every other session ends with it."""
    rules = people.password_rules()
    if request.method == "GET":
        return render(request, "learner/password.html", {"rules": rules})
    try:
        _change(request)
    except Refusal as refusal:
        context = {"rules": rules, "error": forms.errors(refusal), "refusal": refusal}
        answer = render(request, "learner/password.html", context, status=refusal.status)
        if isinstance(refusal, TryLater):
            answer["Retry-After"] = str(refusal.seconds)
        return answer
    messages.success(request, _("Your password is changed. Everywhere else you are signed out."))
    return redirect("signing-in")


def _change(request: Request) -> None:
    form = forms.read(ChangePasswordForm, request.POST)
    if form.password != form.again:
        sentence = _("The two are not the same. Write the same password twice.")
        raise Refusal("people.not-again", sentence, "again")
    signing_in.change_password(
        person=request.person,
        old=form.old,
        new=form.password,
        origin=str(request.META.get("REMOTE_ADDR") or ""),
        session=request.session.session_key or "",
        now=clock.now(),
    )
    update_session_auth_hash(request, get_user_model().objects.get(pk=request.person.id))


@require_POST
@login_required
def sign_out_elsewhere(request: Request) -> HttpResponse:
    """Ends every session of this person but the one that asks."""
    ended = signing_in.sign_out_elsewhere(
        person=request.person, session=request.session.session_key or "", now=clock.now()
    )
    sentence = ngettext(
        "You are signed out in %(n)s other place.",
        "You are signed out in %(n)s other places.",
        ended,
    )
    nowhere = _("You are signed in here alone.")
    messages.success(request, sentence % {"n": ended} if ended else nowhere)
    return redirect("signing-in")
