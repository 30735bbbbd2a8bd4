"""The tree of units in the browser: found, added, called otherwise, moved, retired; and who manages
them.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from trimtab import clock
from trimtab.journeys import arranging
from trimtab.kernel.errors import NotAllowed, NotFound, Refusal
from trimtab.people import api as people
from trimtab.people.api import Role, UnitInTree
from trimtab.web import forms
from trimtab.web.forms import Form
from trimtab.web.requests import Request
from trimtab.wording import dated
from trimtab.workbench.people import choosing
from trimtab.workbench.people.forms import (
    ManagerForm,
    MoveForm,
    RetireForm,
    UnitForm,
    UnitNameForm,
    UnitsForm,
)
from trimtab.workbench.permission import asked_by


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def page(request: Request) -> HttpResponse:
    """The page /people/units: the tree with its branches closed, or the units that fit a word. A
    POST adds one.
    """
    by, now = asked_by(request, Role.ADMINISTRATOR), clock.now()
    if request.method == "GET":
        return _tree(request)
    form = forms.read(UnitForm, request.POST)
    try:
        given = arranging.UnitDetails(
            code=form.code,
            name=form.name,
            kind=form.kind,
            parent=choosing.unit_meant(form.parent, "parent"),
        )
        arranging.add_unit(given=given, by=by, now=now)
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _tree(request, refusal)
    messages.success(request, _("Added. People are put into it on their page, or many at once."))
    return redirect(f"{reverse('workbench:units')}?{forms.query(UnitsForm(at=given.code))}")


def _tree(request: Request, refusal: Refusal | None = None) -> HttpResponse:
    asked = forms.read(UnitsForm, request.GET)
    context: dict[str, Any] = {
        "asked": forms.texts(asked),
        "query": forms.query(asked),
        "count": people.count_units(),
        "moves": people.moves_to_come(),
        "kinds": people.kinds_of_units(),
        "above": choosing.units(_("None: at the top")),
        "given": {"parent": asked.at, **forms.kept(UnitForm, request.POST)}
        if refusal
        else {"parent": asked.at},
        "error": forms.errors(refusal),
    }
    if asked.q:
        found = people.find_units(asked.q, page=forms.page_number(request.GET))
        context |= {"page": found, "units": [_row(unit, "") for unit in found.rows]}
    else:
        shown, left = people.open_tree(asked.at)
        context |= {"units": [_row(unit, asked.at) for unit in shown], "left": left}
        open_codes = {unit.parent_code for unit in shown}
        for row in context["units"]:
            row["is_open"] = row["unit"].code in open_codes
    status = refusal.status if refusal else 200
    return render(request, "workbench/people/units.html", context, status=status)


def _row(unit: UnitInTree, at: str) -> dict[str, Any]:
    """A unit for the tree: `steps` are the places by which it is set in."""
    return {
        "unit": unit,
        "steps": range(unit.depth),
        "above": unit.names[:-1],
        "opens": forms.query(UnitsForm(at=unit.code)),
        "closes": forms.query(UnitsForm(at=unit.parent_code)),
        "is_here": unit.code == at,
    }


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def unit(request: Request, unit_id: int) -> HttpResponse:
    """The page of one unit. A POST calls it otherwise."""
    by = asked_by(request, Role.ADMINISTRATOR)
    if request.method == "GET":
        return _unit(request, unit_id)
    form = forms.read(UnitNameForm, request.POST)
    try:
        is_changed = arranging.rename_unit(
            unit_id=unit_id, name=form.name, kind=form.kind, by=by, now=clock.now()
        )
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        return _unit(request, unit_id, UnitNameForm, refusal)
    messages.success(request, _("Kept.") if is_changed else _("Nothing was different."))
    return redirect("workbench:unit", unit_id)


@require_POST
@login_required
@never_cache
def move(request: Request, unit_id: int) -> HttpResponse:
    """A unit goes below another, at once or from a day on; or a move that was to come is not made."""
    by, now = asked_by(request, Role.ADMINISTRATOR), clock.now()
    if "call-off" in request.POST:
        is_off = arranging.call_off_move(unit_id=unit_id, by=by, now=now)
        messages.success(request, _("Called off.") if is_off else _("Nothing was different."))
        return redirect("workbench:unit", unit_id)
    try:
        form = forms.read(MoveForm, request.POST)
        day = form.from_day or clock.today()
        parent = choosing.unit_meant(form.parent, "parent")
        is_made = arranging.move_unit(unit_id=unit_id, parent=parent, from_day=day, by=by, now=now)
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        return _unit(request, unit_id, MoveForm, refusal)
    later = _("It moves in the night to %(day)s.") % {"day": dated(day, "j F Y")}
    messages.success(request, _("Moved, with all that is below it.") if is_made else later)
    return redirect("workbench:unit", unit_id)


@require_POST
@login_required
@never_cache
def retire(request: Request, unit_id: int) -> HttpResponse:
    """A unit is no more; whoever and whatever is in it goes elsewhere first."""
    by, now = asked_by(request, Role.ADMINISTRATOR), clock.now()
    form = forms.read(RetireForm, request.POST)
    try:
        to = choosing.unit_meant(form.to, "to") or None
        moved = arranging.retire_unit(unit_id=unit_id, to=to, by=by, now=now)
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        return _unit(request, unit_id, RetireForm, refusal)
    sentence = ngettext("Retired. %(n)s person moved.", "Retired. %(n)s people moved.", moved)
    messages.success(request, sentence % {"n": moved} if moved else _("Retired."))
    return redirect("workbench:units")


@require_POST
@login_required
@never_cache
def manage(request: Request, unit_id: int) -> HttpResponse:
    """Somebody manages a unit, or does not any more."""
    by, now = asked_by(request, Role.ADMINISTRATOR), clock.now()
    form = forms.read(ManagerForm, request.POST)
    if form.end is not None:
        arranging.end_managing(unit_id=unit_id, person_id=form.end, by=by, now=now)
        messages.success(request, _("They manage it no more."))
        return redirect("workbench:unit", unit_id)
    try:
        person = arranging.let_manage(unit_id=unit_id, typed=form.who, by=by, now=now)
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        return _unit(request, unit_id, ManagerForm, refusal)
    messages.success(request, _("%(name)s manages it.") % {"name": person.name})
    return redirect("workbench:unit", unit_id)


def _unit(
    request: Request,
    unit_id: int,
    form: type[Form] | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    row = people.unit_standing(unit_id)
    moves = people.moves_to_come(row.code)
    given = {
        "name": row.name,
        "kind": row.kind,
        "parent": row.parent_code,
        "from_day": clock.today().isoformat(),
        "to": "",
        "who": "",
    }
    context = {
        "row": row,
        "above": list(zip(row.path[:-1], row.names[:-1], strict=True)),
        "opens": forms.query(UnitsForm(at=row.code)),
        "given": given | (forms.kept(form, request.POST) if form else {}),
        "error": forms.errors(refusal),
        "managers": people.managers_of(row.code),
        "move": moves[0] if moves else None,
        "places": choosing.units(_("None: at the top")),
        "elsewhere": choosing.units(_("Nobody is in it")),
        "kinds": people.kinds_of_units(),
    }
    status = refusal.status if refusal else 200
    return render(request, "workbench/people/unit.html", context, status=status)
