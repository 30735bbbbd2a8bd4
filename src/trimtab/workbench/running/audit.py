"""What administrators and stewards see: who did what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, assert_never
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from trimtab import clock
from trimtab.governance import api as governance
from trimtab.governance.api import AuditRow
from trimtab.journeys import asking as asking_journey
from trimtab.kernel.paging import Page
from trimtab.kernel.said import say
from trimtab.people import api as people
from trimtab.strategy.api import asking
from trimtab.web import forms
from trimtab.web.files import csv_file, lines_file
from trimtab.web.forms import Asks, Form
from trimtab.web.requests import Request
from trimtab.workbench.permission import asked_to_see
from trimtab.workbench.running import auditing

MOST = 10_000
MOST_DETAILS = 300
HEAD = ("at", "who", "did", "about", "details", "act")
_DAY = dt.timedelta(days=1)


class FileKind(StrEnum):
    """What a file of entries is for: a spreadsheet, or a program."""

    CSV = "csv"
    LINES = "jsonl"


class EntriesForm(Form, frozen=True, kw_only=True):
    """Which entries are asked for: words, who did it or whom it was about, what was done, and the
    first and the last day.
    """

    words: Annotated[str, Asks(most=100, sent_as="q")] = ""
    who: Annotated[str, Asks(most=100)] = ""
    act: Annotated[str, Asks(most=80)] = ""
    first: Annotated[dt.date | None, Asks(sent_as="from")] = None
    last: Annotated[dt.date | None, Asks(sent_as="until")] = None


def _find(asked: EntriesForm, page: int = 1, size: int = governance.PAGE_SIZE) -> Page[AuditRow]:
    """The entries, newest first; days are those of the organisation."""
    return governance.audit_entries(
        text=asked.words,
        acts=auditing.acts_saying(asked.words) if asked.words else (),
        act=asked.act,
        who=asked.who,
        persons=[row.id for row in people.find_people(query=asked.who).rows] if asked.who else (),
        since=_beginning(asked.first) if asked.first else None,
        until=_beginning(asked.last + _DAY) if asked.last else None,
        page=page,
        size=size,
    )


def _beginning(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), timezone.get_current_timezone())


@require_GET
@login_required
def audit(request: Request) -> HttpResponse:
    """The page /audit: who did what, newest first, of some days and with some words."""
    asked_to_see(request, governance.What.AUDIT)
    wanted = forms.read(EntriesForm, request.GET)
    page = _find(wanted, forms.page_number(request.GET))
    asked, names = _asked(page.rows), auditing.known(page.rows)
    events = []
    for entry in page.rows:
        about = auditing.about(entry, names)
        notes = about, auditing.details(entry, about)[:MOST_DETAILS]
        events.append(
            {
                "at": entry.at,
                "text": say("{who} {did}", who=_actor(entry, asked), did=auditing.did(entry.act)),
                "note": auditing.in_a_row(notes),
                "href": _leads_to(entry),
            }
        )
    context = {
        "page": page,
        "events": events,
        "asked": wanted,
        "query": forms.query(wanted),
        "acts": [("", _("anything")), *auditing.acts_in_words()],
        "is_filtered": bool(forms.query(wanted)),
        "most": MOST,
    }
    return render(request, "workbench/running/audit.html", context)


class FileForm(Form, frozen=True, kw_only=True):
    """As what entries are taken out."""

    kind: Annotated[FileKind, Asks(sent_as="as")] = FileKind.CSV


@require_GET
@login_required
@never_cache
def audit_file(request: Request) -> HttpResponse:
    """The newest entries that fit, at most MOST, as CSV or as JSON Lines (`as=jsonl`).

    That it was taken out is an entry of its own.
    """
    by = asked_to_see(request, governance.What.AUDIT)
    entries = _find(forms.read(EntriesForm, request.GET), size=MOST).rows
    asked, names = _asked(entries), auditing.known(entries)
    rows = [
        (
            entry.at.isoformat(),
            _actor(entry, asked),
            auditing.did(entry.act),
            auditing.about(entry, names),
            auditing.details(entry),
            entry.act,
        )
        for entry in entries
    ]
    governance.audit(
        actor_id=by.id,
        act="audit.exported",
        target="audit",
        detail={"entries": len(rows)},
        now=clock.now(),
    )
    match forms.read(FileForm, request.GET).kind:
        case FileKind.CSV:
            return csv_file(HEAD, rows, "audit.csv")
        case FileKind.LINES:
            return lines_file((dict(zip(HEAD, row, strict=True)) for row in rows), "audit.jsonl")
        case kind:
            assert_never(kind)


def _leads_to(entry: AuditRow) -> str:
    """The page of what an entry is about, where both readers of the audit may open it."""
    match entry.target.split("/"):
        case ["strategy", "revisions", number] if number.isdigit():
            return reverse("workbench:revision", args=[int(number)])
        case _:
            return ""


def _asked(entries: Iterable[AuditRow]) -> dict[str, str]:
    """The names of those who were asked, by the invitations that entries are about.

    Entries stay for ever, names go with the person.
    """
    ids = {str(entry.detail["invitation"]) for entry in entries if "invitation" in entry.detail}
    return {str(key): name for key, name in asking.names_asked(map(UUID, ids)).items()}


def _actor(entry: AuditRow, asked: dict[str, str]) -> str:
    """Who did it.

    An answer by link is that of the person who was asked; a link handed over says to whom.
    """
    name = asked.get(str(entry.detail.get("invitation", "")), "")
    if entry.actor_id is None and (key := str(entry.detail.get("directory", ""))):
        return _("the directory, with the key '%(name)s'") % {"name": key}
    if not name:
        return entry.actor_name
    if entry.actor_id is None:
        return _("%(name)s, by link") % {"name": name}
    if entry.act == asking_journey.HANDED_OVER:
        return _("%(name)s, to %(asked)s") % {"name": entry.actor_name, "asked": name}
    return entry.actor_name
