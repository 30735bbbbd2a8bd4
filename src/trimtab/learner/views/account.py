"""My own account: another password, and signing out where I am not."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import get_user_model, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
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


@never_cache
@sensitive_post_parameters("old", "password", "again")
@require_http_methods(["GET", "POST"])
@login_required
def password(request: HttpRequest) -> HttpResponse:
    """The page /me/password: asks for the old one; every other session ends with it."""
    person: people.PersonRow = request.person  # type: ignore[attr-defined]
    if request.method == "GET":
        return render(request, "learner/password.html", {"rules": people.password_rules()})
    try:
        _change(request, person)
    except Refusal as refusal:
        context = {
            "rules": people.password_rules(),
            "error": {refusal.field: refusal.sentence},
            "refusal": refusal,
        }
        answer = render(request, "learner/password.html", context, status=refusal.status)
        if isinstance(refusal, TryLater):
            answer["Retry-After"] = str(refusal.seconds)
        return answer
    messages.success(request, _("Your password is changed. Everywhere else you are signed out."))
    return redirect("learner:me")


def _change(request: HttpRequest, person: people.PersonRow) -> None:
    new = request.POST.get("password", "")
    if new != request.POST.get("again", ""):
        raise Refusal(
            "people.not-again",
            _("The two are not the same. Write the same password twice."),
            "again",
        )
    signing_in.change_password(
        person=person,
        old=request.POST.get("old", ""),
        new=new,
        origin=str(request.META.get("REMOTE_ADDR") or ""),
        session=request.session.session_key or "",
        now=clock.now(),
    )
    update_session_auth_hash(request, get_user_model().objects.get(pk=person.id))


@require_POST
@login_required
def sign_out_elsewhere(request: HttpRequest) -> HttpResponse:
    """Ends every session of this person but the one that asks."""
    person: people.PersonRow = request.person  # type: ignore[attr-defined]
    ended = signing_in.sign_out_elsewhere(
        person=person, session=request.session.session_key or "", now=clock.now()
    )
    sentence = ngettext(
        "You are signed out in %(n)s other place.",
        "You are signed out in %(n)s other places.",
        ended,
    )
    messages.success(
        request, sentence % {"n": ended} if ended else _("You are signed in here alone.")
    )
    return redirect("learner:me")
