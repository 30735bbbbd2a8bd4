"""What somebody is shown whose request was refused, or led nowhere."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trimtab.home.failing.trouble import RETRY_SECONDS
from trimtab.home.shell.returning import is_ours
from trimtab.kernel.errors import Refusal, TryLater
from trimtab.web.forms import text
from trimtab.wording import words


def refused(request: HttpRequest, refusal: Refusal, status: int = 0) -> HttpResponse:
    """What a refusal is answered: a page, or JSON where the client asked for JSON; with its own
    status unless another is given."""
    status = status or refusal.status
    if "application/json" in request.headers.get("Accept", ""):
        body = {"code": refusal.code, "sentence": words(refusal.sentence), "field": refusal.field}
        answer: HttpResponse = JsonResponse(body, status=status)
    else:
        answer = render(request, "home/refusal.html", {"refusal": refusal}, status=status)
    if isinstance(refusal, TryLater):
        answer["Retry-After"] = str(refusal.seconds)
    elif status in (429, 503):
        answer["Retry-After"] = str(RETRY_SECONDS)
    return answer


def not_found(request: HttpRequest) -> HttpResponse:
    """The page where nothing is."""
    return render(request, "404.html", status=404)


def token_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token does not hold. Who clicked sign-in twice is in already, and the second
    form is the one before signing in."""
    if request.path == reverse("sign-in") and getattr(request, "person", None):
        back = text(request.POST, "next")
        return redirect(back if is_ours(request, back) else "start")
    if request.path == reverse("sign-out") and getattr(request, "shared_device", None):
        # Another tab of a shared device: whoever is there now stays, and what it showed goes.
        return redirect("switch")
    sentence = _(
        "This form is out of date: you signed in or out since it was opened, or your browser keeps "
        "no cookies. "
        "Open its page anew and send it again."
    )
    return refused(request, Refusal("form.token", str(sentence)), status=403)
