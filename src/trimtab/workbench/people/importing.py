"""Bringing a list of people in: chosen, its columns said, looked at row by row, taken as it was
shown, and taken back.
"""

from __future__ import annotations

from typing import Any, BinaryIO, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from trimtab import clock
from trimtab.journeys import people_lists
from trimtab.kernel.errors import NotAllowed, NotFound, Refusal
from trimtab.people import api as people
from trimtab.people.api import ListRow, ListStage, Role, RowFate
from trimtab.web import forms
from trimtab.web.requests import Request
from trimtab.workbench.people import list_words
from trimtab.workbench.people.forms import AgreeForm, ListRowsForm
from trimtab.workbench.permission import asked_by

# In how many seconds a page looks again while the worker is at it.
AGAIN = "2"
MOST_KEPT_SHOWN = 200


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def page(request: Request) -> HttpResponse:
    """The page /people/import: a file leads to what it would do, or to its columns where they are
    not clear; nobody is changed. Below stand the lists of the last day.
    """
    by, now = asked_by(request, Role.ADMINISTRATOR), clock.now()
    if request.method == "GET":
        return _choosing(request)
    file = request.FILES.get("file")
    try:
        if file is None or not file.name:
            raise Refusal("people.no-file", _("Choose a file."), "file")
        opened = cast(BinaryIO, file.file)
        list_id = people_lists.choose(file=opened, name=file.name, by=by, now=now)
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _choosing(request, refusal)
    row = people.people_list(list_id, now=now)
    try:
        people_lists.say_columns(list_id=list_id, columns=row.columns, by=by, now=now)
    except Refusal:
        return redirect("workbench:import-columns", list_id)
    return redirect("workbench:import-preview", list_id)


def _choosing(request: Request, refusal: Refusal | None = None) -> HttpResponse:
    now = clock.now()
    lists = people.people_lists(now=now)
    names = people.people_rows({row.by for row in lists if row.by})
    context = {
        "error": refusal.sentence if refusal else "",
        "most": people.MOST_BYTES // (1024 * 1024),
        "lists": [
            (
                row,
                names.get(row.by) if row.by else None,
                list_words.STAGES[row.stage],
                list_words.change(row),
            )
            for row in lists
        ],
    }
    status = refusal.status if refusal else 200
    return render(request, "workbench/people/people_import.html", context, status=status)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def columns(request: Request, list_id: UUID) -> HttpResponse:
    """What each column of a list becomes, chosen by hand; it is remembered for the next list with
    this head.
    """
    by, now = asked_by(request, Role.ADMINISTRATOR), clock.now()
    row = people.people_list(list_id, now=now)
    if row.change is not None or row.stage not in (ListStage.CHOSEN, ListStage.LOOKED):
        return redirect("workbench:import-preview", list_id)
    if request.method == "GET":
        return _columns(request, row, list(row.columns))
    said = [forms.text(request.POST, f"column-{at}", 100) for at in range(len(row.head))]
    try:
        people_lists.say_columns(list_id=list_id, columns=said, by=by, now=now)
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        return _columns(request, row, said, refusal)
    return redirect("workbench:import-preview", list_id)


def _columns(
    request: Request, row: ListRow, said: list[str], refusal: Refusal | None = None
) -> HttpResponse:
    examples = people.examples(row.id, now=clock.now())
    rows = zip(row.head, said, examples, strict=True)
    context = {
        "row": row,
        "system": list_words.system(row.system),
        "columns": [
            {"name": name, "chosen": chosen, "examples": found, "options": list_words.options(name)}
            for name, chosen, found in rows
        ],
        "error": refusal.sentence if refusal else row.problem,
    }
    status = refusal.status if refusal else 200
    return render(request, "workbench/people/people_columns.html", context, status=status)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def preview(request: Request, list_id: UUID) -> HttpResponse:
    """What a list would do, or did, row by row, and what of it must be agreed to. A POST takes
    it.
    """
    by, now = asked_by(request, Role.ADMINISTRATOR), clock.now()
    if request.method == "GET":
        row = people.people_list(list_id, now=now)
        if row.stage is ListStage.CHOSEN and row.change is None:
            return redirect("workbench:import-columns", list_id)
        return _show(request, row)
    agreed = forms.read(AgreeForm, request.POST).agreed
    try:
        row = people_lists.take(list_id=list_id, agreed=agreed, by=by, now=now)
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        return _show(request, people.people_list(list_id, now=now), refusal)
    if row.stage is ListStage.LOOKED:
        return _show(request, row, Refusal("people.unagreed", row.problem, "agreed"))
    if row.stage is ListStage.TAKEN:
        is_file = row.change is None
        said = _("The list is in. It can be taken back for a day.")
        done = _("Done. It can be taken back for a day.")
        messages.success(request, said if is_file else done)
    return redirect("workbench:import-preview", list_id)


@require_POST
@login_required
@never_cache
def take_back(request: Request, list_id: UUID) -> HttpResponse:
    """Takes a list back as a whole."""
    by = asked_by(request, Role.ADMINISTRATOR)
    people_lists.take_back(list_id=list_id, by=by, now=clock.now())
    return redirect("workbench:import-preview", list_id)


def _show(request: Request, row: ListRow, refusal: Refusal | None = None) -> HttpResponse:
    asked, now = forms.read(ListRowsForm, request.GET), clock.now()
    entries = people.list_entries(
        row.id, fate=asked.fate, query=asked.q, page=forms.page_number(request.GET)
    )
    context: dict[str, Any] = {
        "row": row,
        "change": list_words.change(row),
        "system": list_words.system(row.system),
        "columns": list_words.summary(row.head, row.columns),
        "working": list_words.WORKING.get(row.stage),
        "error": refusal.sentence if refusal else row.problem,
        "dangers": [list_words.danger(found) for found in row.dangers],
        "agreed": forms.kept(AgreeForm, request.POST)["agreed"] if refusal else [],
        "counts": list_words.counts(row),
        "changing": row.counts.get(RowFate.CHANGED, 0) if row.change else None,
        "page": entries,
        "entries": [list_words.entry(found) for found in entries.rows],
        "asked": forms.texts(asked),
        "query": forms.query(asked),
        "fates": [("", _("all")), *list_words.FATE_OPTIONS],
        "returnable": row.is_returnable(now),
    }
    if row.stage is ListStage.RETURNED:
        context |= {
            "returned": list_words.returned(people.return_counts(row.id)),
            "kept": people.kept_rows(row.id, most=MOST_KEPT_SHOWN),
        }
    status = refusal.status if refusal else 200
    response = render(request, "workbench/people/people_preview.html", context, status=status)
    if row.is_working:
        response["Refresh"] = AGAIN
    return response
