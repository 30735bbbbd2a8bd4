"""The attributes that the organisation defines for its people."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from trimtab import clock
from trimtab.journeys import arranging
from trimtab.kernel.errors import NotAllowed, NotFound, Refusal
from trimtab.kernel.said import say
from trimtab.people import api as people
from trimtab.people.api import AttributeRow, Role
from trimtab.web import forms
from trimtab.web.requests import Request
from trimtab.workbench.people.choosing import HOLDS
from trimtab.workbench.people.forms import AttributeForm
from trimtab.workbench.permission import asked_by


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def page(request: Request) -> HttpResponse:
    """The page /people/attributes: what is defined, and what people have besides. A POST defines
    one.
    """
    by, now = asked_by(request, Role.ADMINISTRATOR), clock.now()
    if request.method == "GET":
        return _all(request)
    try:
        row = _define(forms.read(AttributeForm, request.POST), by, now=now, is_new=True)
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _all(request, refusal)
    messages.success(request, _("%(name)s is defined.") % {"name": row.label})
    return redirect("workbench:attributes")


def _define(
    form: AttributeForm, by: people.PersonRow, *, now: dt.datetime, is_new: bool
) -> AttributeRow:
    return arranging.define_attribute(
        key=form.key,
        label=form.label,
        kind=form.holds,
        options=form.options.splitlines(),
        is_new=is_new,
        by=by,
        now=now,
    )


def _all(request: Request, refusal: Refusal | None = None) -> HttpResponse:
    counts = people.people_by_attribute()
    rows = people.attribute_rows()
    known = {row.key for row in rows}
    given = forms.kept(AttributeForm, request.POST) if refusal else {"key": _asked_key(request)}
    context = {
        "rows": [(row, HOLDS[row.kind], counts.get(row.key, 0)) for row in rows],
        "others": [(key, count) for key, count in counts.items() if key not in known],
        **_fields(given, refusal),
    }
    status = refusal.status if refusal else 200
    return render(request, "workbench/people/attributes.html", context, status=status)


def _asked_key(request: Request) -> str:
    return forms.read(AttributeForm, request.GET).key


def _fields(given: dict[str, Any], refusal: Refusal | None) -> dict[str, Any]:
    return {
        "given": given,
        "error": forms.errors(refusal),
        "kinds": [{"value": kind.value, "text": words} for kind, words in HOLDS.items()],
    }


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def attribute(request: Request, key: str) -> HttpResponse:
    """The page of one attribute. A POST defines it otherwise; its key stays."""
    by, now = asked_by(request, Role.ADMINISTRATOR), clock.now()
    row = _known(key)
    if request.method == "GET":
        return _one(request, row)
    form = forms.read(AttributeForm, request.POST)
    try:
        _define(msgspec.structs.replace(form, key=key), by, now=now, is_new=False)
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        return _one(request, row, refusal)
    messages.success(request, _("Kept."))
    return redirect("workbench:attribute", key)


def _known(key: str) -> AttributeRow:
    for row in people.attribute_rows():
        if row.key == key:
            return row
    raise NotFound("people.no-attribute", say("There is no such attribute."), "key")


def _one(request: Request, row: AttributeRow, refusal: Refusal | None = None) -> HttpResponse:
    given = {"label": row.label, "holds": row.kind.value, "options": "\n".join(row.options)}
    if refusal:
        given = forms.kept(AttributeForm, request.POST)
    count = people.people_by_attribute().get(row.key, 0)
    context = {"row": row, "count": count, **_fields(given, refusal)}
    status = refusal.status if refusal else 200
    return render(request, "workbench/people/attribute.html", context, status=status)


@require_POST
@login_required
@never_cache
def forget(request: Request, key: str) -> HttpResponse:
    """An attribute is defined no more; what stands in it stays."""
    by = asked_by(request, Role.ADMINISTRATOR)
    arranging.forget_attribute(key=key, by=by, now=clock.now())
    messages.success(request, _("It is defined no more. What stands in it stays, as any text."))
    return redirect("workbench:attributes")
