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
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from trimtab import clock
from trimtab.governance import api as governance
from trimtab.governance.api import What
from trimtab.journeys import seeing
from trimtab.kernel import written
from trimtab.kernel.errors import NotFound, Refusal
from trimtab.lrs import api as lrs
from trimtab.lrs.api import Filters
from trimtab.people import api as people
from trimtab.people.api import PersonRow, Role
from trimtab.workbench.permission import asked_by
from trimtab.workbench.records.saying import Who, did, sentence
from trimtab.xapi.values import instant

ON_A_PAGE = 50
LATER = dt.timedelta(hours=1)
_NAMES = ("actor", "verb", "activity", "since", "until", "credential")
_ZERO = UUID(int=0)
# A moment beyond these may lie outside the calendar in the reader's time zone: it is shown as it was sent.
_FIRST_YEAR, _LAST_YEAR = 2, 9998
Statement = Mapping[str, Any]


@require_GET
@login_required
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """The page /records: statements, newest first."""
    by = asked_by(request, Role.ADMINISTRATOR, Role.STEWARD)
    asked = asked_for(request)
    problems: dict[str, str] = {}
    filters = filters_for(asked, problems)
    after = _cursor(request.GET.get("after", ""))
    found = lrs.page(replace(filters, after=after)) if not problems else lrs.StatementPage((), None)
    statements = [json.loads(text) for text in found.texts]
    access = seen_by(by)
    query = urlencode({name: value for name, value in asked.items() if value})
    verbs = {verb: did({"id": verb}) for verb in lrs.verbs()}
    senders = {"trimtab": _("Trimtab itself"), **{one.user: one.name for one in lrs.credentials()}}
    context = {
        "rows": _rows(statements, access),
        "asked": asked,
        "problems": problems,
        "is_filtered": bool(query),
        "active": _active(asked, {**verbs, **senders}),
        "is_first": after is None,
        "query": query,
        "next": _written(found.next) if found.next else "",
        "live": _live_address(asked, statements),
        "verbs": [("", _("anything")), *verbs.items()],
        "credentials": [("", _("anybody")), *senders.items()],
        "sees_names": access.is_named,
        "until": seeing.until(access),
        "ended": seeing.why_closed(access, ""),
        "is_administrator": Role.ADMINISTRATOR in by.roles,
    }
    return render(request, "workbench/records/records.html", context)


@require_GET
@login_required
@never_cache
def newer(request: HttpRequest) -> HttpResponse:
    """What came in since `after`, as rows to put in front, and in a header where to go on; 204 when there is nothing."""
    by = asked_by(request, Role.ADMINISTRATOR, Role.STEWARD)
    asked = asked_for(request)
    filters = filters_for(asked, {})
    whole = lrs.consistent_through(clock.now())
    until = min(whole, filters.until) if filters.until else whole
    after = _cursor(request.GET.get("after", ""))
    found = lrs.page(replace(filters, after=after, until=until, ascending=True))
    if not found.texts:
        return HttpResponse(status=204)
    statements = [json.loads(text) for text in found.texts]
    answer = render(
        request,
        "workbench/records/record_rows.html",
        {"rows": _rows(reversed(statements), seen_by(by))},
    )
    answer["X-After"] = _cursor_of(statements[-1])
    return answer


@require_GET
@login_required
@never_cache
def statement(request: HttpRequest, statement_id: UUID) -> HttpResponse:
    """One statement: in a sentence, in its parts, and as JSON."""
    by = asked_by(request, Role.ADMINISTRATOR, Role.STEWARD)
    found, is_voided = lrs.statement(statement_id), False
    if found is None:
        found, is_voided = lrs.statement(statement_id, voided=True), True
    if found is None:
        raise NotFound(
            "lrs.statement", _("There is no such record. It may be older than what is kept.")
        )
    access = seen_by(by)
    shown = found if access.is_named else lrs.without_names(found)
    credential = {one.user: one.name for one in lrs.credentials()}
    authority = found["authority"].get("account", {}).get("name", "")
    context = {
        "row": _rows([found], access)[0],
        "statement": shown,
        "extensions": shown.get("context", {}).get("extensions", {}),
        "is_voided": is_voided,
        "brought_by": credential.get(authority)
        or (_("Trimtab itself") if authority == "trimtab" else authority),
        "json": json.dumps(shown, indent=2, ensure_ascii=False),
        "sees_names": access.is_named,
    }
    return render(request, "workbench/records/record.html", context)


def asked_for(request: HttpRequest) -> dict[str, str]:
    """The filters of a request, as they were written."""
    return {name: request.GET.get(name, "").strip()[:500] for name in _NAMES}


