"""Answering by link: somebody who was asked reads the questions on a phone and says what they know.

No script is needed, and no account; whoever has one signs in, so that nobody else answers as them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from trimtab import clock
from trimtab.journeys import asking as journey
from trimtab.kernel.errors import NotAllowed, NotFound, Refusal
from trimtab.people import api as people
from trimtab.strategy import api as strategy
from trimtab.strategy.api import Sureness, asking
from trimtab.web import answers
from trimtab.web.requests import OpenRequest

_MOST_WORDS = 4000


@dataclass(frozen=True, slots=True)
class _Link:
    """What a link leads to, and why it takes no answer any more (None when it does)."""

    token: str
    row: asking.AskingLinkRow
    enquiry: asking.EnquiryRow
    refusal: Refusal | None

    @property
    def invitation(self) -> asking.InvitationRow:
        return self.row.invitation

    @property
    def questions(self) -> list[strategy.Question]:
        return [
            strategy.BY_CODE[code] for code in self.enquiry.agreed.codes if code in strategy.BY_CODE
        ]


def _link(token: str) -> _Link:
    row = asking.link_by_token(token)
    enquiry = asking.enquiry(row.invitation.enquiry)
    today = journey.local_day(clock.now())
    refusal = asking.may_reply(row.invitation, closed=enquiry.closed_at is not None, today=today)
    return _Link(token, row, enquiry, refusal)


def _must_sign_in(request: OpenRequest, link: _Link) -> HttpResponse | None:
    """The way to the sign-in for somebody with an account who is not signed in.

    A link alone is not enough for them. Raises NotAllowed for somebody else.
    """
    if request.person is None and asking.account_of(link.invitation) is not None:
        return redirect_to_login(request.get_full_path())
    journey.check_reader(link.row, request.person)
    return None


def _said(link: _Link) -> dict[str, asking.Voice]:
    """What this person said so far, by question."""
    return {
        voice.code: voice
        for voice in asking.voices([link.enquiry.id])
        if voice.invitation == link.invitation.id
    }


@never_cache
@require_http_methods(["GET"])
def page(request: OpenRequest, token: str) -> HttpResponse:
    """The page /asked/<token>: who asks, why, until when, and what was said so far.

    Raises NotFound for a link that is not ours.
    """
    link = _link(token)
    if away := _must_sign_in(request, link):
        return away
    if link.refusal is None:
        asking.opened(invitation_id=link.invitation.id, now=clock.now())
    said = _said(link)
    made = {} if link.invitation.withdrawn_at else asking.made_of(link.enquiry.id)
    still_open = (question.code for question in link.questions if question.code not in said)
    first = next(still_open, None)
    context = {
        "link": link,
        "rows": [
            _row(question, said.get(question.code), made.get(question.code))
            for question in link.questions
        ],
        "first": first,
        "done": first is None,
        "shows": not link.refusal or bool(said or made),
        "silence": journey.silence_in_words(link.enquiry.agreed),
        "organisation": people.organisation(),
    }
    return render(request, "portal/asked.html", context, status=410 if link.refusal else 200)


@dataclass(frozen=True, slots=True)
class _QuestionRow:
    """One question of a link: what this person said to it, and what was made of all that was said.

    `made` is "" while it is open.
    """

    question: strategy.Question
    voice: asking.Voice | None
    words: str
    made: str = ""
    because: str = ""


def _row(
    question: strategy.Question, voice: asking.Voice | None, made: strategy.Answer | None
) -> _QuestionRow:
    words = answers.in_words(voice.value, question.code) if voice else ""
    if made is None:
        return _QuestionRow(question, voice, words)
    outcome = (
        _("Nobody knows yet") if made.value is None else answers.in_words(made.value, question.code)
    )
    return _QuestionRow(question, voice, words, outcome, made.because)


@never_cache
@require_http_methods(["GET", "POST"])
def question(request: OpenRequest, token: str, code: str) -> HttpResponse:
    """One question of a link: answering it leads to the next open one, then back to all."""
    link = _link(token)
    if away := _must_sign_in(request, link):
        return away
    asked = {question.code: question for question in link.questions}
    if code not in asked:
        raise NotFound("asking.not-asked", _("This question was not sent to you."))
    if link.refusal:
        return redirect("portal:asked", token)
    if request.method == "GET":
        return _show(request, link, asked[code], _values(_said(link).get(code)))
    now = clock.now()
    try:
        answer = answers.said(
            code, request.POST, by=link.invitation.email, on=journey.local_day(now)
        )
        journey.reply(
            link=link.row,
            by=request.person,
            code=code,
            value=answer.value,
            sure=answer.sure,
            because=answer.because[:_MOST_WORDS],
            now=now,
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _show(request, link, asked[code], answers.kept(request.POST), refusal)
    return redirect(_next(link, code))


def _next(link: _Link, code: str) -> str:
    """The next question that is open, else all of them."""
    said = _said(link)
    codes = [question.code for question in link.questions]
    later = codes[codes.index(code) + 1 :]
    following = next((other for other in later if other not in said), None)
    if following:
        return reverse("portal:asked-question", args=[link.token, following])
    return reverse("portal:asked", args=[link.token])


def _show(
    request: OpenRequest,
    link: _Link,
    question: strategy.Question,
    values: dict[str, Any],
    refusal: Refusal | None = None,
) -> HttpResponse:
    codes = [other.code for other in link.questions]
    context = {
        "link": link,
        "question": question,
        "number": codes.index(question.code) + 1,
        "total": len(codes),
        "options": answers.options(question),
        "sureness": answers.sureness(),
        "values": values,
        "refusal": refusal,
        "organisation": people.organisation(),
    }
    status = refusal.status if refusal else 200
    return render(request, "portal/asked_question.html", context, status=status)


def _values(voice: asking.Voice | None) -> dict[str, Any]:
    """What somebody said before, as the form shows it."""
    return {
        **answers.as_values(voice.value if voice else None),
        "sure": (voice.sure if voice else Sureness.MODERATE).value,
        "because": voice.because if voice else "",
    }
