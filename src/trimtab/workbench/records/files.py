"""Records as a file: what the filters of the page find, for a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from trimtab import clock
from trimtab.governance import api as governance
from trimtab.journeys.turns import HEAVY
from trimtab.lrs import api as lrs
from trimtab.lrs.api import Filters
from trimtab.people.api import Role
from trimtab.workbench.cells import cell
from trimtab.workbench.permission import asked_by
from trimtab.workbench.records.pages import asked_for, filters_for, names_for, seen_by
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
def download(request: HttpRequest) -> HttpResponse:
    """The newest records that fit, at most MOST, as CSV; nobody is named who is not named on the page. It is written down."""
    by = asked_by(request, Role.ADMINISTRATOR, Role.STEWARD)
    asked, problems = asked_for(request), dict[str, str]()
    filters = filters_for(asked, problems)
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(HEAD)
    count = 0
    with HEAVY.taken():
        for rows in () if problems else _tables(filters, seen_by(by)):
            writer.writerows([cell(one) for one in row] for row in rows)
            count += len(rows)
    detail: dict[str, object] = {
        name: value for name, value in asked.items() if value and name != "actor"
    }
    detail |= {"of_one_person": bool(asked["actor"]), "records": count}
    governance.audit(
        actor_id=by.id, act="records.downloaded", target="records", detail=detail, now=clock.now()
    )
    response = HttpResponse(file.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = (
        f'attachment; filename="records{"-newest" if count >= MOST else ""}.csv"'
    )
    return response


def _tables(filters: Filters, access: governance.Access) -> Iterator[list[list[object]]]:
    """The rows, so many at once that they fit into memory."""
    after, left = None, MOST
    while left:
        found = lrs.page(replace(filters, after=after, limit=min(AT_ONCE, left)))
        yield _rows([json.loads(text) for text in found.texts], access)
        left -= len(found.texts)
        after = found.next
        if after is None:
            return


def _rows(statements: list[Statement], access: governance.Access) -> list[list[object]]:
    who = Who(names_for(statements, access))
    return [
        _row(one if access.is_named else lrs.without_names(one), one, who) for one in statements
    ]


def _row(shown: Statement, whole: Statement, who: Who) -> list[object]:
    result = shown.get("result", {})
    return [
        whole["id"],
        whole["timestamp"],
        whole["stored"],
        lrs.own_pseudonym(whole["actor"]) or who.said(shown["actor"]),
        sentence(shown, who),
        whole["verb"]["id"],
        shown["object"].get("id", ""),
        result.get("success", ""),
        result.get("score", {}).get("scaled", ""),
        result.get("duration", ""),
        whole["authority"].get("account", {}).get("name", ""),
    ]
