"""Where records are sent on: other record stores and webhooks, how they fare.

And what they would not take.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated, Any, assert_never

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trimtab import clock
from trimtab.journeys import forwarding
from trimtab.journeys.forwarding import NewTarget
from trimtab.kernel.errors import NotAllowed, Refusal
from trimtab.lrs import api as lrs
from trimtab.lrs.api import TargetKind, TargetRow
from trimtab.people import api as people
from trimtab.people.api import Role
from trimtab.web import forms
from trimtab.web.forms import Asks, Form
from trimtab.web.requests import Request
from trimtab.workbench.permission import asked_by

KINDS = {
    TargetKind.LRS: (_l("Another record store"), _l("Gets the statements as they are, by xAPI.")),
    TargetKind.WEBHOOK: (
        _l("A webhook"),
        _l("Gets a signed message for each group of statements."),
    ),
}
READING = (Role.ADMINISTRATOR, Role.STEWARD)
_Words = Annotated[str, Asks(most=2000)]
# Numbers of dead letters count for ever.
_MOST_LETTER = 10**18 - 1


class TargetForm(Form, frozen=True, kw_only=True):
    """Where statements are sent on to. Verbs and activities are ids with blanks between them."""

    kind: TargetKind = TargetKind.LRS
    name: _Words = ""
    address: _Words = ""
    user: _Words = ""
    secret: _Words = ""
    verbs: _Words = ""
    activities: _Words = ""


class TargetAct(StrEnum):
    """What is done with a target."""

    PAUSE = "pause"
    RESUME = "resume"
    REPLAY = "replay"
    END = "end"


class TargetChangeForm(Form, frozen=True, kw_only=True):
    """What is done with a target; `letters` are the records that are sent again, none is all."""

    do: TargetAct | None = None
    letters: Annotated[tuple[int, ...], Asks(most=_MOST_LETTER, sent_as="letter")] = ()


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def page(request: Request) -> HttpResponse:
    """The page /records/forwarding; a POST adds a target."""
    by = asked_by(request, *READING)
    if request.method != "POST":
        return _show(request, by)
    target = _given(request.POST)
    try:
        _id, secret = forwarding.add(target, by=by, now=clock.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _show(request, by, refusal=refusal)
    # The secret of a webhook is ours, and is shown this once.
    if target.kind is TargetKind.WEBHOOK:
        return _show(request, by, secret=secret)
    messages.success(request, _("Statements that are stored from now on go there, too."))
    return redirect("workbench:forwarding")


def _given(posted: QueryDict) -> NewTarget:
    form = forms.read(TargetForm, posted)
    return NewTarget(
        form.kind,
        form.name,
        form.address,
        form.user,
        form.secret if form.kind is TargetKind.LRS else "",
        tuple(form.verbs.split()),
        tuple(form.activities.split()),
    )


def _show(
    request: Request, by: people.PersonRow, *, secret: str = "", refusal: Refusal | None = None
) -> HttpResponse:
    now = clock.now()
    # A secret that was typed is not shown again.
    kept = forms.kept(TargetForm, request.POST) | {"secret": ""}
    context = {
        "targets": [(target, *_state(target, now)) for target in lrs.targets()],
        "secret": secret,
        "asked": kept if refusal else {"kind": TargetKind.LRS.value},
        "errors": forms.errors(refusal),
        "kinds": [
            {"value": kind.value, "text": text, "note": note}
            for kind, (text, note) in KINDS.items()
        ],
        "is_administrator": Role.ADMINISTRATOR in by.roles,
    }
    status = refusal.status if refusal else 200
    return render(request, "workbench/records/forwarding.html", context, status=status)


def _state(target: TargetRow, now: dt.datetime) -> tuple[str, str]:
    if target.paused_at:
        return "empty", _("paused")
    if target.problem:
        return "bad", _("in trouble")
    if target.dead:
        return "warn", _("refused some")
    return "good", _("well")


@require_GET
@login_required
@never_cache
def target(request: Request, target_id: int) -> HttpResponse:
    """One target: what waits, what it would not take and why."""
    by = asked_by(request, *READING)
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
def change(request: Request, target_id: int) -> HttpResponse:
    """Pauses, resumes, replays dead letters, or ends a target, as the button pressed says."""
    by, now = asked_by(request, Role.ADMINISTRATOR), clock.now()
    form = forms.read(TargetChangeForm, request.POST)
    match form.do:
        case TargetAct.PAUSE:
            row = forwarding.pause(target_id=target_id, paused=True, by=by, now=now)
            said = _("'%(name)s' is paused. What comes meanwhile waits.") % {"name": row.name}
        case TargetAct.RESUME:
            row = forwarding.pause(target_id=target_id, paused=False, by=by, now=now)
            said = _("'%(name)s' goes on within a minute.") % {"name": row.name}
        case TargetAct.REPLAY:
            letters = list(form.letters) or None
            _row, count = forwarding.replay(target_id=target_id, letters=letters, by=by, now=now)
            sentence = ngettext(
                "%(n)s record is sent again.", "%(n)s records are sent again.", count
            )
            said = sentence % {"n": count}
        case TargetAct.END:
            row = forwarding.end(target_id=target_id, by=by, now=now)
            said = _("Nothing goes to '%(name)s' any more.") % {"name": row.name}
            messages.success(request, said)
            return redirect("workbench:forwarding")
        case None:
            return redirect("workbench:forwarding-target", target_id=target_id)
        case _:
            assert_never(form.do)
    messages.success(request, said)
    return redirect("workbench:forwarding-target", target_id=target_id)
