"""Records: what people and programs did, found by filters, one by one, and as they come in."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from trimtab import clock
from trimtab.journeys import seeing
from trimtab.kernel import written
from trimtab.kernel.errors import NotFound
from trimtab.lrs import api as lrs
from trimtab.people.api import Role
from trimtab.sealing import seal
from trimtab.web import forms
from trimtab.web.forms import Faults
from trimtab.web.requests import Request
from trimtab.wording import dated
from trimtab.workbench.permission import asked_by
from trimtab.workbench.records.filters import RecordsForm, asked_for, filters_for
from trimtab.workbench.records.naming import RecordsReader, names_for, reader
from trimtab.workbench.records.saying import Who, did, sentence
from trimtab.xapi.values import instant

READING = (Role.ADMINISTRATOR, Role.STEWARD)
LATER = dt.timedelta(hours=1)
_ZERO = UUID(int=0)
# A moment beyond these may lie outside the calendar in the reader's time zone: it is shown as it
# was sent.
_FIRST_YEAR, _LAST_YEAR = 2, 9998
Statement = Mapping[str, Any]
Cursor = tuple[dt.datetime, UUID]


@require_GET
@login_required
@never_cache
def page(request: Request) -> HttpResponse:
    """The page /records: statements, newest first."""
    by = asked_by(request, *READING)
    asked, after = asked_for(request.GET), _cursor(request.GET.get("after", ""))
    try:
        found, problems = lrs.page(replace(filters_for(asked), after=after)), {}
    except Faults as faults:
        found, problems = lrs.StatementPage((), None), faults.by_field
    statements = [json.loads(text) for text in found.texts]
    who_reads = reader(by)
    query = forms.query(asked)
    verbs = {verb: did({"id": verb}) for verb in lrs.verbs()}
    senders = {"trimtab": _("Trimtab itself"), **{key.user: key.name for key in lrs.credentials()}}
    context = {
        "rows": _rows(statements, who_reads),
        "asked": forms.texts(asked),
        "problems": problems,
        "is_filtered": bool(query),
        "active": _active(asked, {**verbs, **senders}),
        "is_first": after is None,
        "query": query,
        "next": _written(found.next) if found.next else "",
        "live": _live_address(asked, statements),
        "verbs": [("", _("anything")), *verbs.items()],
        "credentials": [("", _("anybody")), *senders.items()],
        "sees_names": who_reads.sees_names,
        "until": seeing.until(who_reads.access),
        "ended": seeing.why_closed(who_reads.access, ""),
        "is_administrator": Role.ADMINISTRATOR in by.roles,
    }
    return render(request, "workbench/records/records.html", context)


@require_GET
@login_required
@never_cache
def newer(request: Request) -> HttpResponse:
    """What came in since `after`, as rows to put in front, and in a header where to go on.

    204 when there is nothing.
    """
    by = asked_by(request, *READING)
    try:
        filters = filters_for(asked_for(request.GET))
    except Faults:
        # The page itself says what is wrong; it has no rows to put anything in front of.
        return HttpResponse(status=204)
    whole = lrs.consistent_through(clock.now())
    until = min(whole, filters.until) if filters.until else whole
    after = _cursor(request.GET.get("after", ""))
    found = lrs.page(replace(filters, after=after, until=until, ascending=True))
    if not found.texts:
        return HttpResponse(status=204)
    statements = [json.loads(text) for text in found.texts]
    context = {"rows": _rows(reversed(statements), reader(by))}
    answer = render(request, "workbench/records/record_rows.html", context)
    answer["X-After"] = _cursor_of(statements[-1])
    return answer


@require_GET
@login_required
@never_cache
def statement(request: Request, statement_id: UUID) -> HttpResponse:
    """One statement: in a sentence, in its parts, and as JSON."""
    by = asked_by(request, *READING)
    found, is_voided = lrs.statement(statement_id), False
    if found is None:
        found, is_voided = lrs.statement(statement_id, voided=True), True
    if found is None:
        sentence = _("There is no such record. It may be older than what is kept.")
        raise NotFound("lrs.statement", sentence)
    who_reads = reader(by)
    shown = found if who_reads.sees_names else lrs.without_names(found)
    context = {
        "row": _rows([found], who_reads)[0],
        "statement": shown,
        "extensions": shown.get("context", {}).get("extensions", {}),
        "is_voided": is_voided,
        "brought_by": _brought_by(found),
        "json": json.dumps(shown, indent=2, ensure_ascii=False),
        "sees_names": who_reads.sees_names,
    }
    return render(request, "workbench/records/record.html", context)


def _brought_by(found: Statement) -> str:
    """The program whose key brought a statement in."""
    user = str(found["authority"].get("account", {}).get("name", ""))
    names = {key.user: key.name for key in lrs.credentials()}
    return names.get(user) or (_("Trimtab itself") if user == "trimtab" else user)


def _active(asked: RecordsForm, words: Mapping[str, str]) -> list[dict[str, str]]:
    """The filters that are set, in words, each with what stays asked for without it."""
    sender = words.get(asked.credential, asked.credential)
    says = {
        "actor": _("one person"),
        "verb": words.get(asked.verb, asked.verb),
        "activity": asked.activity,
        "since": _("from %(day)s") % {"day": _day_said(asked.since)},
        "until": _("until %(day)s") % {"day": _day_said(asked.until)},
        "credential": _("sent by %(name)s") % {"name": sender},
    }
    return [
        {"says": says[name], "without": asked.without(name)}
        for name, text in forms.texts(asked).items()
        if text
    ]


def _rows(statements: Iterable[Statement], by: RecordsReader) -> list[dict[str, Any]]:
    wholes = list(statements)
    who = Who(names_for(wholes, by))
    return [
        _row(whole if by.sees_names else lrs.without_names(whole), whole, who) for whole in wholes
    ]


def _row(shown: Statement, whole: Statement, who: Who) -> dict[str, Any]:
    """One statement as a row: `shown` is what this reader may see of the `whole`."""
    pseudonym = lrs.own_pseudonym(whole["actor"])
    is_activity = whole["object"].get("objectType", "Activity") == "Activity"
    target = whole["object"]["id"] if is_activity else ""
    actor = pseudonym or seal(lrs.agent_key(whole["actor"], lrs.home()))
    at, stored = (instant(whole[name]) for name in ("timestamp", "stored"))
    return {
        "id": whole["id"],
        "says": sentence(shown, who),
        "at": at if _FIRST_YEAR <= at.year <= _LAST_YEAR else None,
        "says_when": str(whole["timestamp"]),
        "stored": stored,
        "came_later": stored - at > LATER,
        "by_actor": urlencode({"actor": actor}),
        "by_verb": urlencode({"verb": whole["verb"]["id"]}),
        "by_activity": urlencode({"activity": target}) if target else "",
    }


def _day_said(given: str) -> str:
    day = written.day(given)
    return dated(day, "j M Y") if day else given


def _cursor(given: str) -> Cursor | None:
    """Where the last page ended, as the address says it; None for the first page."""
    stored, _tilde, key = given.partition("~")
    moment = written.moment(stored)
    try:
        return (moment, UUID(key)) if moment else None
    except ValueError:
        return None


def _written(cursor: Cursor) -> str:
    return f"{cursor[0].isoformat()}~{cursor[1]}"


def _cursor_of(statement: Statement) -> str:
    return f"{statement['stored']}~{statement['id']}"


def _live_address(asked: RecordsForm, statements: list[dict[str, Any]]) -> str:
    """Where the page asks for what is newer than its first row.

    And at most as new as now: then nothing is passed over.
    """
    now = clock.now()
    is_past = bool(statements) and instant(statements[0]["stored"]) <= now
    after = _cursor_of(statements[0]) if is_past else _written((now, _ZERO))
    texts = {name: text for name, text in forms.texts(asked).items() if text}
    return f"{reverse('workbench:newer-records')}?{urlencode({**texts, 'after': after})}"
