"""Answer: one question a screen. Works as a plain form; a script makes it quick."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from trimtab import clock
from trimtab.kernel import written
from trimtab.kernel.errors import Refusal
from trimtab.learner.questions import RATINGS, moved, question, read_response
from trimtab.library import api as library
from trimtab.practice import api as practice


@dataclass(frozen=True, slots=True)
class Sent:
    """What comes back with a form: which question, under which id, since when it is shown, and how many it was of."""

    version_id: UUID
    review_id: UUID
    shown: dt.datetime
    of: int
    programme: str

    @classmethod
    def read(cls, form: QueryDict, now: dt.datetime) -> Sent:
        """Reads the hidden fields. Raises Refusal when the form is not one of ours."""
        try:
            ids = UUID(form["version_id"]), UUID(form["review_id"])
        except (KeyError, ValueError) as error:
            raise Refusal("learner.form", "This form is incomplete. Open Today again.", "review_id") from error
        shown = written.moment(form.get("shown")) or now
        return cls(*ids, shown, _count(form.get("of")), form.get("programme", ""))


@require_http_methods(["GET", "POST"])
@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The page /today/answer."""
    now = clock.now()
    if request.method == "POST":
        return _receive(request, Sent.read(request.POST, now), now)
    found = practice.next_question(person_id=request.person.id, now=now)  # type: ignore[attr-defined]
    if found is None:
        return redirect("learner:today")
    of = max(_count(request.GET.get("of")), found.remaining)
    sent = Sent(found.version_id, uuid4(), now, of, found.programme_title)
    asked = question(library.read_body(found.body), seed=sent.review_id)
    return _show(request, sent, question=asked, number=of - found.remaining + 1)


def _receive(request: HttpRequest, sent: Sent, now: dt.datetime) -> HttpResponse:
    body = library.item_body(sent.version_id)
    number = _count(request.POST.get("number")) or 1
    if (order := moved(request.POST)) is not None:
        return _show(request, sent, question=question(body, seed=sent.review_id, order=order), number=number)
    try:
        response = read_response(body, request.POST)
        receipt = practice.review(
            person_id=request.person.id,  # type: ignore[attr-defined]
            version_id=sent.version_id,
            response=response,
            seconds=(now - sent.shown).total_seconds(),
            now=now,
            review_id=sent.review_id,
        )
    except Refusal as refusal:
        asked = question(body, seed=sent.review_id)
        return _show(request, sent, question=asked, number=number, refusal=refusal, status=422)
    answered = question(body, seed=sent.review_id, response=response)
    return _show(request, sent, question=answered, number=number, receipt=receipt)


def _show(request: HttpRequest, sent: Sent, *, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, "learner/answer.html", {"sent": sent, "ratings": RATINGS, **context}, status=status)


def _count(text: str | None) -> int:
    return written.whole(text, 999) or 0
