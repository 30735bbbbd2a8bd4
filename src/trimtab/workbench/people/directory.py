"""The organisation's directory, for administrators: its keys, and the roles of its groups."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any
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
from trimtab.journeys import provisioning
from trimtab.journeys.provisioning import DirectoryKey
from trimtab.kernel.errors import NotAllowed, NotFound, Refusal
from trimtab.lrs import api as lrs
from trimtab.people import api as people
from trimtab.people.api import Role
from trimtab.web import forms
from trimtab.web.forms import Asks, Form
from trimtab.web.requests import Request
from trimtab.wording import words
from trimtab.workbench.permission import asked_by

# For how many days a key works.
LASTING = {90: _l("three months"), 365: _l("a year"), 730: _l("two years")}
_USUAL = 365


class DirectoryRole(StrEnum):
    """The role that members of a group hold; NONE gives none."""

    NONE = ""
    LEARNER = "learner"
    AUTHOR = "author"
    STRATEGIST = "strategist"
    STEWARD = "steward"
    ADMINISTRATOR = "administrator"
    STAKEHOLDER = "stakeholder"


class DirectoryKeyForm(Form, frozen=True, kw_only=True):
    """A key for the directory: what it is for, and for how many days."""

    name: Annotated[str, Asks(most=120)] = ""
    days: int = 0


class GroupRoleForm(Form, frozen=True, kw_only=True):
    """Which role the members of a group hold."""

    role: DirectoryRole = DirectoryRole.NONE


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def page(request: Request) -> HttpResponse:
    """The page /people/directory; a POST makes a key and shows it, once."""
    by = asked_by(request, Role.ADMINISTRATOR)
    if request.method != "POST":
        return _show(request)
    form = forms.read(DirectoryKeyForm, request.POST)
    try:
        made = provisioning.make_token(name=form.name, days=form.days, by=by, now=clock.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _show(request, refusal=refusal)
    return _show(request, made=made)


@require_POST
@login_required
def revoke(request: Request, token_id: UUID) -> HttpResponse:
    """Ends a key."""
    by = asked_by(request, Role.ADMINISTRATOR)
    token = provisioning.revoke_token(token_id=token_id, by=by, now=clock.now())
    said = _("'%(name)s' has ended: it opens nothing any more. People stay as they are.")
    messages.success(request, said % {"name": token.name})
    return redirect("workbench:directory")


@require_POST
@login_required
def map_group(request: Request, group_id: UUID) -> HttpResponse:
    """Says which role the members of a group hold."""
    by = asked_by(request, Role.ADMINISTRATOR)
    chosen = forms.read(GroupRoleForm, request.POST).role
    role = Role(chosen) if chosen is not DirectoryRole.NONE else None
    try:
        done = provisioning.map_group(group_id=group_id, role=role, by=by, now=clock.now())
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        messages.error(request, words(refusal.sentence))
        return redirect("workbench:directory")
    if role is None:
        said = _("Members of '%(name)s' hold no role by it any more.") % {"name": done.name}
    else:
        given = {"name": done.name, "role": words(people.ROLE_WORDS[role])}
        said = _("Members of '%(name)s' hold the role %(role)s from now on.") % given
    messages.success(request, said)
    return redirect("workbench:directory")


def _show(
    request: Request, *, made: DirectoryKey | None = None, refusal: Refusal | None = None
) -> HttpResponse:
    now = clock.now()
    tokens = people.directory_tokens()
    asked = forms.kept(DirectoryKeyForm, request.POST) if refusal else {"name": "", "days": _USUAL}
    groups = people.directory_groups(page=forms.page_number(request.GET))
    context: dict[str, Any] = {
        "good": [token for token in tokens if token.is_good(now)],
        "over": [token for token in tokens if not token.is_good(now)],
        "summary": people.directory_summary(),
        "groups": groups,
        "roles": [
            ("", _("no role")),
            *((role.value, people.ROLE_WORDS[role]) for role in people.MAPPABLE),
        ],
        "made": made,
        "endpoint": f"{lrs.home()}/scim/v2",
        "refusal": refusal,
        "errors": forms.errors(refusal),
        "name": asked["name"],
        "days": str(asked["days"]),
        "lasting": [(str(days), said) for days, said in LASTING.items()],
    }
    status = refusal.status if refusal else 200
    return render(request, "workbench/people/directory.html", context, status=status)
