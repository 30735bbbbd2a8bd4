"""The organisation's name and colour."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from trimtab import clock
from trimtab.journeys import organisation
from trimtab.kernel.errors import NotFound, Refusal
from trimtab.papers import html
from trimtab.papers.blocks import Letterhead
from trimtab.people import api as people
from trimtab.people.api import Role
from trimtab.workbench.permission import asked_by


@require_http_methods(["GET", "POST"])
@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The page /organisation: a small form, with the name as it stands on papers."""
    person = asked_by(request, Role.ADMINISTRATOR)
    found = people.organisation()
    if found is None:
        raise NotFound("people.no-organisation", _("There is no organisation yet."))
    given = {"name": found.name, "colour": found.colour}
    refusal: Refusal | None = None
    if request.method == "POST":
        given = {name: request.POST.get(name, "")[:300] for name in given}
        try:
            organisation.change(
                name=given["name"], colour=given["colour"], by=person, now=clock.now()
            )
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, _("Kept. Papers carry the new name and colour from now on."))
            return redirect("workbench:organisation")
    head = Letterhead(organisation=found.name, at=clock.now(), colour=found.colour)
    context = {
        "given": given,
        "kept": found,
        "error": {refusal.field: refusal.sentence} if refusal else {},
        "style": mark_safe(html.style(head)),  # noqa: S308  no word of anybody is in it, and the colour is checked
    }
    return render(
        request,
        "workbench/running/organisation.html",
        context,
        status=refusal.status if refusal else 200,
    )
