"""What is done with a revision: sent to review, approved, sent back, commented, put in force, gone back to."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from trimtab import clock
from trimtab.journeys import adoption, retention
from trimtab.kernel.errors import NotAllowed, Refusal
from trimtab.strategy import api as strategy
from trimtab.workbench.kinds import by_kind
from trimtab.workbench.permission import asked_by, readable
from trimtab.workbench.strategy.editing.drafts import WRITING
from trimtab.workbench.strategy.revisions import pages as revisions

MOST_CHARACTERS = 4000


def _text(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "")[:MOST_CHARACTERS]


def _done(
    request: HttpRequest, number: int, act: Callable[[], object], said: str, at: str = ""
) -> HttpResponse:
    """Does it and says so, or shows the page again with the reason why not."""
    try:
        act()
    except NotAllowed:
        raise
    except Refusal as refusal:
        return revisions.show(request, number, refusal)
    messages.success(request, said)
    return redirect(reverse("workbench:revision", args=[number]) + at)


@require_POST
@login_required
def submit(request: HttpRequest, number: int) -> HttpResponse:
    """Sends a draft to review."""
    person = asked_by(request, *WRITING)
    return _done(
        request,
        number,
        lambda: strategy.submit(
            number=number, by=person.id, note=_text(request, "note"), now=clock.now()
        ),
        _("Sent to review. Those who hold the right can approve it now."),
    )


@require_POST
@login_required
def judge(request: HttpRequest, number: int) -> HttpResponse:
    """Approves a revision, or asks for changes."""
    person = asked_by(request, *revisions.READING)
    reason, now = _text(request, "reason"), clock.now()
    if request.POST.get("verdict") == strategy.ReviewVerdict.APPROVE:
        act = lambda: strategy.approve(number=number, by=person.id, reason=reason, now=now)  # noqa: E731
        return _done(request, number, act, _("Approved. It can be put in force now."))
    act = lambda: strategy.request_changes(number=number, by=person.id, reason=reason, now=now)  # noqa: E731
    return _done(request, number, act, _("Asked for changes. They come as a new revision."))


@require_http_methods(["GET", "POST"])
@login_required
def adopt(request: HttpRequest, number: int) -> HttpResponse:
    """Shows what putting a revision in force changes and who will notice; does it once that is confirmed."""
    person = asked_by(request, *revisions.READING)
    row = readable(strategy.revision(number), person)
    if row.state is strategy.State.ADOPTED:
        messages.info(request, _("Revision %(n)s is in force already.") % {"n": number})
        return redirect("workbench:revision", number)
    may = revisions.may(person, row, strategy.revision_heads())
    if not may["may_adopt"]:
        raise NotAllowed(
            "strategy.not-approver",
            may["why_not"] or _("Putting it in force is somebody else's to do."),
        )
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
        _("Revision %(n)s is in force, and what runs has changed.") % {"n": number},
    )


@require_POST
@login_required
def restore(request: HttpRequest, number: int) -> HttpResponse:
    """Goes back to a revision, as a new draft."""
    person = asked_by(request, *WRITING)
    try:
        row = strategy.restore(
            number=number, by=person.id, because=_text(request, "because"), now=clock.now()
        )
    except Refusal as refusal:
        return revisions.show(request, number, refusal)
    messages.success(
        request,
        _("Revision %(old)s stands again, as the draft %(new)s.")
        % {"old": number, "new": row.number},
    )
    return redirect("workbench:revision", row.number)


@require_POST
@login_required
def comment(request: HttpRequest, number: int) -> HttpResponse:
    """Comments on a place of a revision, or answers a comment."""
    person = asked_by(request, *revisions.READING)
    given = request.POST.get("reply_to", "")
    try:
        reply_to = UUID(given) if given else None
    except ValueError:
        reply_to = UUID(int=0)
    place, text = request.POST.get("place", "").strip("/"), _text(request, "text")
    return _done(
        request,
        number,
        lambda: strategy.comment(
            number=number, place=place, text=text, by=person.id, now=clock.now(), reply_to=reply_to
        ),
        _("Your comment stands there."),
        "#comments" if not place else "",
    )


@require_POST
@login_required
def resolve(request: HttpRequest, number: int, comment_id: UUID) -> HttpResponse:
    """Settles a comment."""
    person = asked_by(request, *revisions.READING)
    return _done(
        request,
        number,
        lambda: strategy.resolve(comment_id=comment_id, by=person.id, now=clock.now()),
        _("Settled."),
    )
