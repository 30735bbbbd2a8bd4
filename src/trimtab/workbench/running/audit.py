"""What administrators and stewards see: who did what."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
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
from trimtab.kernel import written
from trimtab.kernel.paging import Page
from trimtab.strategy.api import asking
from trimtab.workbench.cells import cell
from trimtab.workbench.permission import asked_to_see, page_number
from trimtab.workbench.running import auditing

MOST = 10_000
HEAD = ("at", "who", "did", "about", "details", "act")


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which entries are asked for: words, and the first and the last day."""

    words: str
    first: dt.date | None
    last: dt.date | None

    @classmethod
    def of(cls, request: HttpRequest) -> _Wanted:
        words = request.GET.get("q", "")[:100].replace("\x00", "")
        return cls(
            words, written.day(request.GET.get("from")), written.day(request.GET.get("until"))
        )

    @property
    def query(self) -> str:
        """What stands in the address."""
        days = {"from": self.first, "until": self.last}
        return urlencode(
            {"q": self.words} | {name: day.isoformat() for name, day in days.items() if day}
        )

    def find(self, page: int = 1, size: int = governance.PAGE_SIZE) -> Page[AuditRow]:
        """The entries, newest first; days are those of the organisation."""
        zone = timezone.get_current_timezone()
        since, until = (
            dt.datetime.combine(day, dt.time(), zone) if day else None
            for day in (self.first, self.last + dt.timedelta(days=1) if self.last else None)
        )
        acts = auditing.acts_saying(self.words) if self.words else ()
        return governance.audit_entries(
            text=self.words, acts=acts, since=since, until=until, page=page, size=size
        )


@require_GET
@login_required
def audit(request: HttpRequest) -> HttpResponse:
    """The page /audit: who did what, newest first, of some days and with some words."""
    asked_to_see(request, governance.What.AUDIT)
    wanted = _Wanted.of(request)
    page = wanted.find(page_number(request))
    asked, names = _asked(page.rows), auditing.known(page.rows)
    events = [
        {
            "at": one.at,
            "text": f"{_actor(one, asked)} {auditing.did(one.act)}",
            "note": ". ".join(
                filter(None, (auditing.about(one, names), auditing.details(one)[:300]))
            ),
            "href": _leads_to(one),
        }
        for one in page.rows
    ]
    context = {"page": page, "events": events, "asked": wanted, "query": wanted.query, "most": MOST}
    return render(request, "workbench/running/audit.html", context)


@require_GET
@login_required
@never_cache
def audit_file(request: HttpRequest) -> HttpResponse:
    """The newest entries that fit, at most MOST, as CSV. That it was taken out is an entry of its own."""
    by = asked_to_see(request, governance.What.AUDIT)
    wanted = _Wanted.of(request)
    rows = wanted.find(size=MOST).rows
    asked, names = _asked(rows), auditing.known(rows)
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(HEAD)
    for one in rows:
        told = (
            _actor(one, asked),
            auditing.did(one.act),
            auditing.about(one, names),
            auditing.details(one),
            one.act,
        )
        writer.writerow([one.at.isoformat(), *map(cell, told)])
    governance.audit(
        actor_id=by.id,
        act="audit.exported",
        target="audit",
        detail={"entries": len(rows)},
        now=clock.now(),
    )
    response = HttpResponse(file.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return response


def _leads_to(one: AuditRow) -> str:
    """The page of what an entry is about, where both readers of the audit may open it."""
    match one.target.split("/"):
        case ["strategy", "revisions", number] if number.isdigit():
            return reverse("workbench:revision", args=[int(number)])
        case _:
            return ""


def _asked(rows: Iterable[governance.AuditRow]) -> dict[str, str]:
    """The names of those who were asked, by the invitations that entries are about: entries stay for ever, names go with the person."""
    ids = {str(one.detail["invitation"]) for one in rows if "invitation" in one.detail}
    return {str(key): name for key, name in asking.names_asked(map(UUID, ids)).items()}


def _actor(one: governance.AuditRow, asked: dict[str, str]) -> str:
    """Who did it; an answer by link is that of the person who was asked, a link handed over says to whom."""
    name = asked.get(str(one.detail.get("invitation", "")), "")
    if not name:
        return one.actor_name
    if one.actor_id is None:
        return _("%(name)s, by link") % {"name": name}
    handed = one.act == asking_journey.HANDED_OVER
    return (
        _("%(name)s, to %(asked)s") % {"name": one.actor_name, "asked": name}
        if handed
        else one.actor_name
    )
