"""The second step at the door: a passkey, the code of an app, or a recovery code."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from trimtab import clock
from trimtab.home.entering.answering import later
from trimtab.home.entering.beginning import origin, show_second_step
from trimtab.home.entering.passkeys import LONGEST_ANSWER, Occasion, shown
from trimtab.home.entering.stages import pending
from trimtab.journeys import second_steps
from trimtab.kernel.errors import Refusal
from trimtab.people import api as people
from trimtab.web import forms
from trimtab.web.forms import Asks, Form

LONGEST_CODE = 40


class SecondStepForm(Form, frozen=True, kw_only=True):
    """A code, or what the browser says of a passkey."""

    code: Annotated[str, Asks(most=LONGEST_CODE)] = ""
    passkey: Annotated[str, Asks(most=LONGEST_ANSWER + 1)] = ""


@never_cache
@sensitive_post_parameters("code", "passkey")
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The page /sign-in/second-step, for somebody whose password, or link, was right."""
    stage = pending(request)
    if stage is None:
        return redirect("sign-in")
    user = stage.login.user
    context: dict[str, Any] = {"has": people.second_steps_of(user.pk)}
    if request.method == "GET":
        return render(request, "home/second_step.html", context)
    form = forms.read(SecondStepForm, request.POST)
    try:
        _check(request, form, user)
    except Refusal as refusal:
        context |= {"error": forms.errors(refusal), "refusal": refusal}
        return later(render(request, "home/second_step.html", context), refusal)
    show_second_step(request, user)
    answer: HttpResponse = stage.exit()
    return answer


def _check(request: HttpRequest, form: SecondStepForm, user: Any) -> None:
    if form.passkey:
        shown(request, form.passkey, Occasion.SECOND_STEP, user.pk)
        return
    if not form.code:
        raise Refusal("people.no-code", _("Write the code."), "code")
    is_right = second_steps.show_code(
        person_id=user.pk, code=form.code, origin=origin(request), now=clock.now()
    )
    if not is_right:
        sentence = _(
            "This code is not right, or it was used already. Wait for the next one, or use a "
            "recovery code."
        )
        raise Refusal("people.wrong-code", sentence, "code")
