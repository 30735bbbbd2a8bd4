"""Data rights, for stewards: who asks to be erased, finding a person, what is held, erasing, and what was erased."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trimtab import clock
from trimtab.governance import api as governance
from trimtab.journeys import erasure, portability, rights
from trimtab.kernel.errors import NotAllowed, NotFound, Refusal
from trimtab.people import api as people
from trimtab.people.api import Role
from trimtab.workbench.permission import asked_by, asked_to_see, page_number

SHORT = 7
# What goes, by the names of journeys.erasure.Goes, in the order of the page.
GOES = {
    "answers": (_l("Answers"), _l("What was answered goes; right or not stays.")),
    "searches": (_l("Searches"), _l("The words go; whether it helped stays.")),
    "messages": (_l("Messages and letters"), _l("The words go; when they were sent stays.")),
    "documents": (
        _l("Documents and attachments"),
        _l("What programs keep about the person is deleted."),
    ),
    "courses": (
        _l("Parts of courses"),
        _l("What they keep is deleted; where the person stands stays."),
    ),
    "asked": (_l("Asked for the strategy"), _l("Name, address and what was said go.")),
    "statements": (_l("Statements"), _l("Names and own words go; they stay under a pseudonym.")),
}


@require_GET
@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The page /data-rights: open requests with their age, a person to be found, and the erasures that were done."""
    asked_to_see(request, governance.What.ERASURES)
    words = request.GET.get("q", "").strip()[:100]
    now = clock.now()
    context = {
        "requests": [_request_row(one, now) for one in governance.open_requests()],
        "q": words,
        "found": people.find_people(query=words) if words else None,
        "done": governance.erasures(page=page_number(request)),
    }
    return render(request, "workbench/people/data_rights.html", context)


def _request_row(one: governance.RequestRow, now: Any) -> dict[str, Any]:
    left = one.days_left(now)
    state = "bad" if left < 0 else "warn" if left <= SHORT else "note"
    return {"request": one, "age": one.days_open(now), "state": state, "late": left < 0}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What is held about one person and what erasing changes; a POST with reason and typed address erases."""
    by = asked_by(request, Role.STEWARD)
    found = erasure.who(person_id)
    if request.method != "POST":
        return _show(request, found, by)
    try:
        if request.POST.get("confirm", "").strip().casefold() != found.address.casefold():
            raise Refusal("erasure.confirm", _("Type the address as it stands above."), "confirm")
        because = request.POST.get("because", "")
        done = erasure.erase(person_id=person_id, by=by, because=because, now=clock.now())
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        return _show(request, found, by, refusal)
    return redirect("workbench:erasure", done.entry)


@require_POST
@login_required
@never_cache
def download(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """All that is held about one person as a file, for the person; that a steward took it stands in the audit."""
    by = asked_by(request, Role.STEWARD)
    found = erasure.who(person_id)
    held = portability.everything(found, by=by, now=clock.now())
    governance.audit(
        actor_id=by.id,
        act="person.exported",
        target=f"people/{person_id}",
        detail={},
        now=clock.now(),
    )
    answer = JsonResponse(held, json_dumps_params={"indent": 2, "ensure_ascii": False})
    answer["Content-Disposition"] = f'attachment; filename="trimtab-person-{person_id}.json"'
    return answer


@require_POST
@login_required
def refuse(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Says no to a request, with a reason that the person reads."""
    by = asked_by(request, Role.STEWARD)
    asked = governance.request(request_id)
    try:
        rights.refuse(
            request_id=request_id,
            by=by,
            reason=request.POST.get("reason", "")[:2000],
            now=clock.now(),
        )
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        if refusal.field:
            return _show(request, erasure.who(asked.person_id), by, refusal)
        raise
    messages.success(request, _("The person reads your reason on their page Me."))
    return redirect("workbench:data-rights")


@require_GET
@login_required
def done(request: HttpRequest, number: int) -> HttpResponse:
    """What one erasure did: when, by whom, why, and how much. Whom it was about nobody knows any more."""
    asked_to_see(request, governance.What.ERASURES)
    entry = governance.erasure(number)
    return render(
        request,
        "workbench/people/data_rights_done.html",
        {"entry": entry, "gone": _counted(entry.detail)},
    )


def _show(
    request: HttpRequest,
    found: people.PersonRow,
    by: people.PersonRow,
    refusal: Refusal | None = None,
) -> HttpResponse:
    last = governance.last_request(found.id)
    is_open = last is not None and last.state is governance.RequestState.OPEN
    context = {
        "found": found,
        "asked": _request_row(last, clock.now()) if last and is_open else None,
        "gone": _counted(asdict(erasure.goes(found))),
        "stays": erasure.stays(found),
        "is_self": found.id == by.id,
        "errors": {refusal.field: refusal.sentence} if refusal else {},
        "given": request.POST if refusal else {},
        "longest": erasure.LONGEST_REASON,
    }
    return render(
        request,
        "workbench/people/data_rights_person.html",
        context,
        status=refusal.status if refusal else 200,
    )


def _counted(counts: Mapping[str, int]) -> list[tuple[object, object, int]]:
    return [(title, note, counts.get(name, 0)) for name, (title, note) in GOES.items()]
