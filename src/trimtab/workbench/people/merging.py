"""Two people who are one: the second is looked for, what merging does is shown, and done."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from trimtab import clock
from trimtab.journeys import merging
from trimtab.kernel.errors import NotAllowed, NotFound, Refusal
from trimtab.people import api as people
from trimtab.people.api import Role
from trimtab.web import forms
from trimtab.web.forms import Asks, Form
from trimtab.web.requests import Request
from trimtab.workbench.permission import asked_by

MOST_FOUND = 20


class DoubleForm(Form, frozen=True, kw_only=True):
    """Who is looked for by which words, who was chosen, and that somebody is sure."""

    q: Annotated[str, Asks(most=300)] = ""
    double: UUID | None = None
    sure: bool = False


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def page(request: Request, person_id: UUID) -> HttpResponse:
    """The page /people/…/merging: who else this person is here as; looked at before it is done."""
    by = asked_by(request, Role.ADMINISTRATOR)
    row = people.person(person_id)
    if row.is_erased or people.merged_into(person_id):
        raise NotFound("people.unknown", _("There is no such person."))
    form = forms.read(DoubleForm, request.POST if request.method == "POST" else request.GET)
    try:
        if request.method != "POST" or form.double is None:
            return _show(request, row, form, by)
        if not form.sure:
            raise Refusal("people.merge-unsure", _("Tick that it is the same person."), "sure")
        merging.merge(person_id=person_id, double_id=form.double, by=by, now=clock.now())
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        return _show(request, row, form, by, refusal)
    messages.success(request, _("They are one person now."))
    return redirect("workbench:person", person_id)


def _show(
    request: Request,
    row: people.PersonRow,
    form: DoubleForm,
    by: people.PersonRow,
    refusal: Refusal | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "row": row,
        "asked": form,
        "role_words": people.ROLE_WORDS,
        "error": forms.errors(refusal),
    }
    # What cannot be at all is said above the search; a tick that is missing below the preview.
    if form.double and (refusal is None or refusal.field == "sure"):
        context["preview"] = merging.preview(person_id=row.id, double_id=form.double, by=by)
    else:
        context |= {"likely": people.likely_doubles(row), "found": _found(row, form.q)}
    status = refusal.status if refusal else 200
    return render(request, "workbench/people/merging.html", context, status=status)


def _found(row: people.PersonRow, query: str) -> list[people.PersonRow]:
    if not query:
        return []
    page = people.find_people(query=query, now=clock.now())
    return [found for found in page.rows if found.id != row.id][:MOST_FOUND]