def _active(asked: Mapping[str, str], words: Mapping[str, str]) -> list[dict[str, str]]:
    """The filters that are set, in words, each with what stays asked for without it."""
    said = {
        "actor": _("one person"),
        "verb": words.get(asked["verb"], asked["verb"]),
        "activity": asked["activity"],
        "since": _("from %(day)s") % {"day": _day_said(asked["since"])},
        "until": _("until %(day)s") % {"day": _day_said(asked["until"])},
        "credential": _("sent by %(name)s")
        % {"name": words.get(asked["credential"], asked["credential"])},
    }
    given = {name: value for name, value in asked.items() if value}
    return [
        {
            "says": str(said[name]),
            "without": urlencode({other: given[other] for other in given if other != name}),
        }
        for name in given
    ]


def seen_by(person: PersonRow) -> governance.Access:
    """How close somebody may come to single persons in records."""
    return governance.access(person, What.RECORDS, now=clock.now())


def names_for(statements: Iterable[Statement], access: governance.Access) -> Mapping[UUID, str]:
    """The names of our own people who did these, by pseudonym; empty for readers who may not see them."""
    if not access.is_named:
        return {}
    return people.names_by_pseudonym(
        {key for one in statements if (key := lrs.own_pseudonym(one["actor"])) is not None}
    )


def _rows(statements: Iterable[Statement], access: governance.Access) -> list[dict[str, Any]]:
    found = list(statements)
    who = Who(names_for(found, access))
    return [_row(one if access.is_named else lrs.without_names(one), one, who) for one in found]


def _row(shown: Statement, whole: Statement, who: Who) -> dict[str, Any]:
    pseudonym = lrs.own_pseudonym(whole["actor"])
    is_activity = whole["object"].get("objectType", "Activity") == "Activity"
    target = whole["object"]["id"] if is_activity else ""
    at, stored = (instant(whole[name]) for name in ("timestamp", "stored"))
    return {
        "id": whole["id"],
        "says": sentence(shown, who),
        "at": at if _FIRST_YEAR <= at.year <= _LAST_YEAR else None,
        "says_when": str(whole["timestamp"]),
        "stored": stored,
        "came_later": stored - at > LATER,
        "by_actor": urlencode(
            {"actor": pseudonym or lrs.seal(lrs.agent_key(whole["actor"], lrs.home()))}
        ),
        "by_verb": urlencode({"verb": whole["verb"]["id"]}),
        "by_activity": urlencode({"activity": target}) if target else "",
    }


def filters_for(asked: Mapping[str, str], problems: dict[str, str]) -> Filters:
    """The filters as the store understands them; what cannot be read goes into `problems`, by field."""
    since, until = (_day(asked, name, problems) for name in ("since", "until"))
    return Filters(
        agent=_agent(asked["actor"], problems),
        verb=asked["verb"],
        activity=asked["activity"],
        authority=asked["credential"],
        since=since,
        until=until + dt.timedelta(days=1) if until else None,
        limit=ON_A_PAGE,
    )


def _agent(given: str, problems: dict[str, str]) -> str:
    """The key of a pseudonym, or of whoever a link of ours names without saying who it is."""
    if not given:
        return ""
    try:
        return lrs.person_key(UUID(given))
    except ValueError:
        pass
    try:
        return lrs.unseal(given)
    except Refusal:
        problems["actor"] = _(
            "A pseudonym is 32 digits and letters in five groups. Copy it from a record."
        )
        return ""


def _day(asked: Mapping[str, str], name: str, problems: dict[str, str]) -> dt.datetime | None:
    if not asked[name]:
        return None
    day = written.day(asked[name])
    if day is None:
        problems[name] = _("Give a day such as 2026-03-01.")
        return None
    return dt.datetime.combine(day, dt.time(), timezone.get_current_timezone())


def _day_said(given: str) -> str:
    day = written.day(given)
    return date_format(day, "j M Y") if day else given


def _cursor(given: str) -> tuple[dt.datetime, UUID] | None:
    stored, _tilde, key = given.partition("~")
    moment = written.moment(stored)
    try:
        return (moment, UUID(key)) if moment else None
    except ValueError:
        return None


def _written(cursor: tuple[dt.datetime, UUID]) -> str:
    return f"{cursor[0].isoformat()}~{cursor[1]}"


def _cursor_of(statement: Statement) -> str:
    return f"{statement['stored']}~{statement['id']}"


def _live_address(asked: Mapping[str, str], statements: list[dict[str, Any]]) -> str:
    """Where the page asks for what is newer than its first row, and at most as new as now: then nothing is passed over."""
    now = clock.now()
    is_past = bool(statements) and instant(statements[0]["stored"]) <= now
    after = _cursor_of(statements[0]) if is_past else _written((now, _ZERO))
    given = {name: value for name, value in asked.items() if value}
    return f"{reverse('workbench:newer-records')}?{urlencode({**given, 'after': after})}"
