"""Me: what is known about me, who may see it, and how to take it along."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from trimtab.courses import api as courses
from trimtab.governance import api as governance
from trimtab.learner.viewers import viewers
from trimtab.lrs import api as lrs
from trimtab.messaging import api as messaging
from trimtab.people import api as people
from trimtab.practice import api as practice


@require_GET
@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The page /me."""
    person: people.PersonRow = request.person  # type: ignore[attr-defined]
    context = {
        "audiences": people.audiences_of(person.id),
        "known": practice.retention(person.id, timezone.now()),
        "records": len(lrs.statements_about(person.pseudonym)),
        "viewers": viewers(governance.grants()),
        "min_cell": governance.min_cell(),
        "letters": messaging.inbox(person.id),
        "opted_out": messaging.opted_out(person.id),
    }
    return render(request, "learner/me.html", context)


@require_POST
@login_required
def choose_messages(request: HttpRequest) -> HttpResponse:
    """Stops messages that may be stopped, or takes them again."""
    person: people.PersonRow = request.person  # type: ignore[attr-defined]
    stop = request.POST.get("messages") == "stop"
    messaging.opt_out(person_id=person.id, out=stop, now=timezone.now())
    messages.success(
        request, _("Only urgent messages reach you now.") if stop else _("You get messages again, within the limits.")
    )
    return redirect("learner:me")


@require_GET
@login_required
def data(request: HttpRequest) -> JsonResponse:
    """Everything that is held about this person, as JSON to keep (GDPR articles 15 and 20)."""
    person: people.PersonRow = request.person  # type: ignore[attr-defined]
    answer = JsonResponse(_everything(person), json_dumps_params={"indent": 2, "ensure_ascii": False})
    answer["Content-Disposition"] = 'attachment; filename="trimtab-my-data.json"'
    return answer


def _everything(person: people.PersonRow) -> dict[str, Any]:
    return {
        "person": {
            "name": person.name,
            "email": person.email,
            "unit": person.unit_name,
            "attributes": dict(person.attributes),
            "roles": sorted(person.roles),
            "language": person.language,
            "time_zone": person.time_zone,
            "pseudonym": str(person.pseudonym),
        },
        "audiences": [audience.name for audience in people.audiences_of(person.id)],
        "answers": practice.reviews_of(person.id),
        "messages": [
            {"subject": one.subject, "body": one.body, "why": one.why, "sent_at": one.sent_at, "state": one.state}
            for one in messaging.messages_for(person.id)
        ],
        "courses": courses.held_about(person.id),
        "records": lrs.statements_about(person.pseudonym),
        "documents": lrs.documents_about(person.pseudonym, person.email),
    }
