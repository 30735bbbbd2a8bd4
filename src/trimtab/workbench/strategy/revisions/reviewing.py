"""What is done with a revision: sent to review, approved, sent back, commented, put in force.

Or gone back to.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from trimtab import clock
from trimtab.journeys import adoption, retention
from trimtab.kernel.errors import NotAllowed, Refusal
from trimtab.strategy import api as strategy
from trimtab.web import forms
from trimtab.web.forms import Asks, Form
from trimtab.web.requests import Request
from trimtab.workbench.kinds import by_kind
from trimtab.workbench.permission import WRITING, asked_by, readable
from trimtab.workbench.strategy.revisions import pages

_Words = Annotated[str, Asks(most=4000)]
# A comment that there is not: what answers it is refused as such.
_NO_COMMENT = UUID(int=0)


class SubmitForm(Form, frozen=True, kw_only=True):
    """What goes with a draft to review."""

    note: _Words = ""


class JudgeForm(Form, frozen=True, kw_only=True):
    """A verdict with its reason."""

    verdict: str = ""
    reason: _Words = ""


class RestoreForm(Form, frozen=True, kw_only=True):
    """Why one goes back."""

    because: _Words = ""


class CommentForm(Form, frozen=True, kw_only=True):
    """A comment on a place ("" is the whole), or an answer to another one."""

    place: str = ""
    text: _Words = ""
    reply_to: str = ""

    @property
    def answers(self) -> UUID | None:
        """The comment that it answers."""
        try:
            return UUID(self.reply_to) if self.reply_to else None
        except ValueError:
            return _NO_COMMENT


def _done(
    request: Request, number: int, act: Callable[[], object], said: str, at: str = ""
) -> HttpResponse:
    """Does it and says so, or shows the page again with the reason why not."""
    try:
        act()
    except NotAllowed:
        raise
    except Refusal as refusal:
        return pages.show(request, number, refusal)
    messages.success(request, said)
    return redirect(reverse("workbench:revision", args=[number]) + at)


@require_POST
@login_required
def submit(request: Request, number: int) -> HttpResponse:
    """Sends a draft to review."""
    person = asked_by(request, *WRITING)
    note = forms.read(SubmitForm, request.POST).note
    return _done(
        request,
        number,
        lambda: strategy.submit(number=number, by=person.id, note=note, now=clock.now()),
        _("Sent to review. Those who hold the right can approve it now."),
    )


@require_POST
@login_required
def judge(request: Request, number: int) -> HttpResponse:
    """Approves a revision, or asks for changes."""
    person = asked_by(request, *pages.READING)
    form, now = forms.read(JudgeForm, request.POST), clock.now()
    if form.verdict == strategy.ReviewVerdict.APPROVE:
        act = partial(strategy.approve, number=number, by=person.id, reason=form.reason, now=now)
        return _done(request, number, act, _("Approved. It can be put in force now."))
    act = partial(
        strategy.request_changes, number=number, by=person.id, reason=form.reason, now=now
    )
    return _done(request, number, act, _("Asked for changes. They come as a new revision."))


@require_http_methods(["GET", "POST"])
@login_required
def adopt(request: Request, number: int) -> HttpResponse:
    """Shows what putting a revision in force changes and who will notice.

    Does it once that is confirmed.
    """
    person = asked_by(request, *pages.READING)
    row = readable(strategy.revision(number), person)
    if row.state is strategy.State.ADOPTED:
        messages.info(request, _("Revision %(n)s is in force already.") % {"n": number})
        return redirect("workbench:revision", number)
    may = pages.may(person, row, strategy.revision_heads())
    if not may["may_adopt"]:
        why_not = may["why_not"] or _("Putting it in force is somebody else's to do.")
        raise NotAllowed("strategy.not-approver", why_not)
    if request.method == "GET":
        preview = adoption.preview(row.document, person.roles)
        context = {
            "revision": row,
            "preview": preview,
            "groups": by_kind(preview.changes),
            "approvals": may["approvals"],
            "goes": retention.outlook(now=clock.now(), revision=row),
        }
        return render(request, "workbench/strategy/revision_adopt.html", context)
    return _done(
        request,
        number,
        lambda: adoption.adopt(number=number, by=person, now=clock.now()),
        _("Revision %(n)s is in force.") % {"n": number},
    )


@require_POST
@login_required
def restore(request: Request, number: int) -> HttpResponse:
    """Goes back to a revision, as a new draft."""
    person = asked_by(request, *WRITING)
    because = forms.read(RestoreForm, request.POST).because
    try:
        row = strategy.restore(number=number, by=person.id, because=because, now=clock.now())
    except Refusal as refusal:
        return pages.show(request, number, refusal)
    sentence = _("Revision %(old)s stands again, as the draft %(new)s.")
    messages.success(request, sentence % {"old": number, "new": row.number})
    return redirect("workbench:revision", row.number)


@require_POST
@login_required
def comment(request: Request, number: int) -> HttpResponse:
    """Comments on a place of a revision, or answers a comment."""
    person = asked_by(request, *pages.READING)
    form = forms.read(CommentForm, request.POST)
    place = form.place.strip("/")
    return _done(
        request,
        number,
        lambda: strategy.comment(
            number=number,
            place=place,
            text=form.text,
            by=person.id,
            now=clock.now(),
            reply_to=form.answers,
        ),
        _("Your comment stands there."),
        "" if place else "#comments",
    )


@require_POST
@login_required
def resolve(request: Request, number: int, comment_id: UUID) -> HttpResponse:
    """Settles a comment."""
    person = asked_by(request, *pages.READING)
    return _done(
        request,
        number,
        lambda: strategy.resolve(comment_id=comment_id, by=person.id, now=clock.now()),
        _("Settled."),
    )
