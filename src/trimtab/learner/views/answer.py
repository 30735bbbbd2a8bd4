"""Answer: one question a screen. Works as a plain form; a script makes it quick."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from trimtab import clock
from trimtab.kernel import written
from trimtab.kernel.errors import Refusal
from trimtab.learner.behind import Subject, aids_behind
from trimtab.learner.days import coming_day
from trimtab.learner.questions import question, read_response, template_of
from trimtab.library import api as library
from trimtab.people import api as people
from trimtab.practice import api as practice
from trimtab.web import forms
from trimtab.web.forms import Asks, Form
from trimtab.web.requests import Request

MOST_QUESTIONS = 999


_Key = Annotated[UUID, Asks(fault=_l("This form is incomplete. Open Today again."))]


class SentForm(Form, frozen=True, kw_only=True):
    """What comes back with a form, in fields that nobody sees.

    Which question of which sitting, under which id, since when it is shown (ISO 8601), and
    whether it is asked once more.
    """

    sitting_id: _Key
    version_id: _Key
    review_id: _Key
    shown: str = ""
    again: bool = False


class ObjectionForm(Form, frozen=True, kw_only=True):
    """'My answer was right': to which answer, in what words, and where it stands today (from 1)."""

    review_id: _Key
    words: str = ""
    at: Annotated[int, Asks(most=MOST_QUESTIONS)] = 1


@dataclass(frozen=True, slots=True)
class Sent:
    """One question as it is asked: of which sitting, under which id, since when, whether again."""

    sitting_id: UUID
    version_id: UUID
    review_id: UUID
    shown: dt.datetime
    again: bool

    @classmethod
    def read(cls, given: QueryDict, now: dt.datetime) -> Sent:
        """Reads the fields that nobody sees. Raises Faults when the form is not one of ours."""
        form = forms.read(SentForm, given)
        shown = written.moment(form.shown) or now
        return cls(form.sitting_id, form.version_id, form.review_id, shown, form.again)


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def page(request: Request) -> HttpResponseBase:
    """The page /today/answer: the next question.

    Or with `at` one of today's that was answered, to look at it again.
    """
    now = clock.now()
    person = request.person
    if request.method == "POST":
        return _receive(request, person, Sent.read(request.POST, now), now)
    stands = practice.begin(person_id=person.id, now=now, more="more" in request.GET)
    if stands is None:
        return redirect("learner:today")
    seen = _seen(stands, request.GET.get("at"))
    if seen is not None:
        return _look_again(request, stands, seen, now)
    if stands.turn is None:
        return redirect("learner:today")
    asks = practice.question(stands, stands.turn)
    sent = Sent(stands.id, asks.version_id, uuid4(), now, stands.turn.again)
    body = library.read_body(asks.body)
    return _show(request, stands, sent, stands.turn, question=question(body, seed=sent.review_id))


def _seen(stands: practice.Sitting, at: str | None) -> int | None:
    """The place (from 0) of an answered question, when the address (from 1) asks for one."""
    place = (written.whole(at, MOST_QUESTIONS) or 0) - 1
    is_planned = 0 <= place < stands.of
    return place if is_planned and stands.planned[place].version_id in stands.given else None


def _look_again(
    request: Request, stands: practice.Sitting, place: int, now: dt.datetime
) -> HttpResponse:
    version = stands.planned[place].version_id
    given = stands.given[version]
    receipt = practice.receipt(of=stands, review_id=given.review_id, now=now)
    sent = Sent(stands.id, version, given.review_id, now, again=False)
    asked = _settled(library.item_body(version), given.review_id, given.response)
    return _show(
        request, stands, sent, practice.QuestionTurn(place), question=asked, receipt=receipt
    )


def _receive(
    request: Request, person: people.PersonRow, sent: Sent, now: dt.datetime
) -> HttpResponse:
    body = library.item_body(sent.version_id)
    if (order := body.moved(request.POST)) is not None:
        shown = question(body, seed=sent.review_id, order=order)
        return _show(request, *_stands(person, sent, now), question=shown)
    try:
        response = read_response(body, request.POST)
        receipt = practice.answer(
            person_id=person.id,
            sitting_id=sent.sitting_id,
            version_id=sent.version_id,
            response=response,
            seconds=(now - sent.shown).total_seconds(),
            now=now,
            review_id=sent.review_id,
            again=sent.again,
        )
    except Refusal as refusal:
        if refusal.field != "response":
            raise
        asked = question(body, seed=sent.review_id, draft=request.POST)
        return _show(
            request, *_stands(person, sent, now), question=asked, refusal=refusal, status=422
        )
    given = receipt.response if receipt.earlier else response
    answered = _settled(body, receipt.review_id if receipt.earlier else sent.review_id, given)
    return _show(request, *_stands(person, sent, now), question=answered, receipt=receipt)


def _settled(body: library.ItemBody, seed: UUID, response: Any) -> library.ShownItem:
    organisation = people.organisation()
    return question(
        body, seed=seed, response=response, language=organisation.language if organisation else "en"
    )


def _stands(
    person: people.PersonRow, sent: Sent, now: dt.datetime
) -> tuple[practice.Sitting, Sent, practice.QuestionTurn]:
    stands = practice.sitting(person, now)
    if stands is None or stands.id != sent.sitting_id:
        raise Refusal(
            "learner.other-sitting",
            _("This question is from an earlier sitting. Open Today again."),
            "sitting_id",
        )
    versions = [planned.version_id for planned in stands.planned]
    place = versions.index(sent.version_id) if sent.version_id in versions else 0
    return stands, sent, practice.QuestionTurn(place, sent.again)


def _show(
    request: Request,
    stands: practice.Sitting,
    sent: Sent,
    turn: practice.QuestionTurn,
    *,
    status: int = 200,
    **shown: Any,
) -> HttpResponse:
    asks = practice.question(stands, turn)
    receipt: practice.ReviewReceipt | None = shown.get("receipt")
    context = {
        "sent": sent,
        "template": template_of(shown["question"]),
        "programme": asks.programme_title,
        "number": stands.missed.index(turn.place) + 1
        if turn.again and turn.place in stands.missed
        else turn.place + 1,
        "of": len(stands.missed) if turn.again else stands.of,
        "at": turn.place + 1,
        "address": _address(turn.place)
        if receipt and not turn.again
        else reverse("learner:answer"),
        "longest": library.LONGEST_WRITTEN,
        **shown,
    }
    if receipt is not None:
        context |= _said(stands, turn, receipt, asks)
    return render(request, "learner/answer.html", context, status=status)


def _said(
    stands: practice.Sitting,
    turn: practice.QuestionTurn,
    receipt: practice.ReviewReceipt,
    asks: practice.QuestionRow,
) -> dict[str, Any]:
    """What the page says beside the answer: when it comes again, and the aid behind it.

    And whether the authors have it already.
    """
    wrong = not receipt.correct
    row = library.items_by_id([asks.item_id]).get(asks.item_id) if wrong else None
    body = library.read_body(asks.body)
    [behind] = aids_behind([Subject(body.stem, row.tags, body.aid)]) if row else [None]
    return {
        "comes_again": _day(receipt.next_due),
        "comes_once_more": wrong
        and any(other.place == turn.place and other.again for other in stands.waiting),
        "next_is_again": stands.turn is not None and stands.turn.again and not turn.again,
        "behind": behind,
        "has_objected": wrong and practice.has_objected(receipt.review_id),
    }


def _day(moment: dt.datetime) -> str:
    """'tomorrow', or the day; today's questions are fixed, so nothing comes again today."""
    return coming_day(moment, clock.now())


@require_POST
@login_required
def object_to(request: Request) -> HttpResponse:
    """'My answer was right': the answer goes to the authors, and the page stays where it is."""
    form = forms.read(ObjectionForm, request.POST)
    practice.object_to(
        person_id=request.person.id,
        review_id=form.review_id,
        words=form.words,
        now=clock.now(),
    )
    messages.success(
        request, _("Sent. The authors see the question and your answer, not your name.")
    )
    return redirect(_address(max(form.at, 1) - 1))


def _address(place: int) -> str:
    return f"{reverse('learner:answer')}?{urlencode({'at': place + 1})}"
