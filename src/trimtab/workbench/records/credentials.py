"""Keys of programs to the record store: who has one, what it may do, and how one is made, renewed and ended."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from trimtab import clock
from trimtab.journeys import credentials
from trimtab.journeys.credentials import Key
from trimtab.kernel import written
from trimtab.kernel.errors import NotAllowed, NotFound, Refusal
from trimtab.lrs import api as lrs
from trimtab.lrs.api import Scope
from trimtab.people.api import Role
from trimtab.workbench.permission import asked_by

SCOPES = {
    Scope.WRITE: _l("Send statements"),
    Scope.VOID: _l("Void statements that other programs sent"),
    Scope.PEOPLE: _l("Speak for the people of this organisation"),
    Scope.READ_MINE: _l("Read the statements that it sent itself"),
    Scope.READ: _l("Read everybody's statements"),
    Scope.STATE: _l("Keep its state of activities"),
    Scope.PROFILE: _l("Keep profiles of people and activities"),
    Scope.DEFINE: _l("Define activities"),
    Scope.ALL_READ: _l("Read everything"),
    Scope.ALL: _l("Everything"),
}
GRACES = {"0": _l("Now"), "24": _l("In a day"), "168": _l("In a week")}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """The page /records/credentials; a POST makes a new one and shows its secret, once."""
    by = asked_by(request, Role.ADMINISTRATOR)
    if request.method != "POST":
        return _show(request)
    try:
        made = credentials.add(
            name=request.POST.get("name", ""),
            scopes=[scope for scope in Scope if scope.value in request.POST.getlist("scope")],
            per_second=written.whole(request.POST.get("per_second")) or 0,
            lenient="lenient" in request.POST,
            by=by,
            now=clock.now(),
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _show(request, refusal=refusal, status=refusal.status)
    return _show(request, made=made)


@require_POST
@login_required
@never_cache
def rotate(request: HttpRequest, user: str) -> HttpResponse:
    """A new secret, shown once; the old one ends when the administrator says."""
    by = asked_by(request, Role.ADMINISTRATOR)
    hours = request.POST.get("grace", "24")
    grace = dt.timedelta(hours=int(hours) if hours in GRACES else 24)
    try:
        made = credentials.rotate(named=user, grace=grace, by=by, now=clock.now())
    except NotFound as refusal:
        return _show(request, refusal=refusal, status=refusal.status)
    return _show(request, made=made)


@require_POST
@login_required
def change_leniency(request: HttpRequest, user: str) -> HttpResponse:
    """Says whether known slips of what a program sends are mended."""
    by, lenient = asked_by(request, Role.ADMINISTRATOR), request.POST.get("lenient") == "yes"
    found = credentials.make_lenient(named=user, lenient=lenient, by=by, now=clock.now())
    said = (
        _("'%(name)s' may make slips that are known from now on.")
        if lenient
        else _("'%(name)s' is held to every rule again.")
    )
    messages.success(request, said % {"name": found.name})
    return redirect("workbench:credentials")


@require_POST
@login_required
def revoke(request: HttpRequest, user: str) -> HttpResponse:
    """Ends a key."""
    ended = credentials.revoke(
        named=user, by=asked_by(request, Role.ADMINISTRATOR), now=clock.now()
    )
    messages.success(
        request, _("'%(name)s' has ended: it is refused within seconds.") % {"name": ended.name}
    )
    return redirect("workbench:credentials")


def _show(
    request: HttpRequest,
    *,
    made: Key | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    now = clock.now()
    left_out: dict[str, list[lrs.LeftOutRow]] = {}
    for one in lrs.left_out_lately():
        left_out.setdefault(one.user, []).append(one)
    found = [
        {**_row(one, now), "left_out": left_out.get(one.user, [])} for one in lrs.credentials()
    ]
    asked = request.POST if refusal else {}
    chosen = (
        request.POST.getlist("scope") if refusal else [Scope.WRITE.value, Scope.READ_MINE.value]
    )
    context = {
        "in_force": [one for one in found if not one["info"].revoked_at],
        "ended": [one for one in found if one["info"].revoked_at],
        "made": made,
        "endpoint": f"{lrs.home()}/xapi",
        "refusal": refusal,
        "errors": {refusal.field: refusal.sentence} if refusal else {},
        "name": asked.get("name", ""),
        "per_second": asked.get("per_second", lrs.PER_SECOND),
        "chosen": chosen,
        "lenient": "lenient" in asked,
        "scopes": [
            {"value": scope.value, "text": text, "note": scope.value}
            for scope, text in SCOPES.items()
        ],
        "graces": list(GRACES.items()),
    }
    return render(request, "workbench/records/credentials.html", context, status=status)


def _row(info: lrs.CredentialInfo, now: dt.datetime) -> dict[str, Any]:
    return {
        "info": info,
        "may": [SCOPES[scope] for scope in info.scopes],
        "old_until": info.old_until if info.old_until and info.old_until > now else None,
    }
