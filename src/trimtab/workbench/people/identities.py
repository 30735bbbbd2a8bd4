"""The names under which one person is known: shown, added, removed."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from trimtab import clock
from trimtab.journeys import identities
from trimtab.kernel.errors import NotAllowed, NotFound, Refusal
from trimtab.people import api as people
from trimtab.people.api import Provider, Role
from trimtab.web import forms
from trimtab.web.forms import Asks, Form
from trimtab.web.requests import Request
from trimtab.workbench.permission import asked_by

KINDS = {
    Provider.NUMBER: _l("Personnel number"),
    Provider.BADGE: _l("Badge"),
    Provider.EMAIL: _l("E-mail address"),
    Provider.NAME: _l("Sign-in name"),
}
OPENS = {
    Provider.NUMBER: _l("chooses the person on shared devices"),
    Provider.BADGE: _l("chooses the person on shared devices"),
    Provider.EMAIL: _l("signs in with the password"),
    Provider.NAME: _l("signs in with the password"),
}


class NameForm(Form, frozen=True, kw_only=True):
    """One more name of a person."""

    provider: Provider = Provider.NUMBER
    typed: Annotated[str, Asks(most=300)] = ""


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def page(request: Request, person_id: UUID) -> HttpResponse:
    """The page /people/…/names: what the person is known by, and one more."""
    by = asked_by(request, Role.ADMINISTRATOR)
    row = people.person(person_id)
    if row.is_erased:
        raise NotFound("people.unknown", _("There is no such person."))
    if request.method == "GET":
        return _show(request, row, NameForm())
    form = forms.read(NameForm, request.POST)
    try:
        identities.add_name(
            person_id=person_id, provider=form.provider, typed=form.typed, by=by, now=clock.now()
        )
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        return _show(request, row, form, refusal)
    messages.success(request, _("Kept."))
    return redirect("workbench:person-names", person_id)


@require_POST
@login_required
@never_cache
def remove(request: Request, person_id: UUID, identity_id: int) -> HttpResponse:
    """Removes one of a person's names."""
    by = asked_by(request, Role.ADMINISTRATOR)
    identities.remove_name(person_id=person_id, identity_id=identity_id, by=by, now=clock.now())
    messages.success(request, _("The name is removed."))
    return redirect("workbench:person-names", person_id)


def _show(
    request: Request, row: people.PersonRow, form: NameForm, refusal: Refusal | None = None
) -> HttpResponse:
    context = {
        "row": row,
        "names": people.identities_of(row.id),
        "kinds": KINDS,
        "opens": OPENS,
        "options": [(kind.value, name) for kind, name in KINDS.items()],
        "given": {"provider": form.provider.value, "typed": form.typed},
        "error": forms.errors(refusal),
    }
    status = refusal.status if refusal else 200
    return render(request, "workbench/people/names.html", context, status=status)
