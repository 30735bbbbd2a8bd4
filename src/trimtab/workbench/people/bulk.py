"""Many people at once: who was chosen, what shall be done with them, and the list of them as a
file. What it does with each is looked at before it is done (importing.preview).
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from trimtab import clock
from trimtab.governance import api as governance
from trimtab.journeys import people_lists
from trimtab.kernel.errors import NotAllowed, Refusal
from trimtab.messaging import api as messaging
from trimtab.people import api as people
from trimtab.people.api import BulkChange, BulkKind, Role
from trimtab.web import forms
from trimtab.web.requests import Request
from trimtab.workbench.people import choosing
from trimtab.workbench.people.forms import (
    ChangeForm,
    ChosenForm,
    ExportForm,
    ExportKind,
    FilterForm,
    KeepFilterForm,
)
from trimtab.workbench.permission import asked_by
from trimtab.workbooks import writer

# A workbook is made while somebody waits; more than this take the CSV file.
MOST_IN_WORKBOOK = 20_000
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def page(request: Request) -> HttpResponse:
    """The page /people/many: what can be done with those who were chosen. A POST looks what one
    change would do; nobody is changed.
    """
    by, now = asked_by(request, Role.ADMINISTRATOR), clock.now()
    if request.method == "GET":
        return _show(request, request.GET)
    try:
        change = _change(request.POST)
        ids = _chosen(request.POST)
        row = people_lists.change_many(person_ids=ids, change=change, by=by, now=now)
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _show(request, request.POST, refusal)
    return redirect("workbench:import-preview", row.id)


def _chosen(given: QueryDict) -> list[UUID]:
    """Those who were ticked, or all who fit the filter."""
    chosen = forms.read(ChosenForm, given)
    if not chosen.all:
        return list(chosen.person)
    return people.ids_of_people(**forms.read(FilterForm, given).narrowed(), now=clock.now())


def _change(posted: QueryDict) -> BulkChange:
    form = forms.read(ChangeForm, posted)
    match form.do:
        case None:
            raise Refusal("people.unknown-act", _("Choose what shall be done."), "do")
        case BulkKind.UNIT:
            return BulkChange(form.do, choosing.unit_meant(form.unit_to, "unit"))
        case BulkKind.GIVE_ROLE | BulkKind.TAKE_ROLE:
            return BulkChange(form.do, form.role_to)
        case BulkKind.ATTRIBUTE:
            value = forms.text(posted, f"{choosing.FIELD}{form.attribute}", 400)
            return BulkChange(form.do, value, form.attribute)
        case BulkKind.LEAVE | BulkKind.BACK:
            return BulkChange(form.do)


def _show(request: Request, given: QueryDict, refusal: Refusal | None = None) -> HttpResponse:
    chosen, asked = forms.read(ChosenForm, given), forms.read(FilterForm, given)
    count = len(_chosen(given))
    error = forms.errors(refusal)
    fields = choosing.attribute_fields({}, {})
    context: dict[str, Any] = {
        "count": count,
        "chosen": chosen,
        "asked": forms.texts(asked),
        "query": forms.query(asked),
        "error": error,
        "chosen_field": f"{choosing.FIELD}{forms.read(ChangeForm, given).attribute}",
        "sentence": refusal.sentence if refusal else "",
        "given": forms.kept(ChangeForm, given),
        "units": choosing.units(_("None")),
        "roles": choosing.roles(),
        "attributes": fields,
        "sends_mail": messaging.sends_mail(),
        "most": MOST_IN_WORKBOOK,
    }
    status = refusal.status if refusal else 200
    return render(request, "workbench/people/people_many.html", context, status=status)


@require_POST
@login_required
@never_cache
def export(request: Request) -> HttpResponse:
    """Those who were chosen as a file that comes in again without changing anybody."""
    by, now = asked_by(request, Role.ADMINISTRATOR), clock.now()
    ids = _chosen(request.POST)
    kind = forms.read(ExportForm, request.POST).kind
    if kind is ExportKind.EXCEL and len(ids) > MOST_IN_WORKBOOK:
        raise Refusal(
            "people.workbook-many",
            _("A workbook has at most %(n)s people. Take the CSV file.") % {"n": MOST_IN_WORKBOOK},
        )
    governance.audit(
        actor_id=by.id, act="people.exported", target="people", detail={"people": len(ids)}, now=now
    )
    name = f"trimtab-people-{clock.today().isoformat()}"
    rows = people.people_as_list(ids)
    match kind:
        case ExportKind.EXCEL:
            content = writer.workbook(rows, title=_("People"))
            answer = HttpResponse(content, content_type=_SHEET)
            answer["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
        case ExportKind.CSV:
            answer = HttpResponse(people.as_csv(rows), content_type="text/csv; charset=utf-8")
            answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


@require_POST
@login_required
def keep_filter(request: Request) -> HttpResponse:
    """Keeps the filter of the page under a name, or keeps one no more."""
    by = asked_by(request, Role.ADMINISTRATOR)
    asked, form = forms.read(FilterForm, request.POST), forms.read(KeepFilterForm, request.POST)
    back = f"{reverse('workbench:people')}?{forms.query(asked)}"
    if form.remove:
        people.remove_filter(person_id=by.id, filter_id=form.remove)
        return redirect(back)
    try:
        people.save_filter(person_id=by.id, name=form.name, query=forms.query(asked))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect(back)
    messages.success(request, _("Kept. It stands above the list."))
    return redirect(back)
