"""Data rights, for stewards: who asks to be erased, finding a person, and what is held.

Erasing, and what was erased.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
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
from trimtab.web import forms
from trimtab.web.files import json_file
from trimtab.web.forms import Asks, Form
from trimtab.web.requests import Request
from trimtab.workbench.permission import asked_by, asked_to_see

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


class EraseForm(Form, frozen=True, kw_only=True):
    """Why somebody is erased, and their address, typed to confirm it."""

    confirm: str = ""
    because: str = ""


class RefuseForm(Form, frozen=True, kw_only=True):
    """Why somebody is not erased."""

    reason: Annotated[str, Asks(most=2000)] = ""


class FindPersonForm(Form, frozen=True, kw_only=True):
    """Whom a steward looks for."""

    q: Annotated[str, Asks(most=100)] = ""


@require_GET
@login_required
def page(request: Request) -> HttpResponse:
    """The page /data-rights: open requests with their age, and the erasures that were done.

    A person can be found from here.
    """
    asked_to_see(request, governance.What.ERASURES)
    words, now = forms.read(FindPersonForm, request.GET).q, clock.now()
    context = {
        "requests": [_request_row(asked, now) for asked in governance.open_requests()],
        "q": words,
        "found": people.find_people(query=words) if words else None,
        "done": governance.erasures(page=forms.page_number(request.GET)),
    }
    return render(request, "workbench/people/data_rights.html", context)


def _request_row(asked: governance.RequestRow, now: dt.datetime) -> dict[str, Any]:
    left = asked.days_left(now)
    is_late = left < 0
    state = "bad" if is_late else "warn" if left <= SHORT else "note"
    return {"request": asked, "age": asked.days_open(now), "state": state, "late": is_late}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def person(request: Request, person_id: UUID) -> HttpResponse:
    """What is held about one person and what erasing changes.

    A POST with reason and typed address erases.
    """
    by = asked_by(request, Role.STEWARD)
    found = erasure.who(person_id)
    if request.method != "POST":
        _note_look(by, found)
        return _show(request, found, by)
    form = forms.read(EraseForm, request.POST)
    try:
        if form.confirm.casefold() != found.address.casefold():
            raise Refusal("erasure.confirm", _("Type the address as it stands above."), "confirm")
        done = erasure.erase(person_id=person_id, by=by, because=form.because, now=clock.now())
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        return _show(request, found, by, refusal)
    return redirect("workbench:erasure", done.entry)


@require_POST
@login_required
@never_cache
def download(request: Request, person_id: UUID) -> HttpResponse:
    """All that is held about one person as a file, for the person.

    That a steward took it stands in the audit.
    """
    by = asked_by(request, Role.STEWARD)
    found = erasure.who(person_id)
    held = portability.everything(found, by=by, now=clock.now())
    _note_look(by, found)
    governance.audit(
        actor_id=by.id,
        act="person.exported",
        target=f"people/{person_id}",
        detail={},
        now=clock.now(),
    )
    return json_file(held, f"trimtab-person-{person_id}.json")


@require_POST
@login_required
def refuse(request: Request, request_id: UUID) -> HttpResponse:
    """Says no to a request, with a reason that the person reads."""
    by = asked_by(request, Role.STEWARD)
    asked = governance.request(request_id)
    reason = forms.read(RefuseForm, request.POST).reason
    try:
        rights.refuse(request_id=request_id, by=by, reason=reason, now=clock.now())
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
def done(request: Request, number: int) -> HttpResponse:
    """What one erasure did: when, by whom, why, and how much.

    Whom it was about nobody knows any more.
    """
    asked_to_see(request, governance.What.ERASURES)
    entry = governance.erasure(number)
    context = {"entry": entry, "gone": _counted(entry.detail)}
    return render(request, "workbench/people/data_rights_done.html", context)


def _show(
    request: Request,
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
        "errors": forms.errors(refusal),
        "given": request.POST if refusal else {},
        "longest": erasure.LONGEST_REASON,
    }
    status = refusal.status if refusal else 200
    return render(request, "workbench/people/data_rights_person.html", context, status=status)


def _note_look(by: people.PersonRow, about: people.PersonRow) -> None:
    governance.note_looks(
        reader_id=by.id,
        about=[about.id],
        what=governance.What.HELD,
        today=clock.today(),
    )


def _counted(counts: Mapping[str, int]) -> list[tuple[object, object, int]]:
    return [(title, note, counts.get(name, 0)) for name, (title, note) in GOES.items()]
