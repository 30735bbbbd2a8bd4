"""Asking others: what was sent, what came back side by side, and settling it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trimtab import clock
from trimtab.journeys import asking as journey
from trimtab.kernel.errors import Refusal
from trimtab.strategy.api import Sureness, asking
from trimtab.web import answers, forms
from trimtab.web.addresses import links_to
from trimtab.web.requests import Request
from trimtab.wording import words
from trimtab.workbench.permission import WRITING, asked_by
from trimtab.workbench.strategy.asking.enquiries import (
    LastDayForm,
    new_enquiry,
    read_agreed,
    read_invitees,
)
from trimtab.workbench.strategy.asking.voices import HeardQuestion, Invited, by_question, invited
from trimtab.workbench.strategy.editing.drafts import working_copy

_MOST_REASON = 4000


def link_of() -> Callable[[str], str]:
    """Makes the links that those who are asked get, out of tokens."""
    return links_to("portal:asked")


@require_GET
@login_required
def listing(request: Request) -> HttpResponse:
    """The page /strategy/asking: every enquiry, open ones first."""
    asked_by(request, *WRITING)
    context = {"enquiries": asking.enquiries(), "today": journey.local_day(clock.now())}
    return render(request, "workbench/strategy/asking.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def new(request: Request) -> HttpResponse:
    """The page /strategy/asking/new: choose questions and people, agree on time and silence."""
    person = asked_by(request, *WRITING)
    document, today = working_copy().document, journey.local_day(clock.now())
    template = "workbench/strategy/asking_new.html"
    if request.method == "GET":
        return render(request, template, new_enquiry(document, request.GET, today))
    try:
        row = journey.ask(
            agreed=read_agreed(request.POST),
            invitees=read_invitees(request.POST),
            by=person,
            address=link_of(),
            now=clock.now(),
        )
    except Refusal as refusal:
        context = new_enquiry(document, request.POST, today) | {"refusal": refusal}
        return render(request, template, context, status=refusal.status)
    messages.success(request, _("Asked. Each person gets a link of their own."))
    return redirect("workbench:enquiry", row.id)


@require_GET
@login_required
def page(request: Request, enquiry_id: UUID) -> HttpResponse:
    """The page /strategy/asking/<id>: who was asked and what they said, side by side."""
    asked_by(request, *WRITING)
    return _show(request, enquiry_id)


def _show(request: Request, enquiry_id: UUID, refusal: Refusal | None = None) -> HttpResponse:
    row, today = asking.enquiry(enquiry_id), journey.local_day(clock.now())
    questions = by_question(row, working_copy().document, today)
    people = invited(row, today)
    settled = sum(heard.settled is not None for heard in questions)
    to_settle = (heard for heard in questions if heard.voices and not heard.settled)
    following = next(to_settle, None)
    context = {
        "row": row,
        "questions": questions,
        "people": people,
        "answer": _headline(people, len(questions), settled),
        "silence": words(journey.silence_in_words(row.agreed)),
        "today": today,
        "refusal": refusal,
        "letters_wait": any(
            person.letter == "waiting" and not person.row.withdrawn_at for person in people
        ),
        "next": following.question.code if following else "",
    }
    status = refusal.status if refusal else 200
    return render(request, "workbench/strategy/enquiry.html", context, status=status)


def _headline(people: list[Invited], questions: int, settled: int) -> str:
    if settled == questions:
        return _("Everything is settled")
    there = [person for person in people if not person.row.withdrawn_at or person.answered]
    answered = sum(person.answered > 0 for person in there)
    sentence = ngettext(
        "%(n)s of %(of)s person has answered", "%(n)s of %(of)s people have answered", len(there)
    )
    return sentence % {"n": answered, "of": len(there)}


@require_http_methods(["GET", "POST"])
@login_required
def settle(request: Request, enquiry_id: UUID, code: str) -> HttpResponse:
    """The page /strategy/asking/<id>/<code>: what was said, and the answer that is made of it."""
    person = asked_by(request, *WRITING)
    row, today = asking.enquiry(enquiry_id), journey.local_day(clock.now())
    questions = by_question(row, working_copy().document, today)
    heard = next((heard for heard in questions if heard.question.code == code), None)
    if heard is None:
        return redirect("workbench:enquiry", enquiry_id)
    if request.method == "GET":
        return _settling(request, row, heard, None)
    try:
        answer = answers.said(code, request.POST, by=person.address, on=today, usual=Sureness.LOW)
        number = journey.settle(
            enquiry_id=enquiry_id,
            code=code,
            value=answer.value,
            sure=answer.sure,
            because=answer.because[:_MOST_REASON],
            by=person,
            now=clock.now(),
        )
    except Refusal as refusal:
        return _settling(request, row, heard, refusal)
    sentence = _("Settled in revision %(n)s, which names everybody who was heard.")
    messages.success(request, sentence % {"n": number})
    return redirect("workbench:enquiry", enquiry_id)


def _settling(
    request: Request, row: asking.EnquiryRow, heard: HeardQuestion, refusal: Refusal | None
) -> HttpResponse:
    context = {
        "row": row,
        "heard": heard,
        "refusal": refusal,
        "values": answers.kept(request.POST) if refusal else heard.usual(),
    }
    status = refusal.status if refusal else 200
    return render(request, "workbench/strategy/settling.html", context, status=status)


def _act(request: Request, enquiry_id: UUID, act: Callable[[], object], said: str) -> HttpResponse:
    """Does it and says so, or shows the page again with the reason why not."""
    try:
        act()
    except Refusal as refusal:
        return _show(request, enquiry_id, refusal)
    messages.success(request, said)
    return redirect("workbench:enquiry", enquiry_id)


@require_POST
@login_required
def more(request: Request, enquiry_id: UUID) -> HttpResponse:
    """Asks more people the same."""
    person = asked_by(request, *WRITING)

    def ask() -> None:
        journey.ask_more(
            enquiry_id=enquiry_id,
            invitees=read_invitees(request.POST),
            by=person,
            address=link_of(),
            now=clock.now(),
        )

    return _act(request, enquiry_id, ask, _("Asked."))


@require_POST
@login_required
def remind(request: Request, enquiry_id: UUID) -> HttpResponse:
    """Reminds everybody who has something open, now."""
    asked_by(request, *WRITING)
    count = journey.remind(enquiry_id=enquiry_id, address=link_of(), now=clock.now())
    sentence = ngettext("%(n)s person was reminded.", "%(n)s people were reminded.", count)
    messages.success(request, sentence % {"n": count})
    return redirect("workbench:enquiry", enquiry_id)


@require_POST
@login_required
def more_time(request: Request, enquiry_id: UUID) -> HttpResponse:
    """Moves the last day."""
    asked_by(request, *WRITING)
    today = journey.local_day(clock.now())

    def give() -> None:
        day = forms.read(LastDayForm, request.POST).closes_on
        asking.give_more_time(enquiry_id=enquiry_id, closes_on=day, today=today)

    return _act(request, enquiry_id, give, _("The links work until the new day."))


@require_POST
@login_required
def withdraw(request: Request, enquiry_id: UUID, invitation_id: UUID) -> HttpResponse:
    """Makes one link stop working."""
    asked_by(request, *WRITING)
    return _act(
        request,
        enquiry_id,
        lambda: asking.withdraw(invitation_id=invitation_id, now=clock.now()),
        _("The link does not work any more; what was said stays."),
    )


@require_POST
@never_cache
@login_required
def hand_over(request: Request, enquiry_id: UUID, invitation_id: UUID) -> HttpResponse:
    """Makes the link of one person without an account, to be handed over by hand.

    It is shown this once, and written down.
    """
    person = asked_by(request, *WRITING)
    try:
        link = journey.hand_over(
            invitation_id=invitation_id, by=person, address=link_of(), now=clock.now()
        )
    except Refusal as refusal:
        return _show(request, enquiry_id, refusal)
    context = {
        "row": asking.enquiry(enquiry_id),
        "asked": asking.invitation(invitation_id),
        "link": link,
    }
    return render(request, "workbench/strategy/handed_link.html", context)


@require_POST
@login_required
def let_work(request: Request, enquiry_id: UUID, invitation_id: UUID) -> HttpResponse:
    """Makes a withdrawn link work again."""
    asked_by(request, *WRITING)
    return _act(
        request,
        enquiry_id,
        lambda: asking.let_work(invitation_id=invitation_id),
        _("The link works again."),
    )


@require_POST
@login_required
def close(request: Request, enquiry_id: UUID) -> HttpResponse:
    """No link takes answers any more."""
    asked_by(request, *WRITING)
    return _act(
        request,
        enquiry_id,
        lambda: asking.close(enquiry_id=enquiry_id, now=clock.now()),
        _("Closed."),
    )


@require_POST
@login_required
def reopen(request: Request, enquiry_id: UUID) -> HttpResponse:
    """The links take answers again, until the last day."""
    asked_by(request, *WRITING)
    return _act(
        request,
        enquiry_id,
        lambda: asking.reopen(enquiry_id=enquiry_id),
        _("Open again, until the last day."),
    )


@require_POST
@login_required
def erase(request: Request, enquiry_id: UUID, invitation_id: UUID) -> HttpResponse:
    """Erases somebody without an account from everything that was asked."""
    person = asked_by(request, *WRITING)
    return _act(
        request,
        enquiry_id,
        lambda: journey.erase(invitation_id=invitation_id, by=person, now=clock.now()),
        _("Erased. What was settled stays, as a decision of the organisation."),
    )
