"""Me: what is known about me, who may see it, and how to take it along."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
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


@require_GET
@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The page /me."""
    person: people.PersonRow = request.person  # type: ignore[attr-defined]
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
        "reminders": messaging.reminder_wishes([person.id]).get(person.id),
        "asked": governance.last_request(person.id),
        "sessions": people.sessions_of(
            person.id, this=request.session.session_key, now=clock.now()
        ),
    }
    return render(request, "learner/me.html", context)


@require_POST
@login_required
def choose_messages(request: HttpRequest) -> HttpResponse:
    """Stops messages that may be stopped, or takes them again; says whether reminders of practice are wanted."""
    person: people.PersonRow = request.person  # type: ignore[attr-defined]
    if wish := request.POST.get("reminders"):
        messaging.choose_reminders(person_id=person.id, wants=wish == "yes", now=clock.now())
        said = (
            _("You are reminded when practice is ready, within the limits.")
            if wish == "yes"
            else _("Nobody reminds you of practice.")
        )
        messages.success(request, said)
        return _back_to("messages")
    stop = request.POST.get("messages") == "stop"
    messaging.opt_out(person_id=person.id, out=stop, now=clock.now())
    messages.success(
        request,
        _("Only urgent messages reach you now.")
        if stop
        else _("You get messages again, within the limits."),
    )
    return _back_to("messages")


def _back_to(section: str) -> HttpResponse:
    """Me, at the section where the button was pressed."""
    return redirect(f"{reverse('learner:me')}#{section}")


@require_POST
@login_required
def ask_to_be_erased(request: HttpRequest) -> HttpResponse:
    """Asks to be erased, or takes the request back while it is open."""
    person: people.PersonRow = request.person  # type: ignore[attr-defined]
    if request.POST.get("do") == "take-back":
        rights.take_back(person=person, now=clock.now())
        messages.success(request, _("Your request is taken back. Nothing was erased."))
    else:
        asked = rights.ask(person=person, now=clock.now())
        day = date_format(asked.due)
        messages.success(
            request,
            _("You get an answer by %(day)s. Until then you can take it back.") % {"day": day},
        )
    return _back_to("erased")


@require_GET
@login_required
def data(request: HttpRequest) -> JsonResponse:
    """Everything that is held about this person, as JSON to keep (GDPR articles 15 and 20)."""
    person: people.PersonRow = request.person  # type: ignore[attr-defined]
    answer = JsonResponse(
        portability.everything(person, by=person, now=clock.now()),
        json_dumps_params={"indent": 2, "ensure_ascii": False},
    )
    answer["Content-Disposition"] = 'attachment; filename="trimtab-my-data.json"'
    return answer
