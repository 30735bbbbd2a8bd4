"""Keys of programs to the record store: who has one and what it may do.

How one is made, renewed and ended.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from trimtab import clock
from trimtab.journeys import credentials
from trimtab.journeys.credentials import Key
from trimtab.kernel.errors import NotAllowed, NotFound, Refusal
from trimtab.kernel.said import Between, joined, say
from trimtab.lrs import api as lrs
from trimtab.lrs.api import Scope
from trimtab.people.api import Role
from trimtab.web import forms
from trimtab.web.forms import Form
from trimtab.web.requests import Request
from trimtab.workbench.permission import asked_by

SCOPES = {
    Scope.WRITE: say("Send statements"),
    Scope.VOID: say("Void statements that other programs sent"),
    Scope.PEOPLE: say("Speak for the people of this organisation"),
    Scope.READ_MINE: say("Read the statements that it sent itself"),
    Scope.READ: say("Read everybody's statements"),
    Scope.STATE: say("Keep its state of activities"),
    Scope.PROFILE: say("Keep profiles of people and activities"),
    Scope.DEFINE: say("Define activities"),
    Scope.ALL_READ: say("Read everything"),
    Scope.ALL: say("Everything"),
}
USUAL = (Scope.WRITE, Scope.READ_MINE)
# In how many hours an old secret ends.
GRACES = {0: _l("Now"), 24: _l("In a day"), 168: _l("In a week")}
_USUAL_GRACE = 24


class KeyForm(Form, frozen=True, kw_only=True):
    """A key for a program: its name, what it may do, how much, and whether slips are mended."""

    name: str = ""
    scope: tuple[Scope, ...] = ()
    per_second: int = 0
    lenient: bool = False


class RotateForm(Form, frozen=True, kw_only=True):
    """In how many hours the old secret ends."""

    grace: int = _USUAL_GRACE


class LeniencyForm(Form, frozen=True, kw_only=True):
    """Whether known slips are mended."""

    lenient: bool = False


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def page(request: Request) -> HttpResponse:
    """The page /records/credentials; a POST makes a new one and shows its secret, once."""
    by = asked_by(request, Role.ADMINISTRATOR)
    if request.method != "POST":
        return _show(request)
    form = forms.read(KeyForm, request.POST)
    try:
        made = credentials.add(
            name=form.name,
            scopes=list(form.scope),
            per_second=form.per_second,
            lenient=form.lenient,
            by=by,
            now=clock.now(),
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _show(request, refusal=refusal)
    return _show(request, made=made)


@require_POST
@login_required
@never_cache
def rotate(request: Request, user: str) -> HttpResponse:
    """A new secret, shown once; the old one ends when the administrator says."""
    by = asked_by(request, Role.ADMINISTRATOR)
    hours = forms.read(RotateForm, request.POST).grace
    grace = dt.timedelta(hours=hours if hours in GRACES else _USUAL_GRACE)
    try:
        made = credentials.rotate(named=user, grace=grace, by=by, now=clock.now())
    except NotFound as refusal:
        return _show(request, refusal=refusal)
    return _show(request, made=made)


@require_POST
@login_required
def change_leniency(request: Request, user: str) -> HttpResponse:
    """Says whether known slips of what a program sends are mended."""
    by = asked_by(request, Role.ADMINISTRATOR)
    lenient = forms.read(LeniencyForm, request.POST).lenient
    key = credentials.make_lenient(named=user, lenient=lenient, by=by, now=clock.now())
    mends = _("'%(name)s' may make slips that are known from now on.")
    holds = _("'%(name)s' is held to every rule again.")
    messages.success(request, (mends if lenient else holds) % {"name": key.name})
    return redirect("workbench:credentials")


@require_POST
@login_required
def revoke(request: Request, user: str) -> HttpResponse:
    """Ends a key."""
    by = asked_by(request, Role.ADMINISTRATOR)
    ended = credentials.revoke(named=user, by=by, now=clock.now())
    said = _("'%(name)s' has ended: it is refused within seconds.")
    messages.success(request, said % {"name": ended.name})
    return redirect("workbench:credentials")


def _show(
    request: Request, *, made: Key | None = None, refusal: Refusal | None = None
) -> HttpResponse:
    rows = _rows(clock.now())
    usual = {"name": "", "per_second": lrs.PER_SECOND, "scope": USUAL, "lenient": False}
    asked = forms.kept(KeyForm, request.POST) if refusal else usual
    context = {
        "in_force": [row for row in rows if not row["info"].revoked_at],
        "ended": [row for row in rows if row["info"].revoked_at],
        "made": made,
        "endpoint": f"{lrs.home()}/xapi",
        "refusal": refusal,
        "errors": forms.errors(refusal),
        "name": asked["name"],
        "per_second": asked["per_second"],
        "chosen": asked["scope"],
        "lenient": asked["lenient"],
        "scopes": [
            {"value": scope.value, "text": text, "code": scope.value}
            for scope, text in SCOPES.items()
        ],
        "graces": [(str(hours), words) for hours, words in GRACES.items()],
    }
    status = refusal.status if refusal else 200
    return render(request, "workbench/records/credentials.html", context, status=status)


def _rows(now: dt.datetime) -> list[dict[str, Any]]:
    """All keys, each with what was left out lately of what its program sent."""
    left_out: dict[str, list[lrs.LeftOutRow]] = {}
    for left in lrs.left_out_lately():
        left_out.setdefault(left.user, []).append(left)
    return [_row(info, now, left_out.get(info.user, [])) for info in lrs.credentials()]


def _row(
    info: lrs.CredentialInfo, now: dt.datetime, left_out: list[lrs.LeftOutRow]
) -> dict[str, Any]:
    is_good = info.old_until is not None and info.old_until > now
    return {
        "info": info,
        "may": joined((SCOPES[scope] for scope in info.scopes), Between.SEMICOLON),
        "old_until": info.old_until if is_good else None,
        "left_out": left_out,
    }
