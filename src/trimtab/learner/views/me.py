"""Me: what is known about me, who may see it, and how to take it along."""

from __future__ import annotations

from enum import StrEnum

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_GET, require_POST

from trimtab import clock
from trimtab.governance import api as governance
from trimtab.journeys import portability, rights
from trimtab.learner.viewers import viewers
from trimtab.lrs import api as lrs
from trimtab.messaging import api as messaging
from trimtab.people import api as people
from trimtab.practice import api as practice
from trimtab.strategy import api as strategy
from trimtab.web import forms
from trimtab.web.files import json_file
from trimtab.web.forms import Form
from trimtab.web.requests import Request
from trimtab.wording import dated

# Only these are shown by name; everything else that others see are groups.
LOOKED_AT = {
    governance.What.RECORDS: _l("records of what you did"),
    governance.What.HELD: _l("what is held about you, for a request under data protection"),
}


class Wish(StrEnum):
    """Whether reminders are wanted."""

    YES = "yes"
    NO = "no"


class MessagesForm(Form, frozen=True, kw_only=True):
    """A wish about reminders, or whether messages stop."""

    reminders: Wish | None = None
    messages: str = ""


class ErasureForm(Form, frozen=True, kw_only=True):
    """What is done about being erased: asked for, or taken back."""

    do: str = ""


@require_GET
@login_required
def page(request: Request) -> HttpResponse:
    """The page /me."""
    person = request.person
    revision = strategy.current()
    context = {
        "audiences": people.audiences_of(person.id),
        "answers": practice.answers_given(person.id),
        "attributes": [
            (name, value.replace("-", " ").replace("_", " "))
            for name, value in person.attributes.items()
        ],
        "records": lrs.count_about(person.pseudonym),
        "viewers": viewers(
            governance.grants(now=clock.now()), revision.document if revision else None
        ),
        "min_cell": governance.min_cell(),
        "letters": messaging.inbox(person.id),
        "opted_out": messaging.opted_out(person.id),
        "no_mail": messaging.suppressed_among([person.email]),
        "reminders": messaging.reminder_wishes([person.id]).get(person.id),
        "asked": governance.last_request(person.id),
        "has_shared_devices": people.has_shared_devices(),
        "sessions": people.sessions_of(
            person.id, this=request.session.session_key, now=clock.now()
        ),
    }
    return render(request, "learner/me.html", context)


@require_POST
@login_required
def choose_messages(request: Request) -> HttpResponse:
    """Stops messages that may be stopped, or takes them again.

    Or says whether reminders of practice are wanted.
    """
    person, now = request.person, clock.now()
    form = forms.read(MessagesForm, request.POST)
    match form.reminders:
        case Wish.YES:
            messaging.choose_reminders(person_id=person.id, wants=True, now=now)
            said = _("You are reminded when practice is ready, within the limits.")
        case Wish.NO:
            messaging.choose_reminders(person_id=person.id, wants=False, now=now)
            said = _("Nobody reminds you of practice.")
        case None:
            stop = form.messages == "stop"
            messaging.opt_out(person_id=person.id, out=stop, now=now)
            urgent_alone = _("Only urgent messages reach you now.")
            said = urgent_alone if stop else _("You get messages again, within the limits.")
    messages.success(request, said)
    return _back_to("messages")


def _back_to(section: str) -> HttpResponse:
    """Me, at the section where the button was pressed."""
    return redirect(f"{reverse('learner:me')}#{section}")


@require_POST
@login_required
def ask_to_be_erased(request: Request) -> HttpResponse:
    """Asks to be erased, or takes the request back while it is open."""
    person, now = request.person, clock.now()
    if forms.read(ErasureForm, request.POST).do == "take-back":
        rights.take_back(person=person, now=now)
        said = _("Your request is taken back. Nothing was erased.")
    else:
        day = dated(rights.ask(person=person, now=now).due, "j F Y")
        said = _("You get an answer by %(day)s. Until then you can take it back.") % {"day": day}
    messages.success(request, said)
    return _back_to("erased")


@require_GET
@login_required
def looks(request: Request) -> HttpResponse:
    """The page /me/looks: who was shown what is held about this person, by name, and when."""
    page = governance.looks_at(request.person.id, page=forms.page_number(request.GET))
    rows = [(look, LOOKED_AT[look.what]) for look in page.rows]
    return render(request, "learner/looks.html", {"page": page, "rows": rows})


@require_GET
@login_required
def data(request: Request) -> HttpResponse:
    """All that is held about this person, as JSON to keep (GDPR articles 15 and 20)."""
    return json_file(
        portability.everything(request.person, by=request.person, now=clock.now()),
        "trimtab-my-data.json",
    )
