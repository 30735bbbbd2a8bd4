"""Where records are sent on: other record stores and webhooks, how they fare, and what they would not take."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trimtab import clock
from trimtab.journeys import forwarding
from trimtab.journeys.forwarding import NewTarget
from trimtab.kernel import written
from trimtab.kernel.errors import NotAllowed, Refusal
from trimtab.lrs import api as lrs
from trimtab.lrs.api import TargetKind, TargetRow
from trimtab.people.api import Role
from trimtab.workbench.permission import asked_by

KINDS = {
    TargetKind.LRS: (_l("Another record store"), _l("Gets the statements as they are, by xAPI.")),
    TargetKind.WEBHOOK: (
        _l("A webhook"),
        _l("Gets a signed message for each group of statements."),
    ),
}
_ASKED = ("kind", "name", "address", "user", "verbs", "activities")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """The page /records/forwarding; a POST adds a target."""
    by = asked_by(request, Role.ADMINISTRATOR, Role.STEWARD)
    if request.method != "POST":
        return _show(request)
    try:
        _id, secret = forwarding.add(_given(request), by=by, now=clock.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _show(request, refusal=refusal, status=refusal.status)
    if request.POST.get("kind") == TargetKind.WEBHOOK:
        return _show(request, secret=secret)
    messages.success(request, _("Statements that are stored from now on go there, too."))
    return redirect("workbench:forwarding")


def _given(request: HttpRequest) -> NewTarget:
    posted = {name: request.POST.get(name, "")[:2000].strip() for name in (*_ASKED, "secret")}
    kind = TargetKind(posted["kind"]) if posted["kind"] in set(TargetKind) else TargetKind.LRS
    return NewTarget(
        kind,
        posted["name"],
        posted["address"],
        posted["user"],
        posted["secret"] if kind is TargetKind.LRS else "",
        tuple(posted["verbs"].split()),
        tuple(posted["activities"].split()),
    )


def _show(
    request: HttpRequest, *, secret: str = "", refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    now = clock.now()
    asked = (
        {name: request.POST.get(name, "") for name in _ASKED}
        if refusal
        else {"kind": TargetKind.LRS.value}
    )
    context = {
        "targets": [(one, *_state(one, now)) for one in lrs.targets()],
        "secret": secret,
        "asked": asked,
        "errors": {refusal.field: refusal.sentence} if refusal else {},
        "kinds": [
            {"value": kind.value, "text": text, "note": note}
            for kind, (text, note) in KINDS.items()
        ],
        "is_administrator": Role.ADMINISTRATOR
        in asked_by(request, Role.ADMINISTRATOR, Role.STEWARD).roles,
    }
    return render(request, "workbench/records/forwarding.html", context, status=status)


def _state(one: TargetRow, now: dt.datetime) -> tuple[str, str]:
    if one.paused_at:
        return "empty", _("paused")
    if one.problem:
        return "bad", _("in trouble")
    if one.dead:
        return "warn", _("refused some")
    return "good", _("well")


@require_GET
@login_required
@never_cache
def target(request: HttpRequest, target_id: int) -> HttpResponse:
    """One target: what waits, what it would not take and why."""
    by = asked_by(request, Role.ADMINISTRATOR, Role.STEWARD)
    found = lrs.target(target_id)
    state, word = _state(found, clock.now())
    context: dict[str, Any] = {
        "target": found,
        "kind": KINDS[found.kind][0],
        "state": state,
        "word": word,
        "letters": lrs.dead_letters(target_id),
        "is_administrator": Role.ADMINISTRATOR in by.roles,
    }
    return render(request, "workbench/records/forwarding_target.html", context)


@require_POST
@login_required
def change(request: HttpRequest, target_id: int) -> HttpResponse:
    """Pauses, resumes, replays dead letters, or ends a target, as the button pressed says."""
    by = asked_by(request, Role.ADMINISTRATOR)
    now = clock.now()
    match request.POST.get("do"):
        case "pause":
            found = forwarding.pause(target_id=target_id, paused=True, by=by, now=now)
            messages.success(
                request,
                _("'%(name)s' is paused. What comes meanwhile waits.") % {"name": found.name},
            )
        case "resume":
            found = forwarding.pause(target_id=target_id, paused=False, by=by, now=now)
            messages.success(
                request, _("'%(name)s' goes on within a minute.") % {"name": found.name}
            )
        case "replay":
            numbers = (written.whole(one, 10**18) for one in request.POST.getlist("letter"))
            given = [number for number in numbers if number is not None]
            _found, count = forwarding.replay(
                target_id=target_id, letters=given or None, by=by, now=now
            )
            said = ngettext("%(n)s record is sent again.", "%(n)s records are sent again.", count)
            messages.success(request, said % {"n": count})
        case "end":
            found = forwarding.end(target_id=target_id, by=by, now=now)
            messages.success(
                request, _("Nothing goes to '%(name)s' any more.") % {"name": found.name}
            )
            return redirect("workbench:forwarding")
    return redirect("workbench:forwarding-target", target_id=target_id)
