"""Answering by link: somebody who was asked reads the questions on a phone and says what they know. No script is needed, and no account;
whoever has one signs in, so that nobody else answers as them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
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

MOST_CHARACTERS = 4000
MOST_CHOSEN = 50


@dataclass(frozen=True, slots=True)
class _Link:
    """What a link leads to, and why it takes no answer any more (None when it does)."""

    token: str
    row: asking.LinkRow
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


def _reader(request: HttpRequest) -> people.PersonRow | None:
    return getattr(request, "person", None)


def _must_sign_in(request: HttpRequest, link: _Link) -> HttpResponse | None:
    """The way to the sign-in for somebody with an account who is not signed in: a link alone is not enough for them.

    Raises NotAllowed for somebody else.
    """
    if _reader(request) is None and asking.account_of(link.invitation) is not None:
        return redirect_to_login(request.get_full_path())
    journey.check_reader(link.row, _reader(request))
    return None


def _said(link: _Link) -> dict[str, asking.Voice]:
    return {
        one.code: one
        for one in asking.voices([link.enquiry.id])
        if one.invitation == link.invitation.id
    }


@never_cache
@require_http_methods(["GET"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """The page /asked/<token>: who asks, why, until when, and what was said so far. Raises NotFound for a link that is not ours."""
    link = _link(token)
    if away := _must_sign_in(request, link):
        return away
    if link.refusal is None:
        asking.opened(invitation_id=link.invitation.id, now=clock.now())
    said, made = (
        _said(link),
        {} if link.invitation.withdrawn_at else asking.made_of(link.enquiry.id),
    )
    first = next((one.code for one in link.questions if one.code not in said), None)
    context = {
        "link": link,
        "rows": [_row(one, said.get(one.code), made.get(one.code)) for one in link.questions],
        "first": first,
        "done": first is None,
        "shows": not link.refusal or bool(said or made),
        "silence": journey.silence_in_words(link.enquiry.agreed),
        "organisation": people.organisation(),
    }
    return render(request, "portal/asked.html", context, status=410 if link.refusal else 200)


@dataclass(frozen=True, slots=True)
class _Row:
    """One question of a link: what this person said to it, and what was made of all that was said ("" while it is open)."""

    question: strategy.Question
    voice: asking.Voice | None
    words: str
    made: str
    because: str


def _row(
    question: strategy.Question, voice: asking.Voice | None, made: strategy.Answer | None
) -> _Row:
    words = _words(voice.value, question.code) if voice else ""
    if made is None:
        return _Row(question, voice, words, "", "")
    outcome = _("Nobody knows yet") if made.value is None else _words(made.value, question.code)
    return _Row(question, voice, words, outcome, made.because)


def _words(value: asking.Value, code: str) -> str:
    if value is None:
        return _("I do not know")
    return strategy.value_in_words(list(value) if isinstance(value, tuple) else value, code)


@never_cache
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, token: str, code: str) -> HttpResponse:
    """One question of a link: answering it leads to the next open one, then back to all."""
    link = _link(token)
    if away := _must_sign_in(request, link):
        return away
    asked = {one.code: one for one in link.questions}
    if code not in asked:
        raise NotFound("asking.not-asked", _("This question was not sent to you."))
    if link.refusal:
        return redirect("portal:asked", token)
    if request.method == "GET":
        return _show(request, link, asked[code], _values(_said(link).get(code)))
    try:
        value = None if "unknown" in request.POST else asking.as_value(asked[code], _given(request))
        journey.reply(
            link=link.row,
            by=_reader(request),
            code=code,
            value=value,
            sure=_sure(request),
            because=request.POST.get("because", "")[:MOST_CHARACTERS],
            now=clock.now(),
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _show(request, link, asked[code], _posted(request), refusal)
    return redirect(_next(link, code))


def _next(link: _Link, code: str) -> str:
    said = _said(link)
    codes = [one.code for one in link.questions]
    later = codes[codes.index(code) + 1 :]
    following = next((one for one in later if one not in said), None)
    if following:
        return reverse("portal:asked-question", args=[link.token, following])
    return reverse("portal:asked", args=[link.token])


def _show(
    request: HttpRequest,
    link: _Link,
    question: strategy.Question,
    values: dict[str, Any],
    refusal: Refusal | None = None,
) -> HttpResponse:
    codes = [one.code for one in link.questions]
    context = {
        "link": link,
        "question": question,
        "number": codes.index(question.code) + 1,
        "total": len(codes),
        "options": [{"value": one.value, "text": one.says} for one in question.options],
        "sureness": [
            {"value": Sureness.HIGH.value, "text": _("Sure: I would bet on it")},
            {"value": Sureness.MODERATE.value, "text": _("Fairly sure")},
            {"value": Sureness.LOW.value, "text": _("A guess")},
        ],
        "values": values,
        "refusal": refusal,
        "organisation": people.organisation(),
    }
    return render(
        request, "portal/asked_question.html", context, status=refusal.status if refusal else 200
    )


def _values(voice: asking.Voice | None) -> dict[str, Any]:
    if voice is None:
        return {"value": "", "chosen": [], "sure": Sureness.MODERATE.value, "because": ""}
    several = voice.value if isinstance(voice.value, tuple) else ()
    value = "" if voice.value is None or several else voice.value
    return {
        "value": value,
        "chosen": list(several),
        "sure": voice.sure.value,
        "because": voice.because,
    }


def _posted(request: HttpRequest) -> dict[str, Any]:
    given = request.POST
    return {
        "value": given.get("value", "")[:MOST_CHARACTERS],
        "chosen": given.getlist("value"),
        "sure": given.get("sure", ""),
        "because": given.get("because", "")[:MOST_CHARACTERS],
    }


def _sure(request: HttpRequest) -> Sureness:
    given = request.POST.get("sure", "")
    return Sureness(given) if given in set(Sureness) else Sureness.MODERATE


def _given(request: HttpRequest) -> list[str]:
    return [one[:MOST_CHARACTERS] for one in request.POST.getlist("value")[:MOST_CHOSEN]]
