"""Records as a file: what the filters of the page find, for a spreadsheet."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from trimtab import clock
from trimtab.governance import api as governance
from trimtab.journeys.turns import HEAVY
from trimtab.lrs import api as lrs
from trimtab.lrs.api import Filters
from trimtab.people.api import Role
from trimtab.web import forms
from trimtab.web.files import csv_file
from trimtab.web.forms import Faults
from trimtab.web.requests import Request
from trimtab.wording import words
from trimtab.workbench.permission import asked_by
from trimtab.workbench.records.filters import asked_for, filters_for
from trimtab.workbench.records.naming import RecordsReader, names_for, reader
from trimtab.workbench.records.saying import Who, sentence

MOST = 10_000
AT_ONCE = 200
HEAD = (
    "id",
    "happened",
    "stored",
    "who",
    "record",
    "verb",
    "object",
    "success",
    "score",
    "duration",
    "sent_by",
)
Statement = Mapping[str, Any]


@require_GET
@login_required
@never_cache
def download(request: Request) -> HttpResponse:
    """The newest records that fit, at most MOST, as CSV.

    Nobody is named who is not named on the page. That it was taken is written down.
    """
    by = asked_by(request, Role.ADMINISTRATOR, Role.STEWARD)
    asked = asked_for(request.GET)
    try:
        with HEAVY.taken():
            rows = list(_table(filters_for(asked), reader(by)))
    except Faults:
        rows = []
    detail: dict[str, Any] = {
        name: text for name, text in forms.texts(asked).items() if text and name != "actor"
    }
    detail |= {"of_one_person": bool(asked.actor), "records": len(rows)}
    governance.audit(
        actor_id=by.id, act="records.downloaded", target="records", detail=detail, now=clock.now()
    )
    name = "records-newest.csv" if len(rows) >= MOST else "records.csv"
    return csv_file(HEAD, rows, name)


def _table(filters: Filters, by: RecordsReader) -> Iterator[list[object]]:
    """The rows; so many are read at once that they fit into memory."""
    after, left = None, MOST
    while left:
        found = lrs.page(replace(filters, after=after, limit=min(AT_ONCE, left)))
        yield from _rows([json.loads(text) for text in found.texts], by)
        left -= len(found.texts)
        after = found.next
        if after is None:
            return


def _rows(wholes: list[Statement], by: RecordsReader) -> list[list[object]]:
    who = Who(names_for(wholes, by))
    return [
        _row(whole if by.sees_names else lrs.without_names(whole), whole, who) for whole in wholes
    ]


def _row(shown: Statement, whole: Statement, who: Who) -> list[object]:
    result = shown.get("result", {})
    return [
        whole["id"],
        whole["timestamp"],
        whole["stored"],
        lrs.own_pseudonym(whole["actor"]) or words(who.said(shown["actor"])),
        words(sentence(shown, who)),
        whole["verb"]["id"],
        shown["object"].get("id", ""),
        result.get("success", ""),
        result.get("score", {}).get("scaled", ""),
        result.get("duration", ""),
        whole["authority"].get("account", {}).get("name", ""),
    ]
