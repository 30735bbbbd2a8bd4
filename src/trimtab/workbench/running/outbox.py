"""The outbox: every message and letter, where it stands, and what somebody has to decide about."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from trimtab import clock
from trimtab.governance import api as governance
from trimtab.journeys import outbox as journey
from trimtab.messaging import api as messaging
from trimtab.messaging.api import MessageState, OutboxRow, Post
from trimtab.people.api import Role
from trimtab.strategy import api as strategy
from trimtab.workbench.permission import STEERING, asked_by, asked_to_see, page_number

STATES = {
    MessageState.UNCERTAIN: ("bad", _l("may have been sent")),
    MessageState.FAILED: ("warn", _l("could not be sent")),
    MessageState.WAITING: ("empty", _l("waiting")),
    MessageState.SENDING: ("empty", _l("being sent")),
    MessageState.SENT: ("good", _l("sent")),
    MessageState.IN_DIGEST: ("empty", _l("comes in a digest")),
    MessageState.DROPPED: ("empty", _l("not sent: not wanted, or past the limit")),
}
POSTS = {
    Post.MESSAGES: _l("Messages: reminders and what the strategy says"),
    Post.LETTERS: _l("Letters: invitations, passwords, links to those asked"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table. `why` is where the reasons of a campaign stand, '' for other messages and other readers."""

    row: OutboxRow
    state: str
    word: object
    why: str
    due_at: dt.datetime | None


@require_GET
@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The page /outbox."""
    person = asked_to_see(request, governance.What.MESSAGES)
    post = _post(request.GET.get("post", ""))
    asked = {name: request.GET.get(name, "")[:100] for name in ("q", "state")} | {
        "post": post.value
    }
    state = asked["state"] if asked["state"] in set(MessageState) else ""
    found = messaging.outbox(
        post=post, page=page_number(request), state=state, text=asked["q"].replace("\0", "")
    )
    counts, other = messaging.outbox_counts(post), messaging.outbox_counts(_other(post))
    whys = _whys() if person.roles & set(STEERING) else {}
    context = {
        "page": found,
        "lines": [_line(row, whys) for row in found.rows],
        "unnamed": post is Post.MESSAGES and any(not row.name for row in found.rows),
        "counts": [
            (one, *STATES[one], counts.by_state[one]) for one in STATES if counts.by_state.get(one)
        ],
        "uncertain": counts.by_state.get(MessageState.UNCERTAIN, 0),
        "failed": counts.by_state.get(MessageState.FAILED, 0),
        "waiting": counts.by_state.get(MessageState.WAITING, 0),
        "troubles": counts.troubles,
        "other": _other(post).value,
        "troubled_elsewhere": sum(
            other.by_state.get(one, 0) for one in (MessageState.UNCERTAIN, MessageState.FAILED)
        ),
        "asked": asked,
        "posts": [(one.value, word) for one, word in POSTS.items()],
        "states": [("", _("all")), *((one.value, word) for one, (_state, word) in STATES.items())],
        "query": urlencode({name: value for name, value in asked.items() if value}),
        "limits": messaging.limits(),
        "is_administrator": Role.ADMINISTRATOR in person.roles,
    }
    return render(request, "workbench/running/outbox.html", context)


def _post(name: str) -> Post:
    return Post(name) if name in set(Post) else Post.MESSAGES


def _other(post: Post) -> Post:
    return Post.LETTERS if post is Post.MESSAGES else Post.MESSAGES


def _line(row: OutboxRow, whys: dict[str, str]) -> Line:
    state, word = STATES[row.state]
    return Line(
        row,
        state,
        word,
        whys.get(row.key, ""),
        row.due_at if row.state is MessageState.WAITING else None,
    )


def _whys() -> dict[str, str]:
    """Where the reasons of a campaign's messages stand, by the messages' key; nothing for those that run no more."""
    revision = strategy.current()
    campaigns = strategy.plan(revision.document).campaigns if revision else ()
    return {
        f"campaign/{one.key}": reverse("workbench:running", args=["campaign", one.key])
        for one in campaigns
    }


@require_POST
@login_required
def again(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Sends one message again that failed, or of which nobody knows."""
    by, post = asked_by(request, Role.ADMINISTRATOR), _post(request.POST.get("post", ""))
    journey.send_again(post=post, message_id=message_id, by=by, now=clock.now())
    messages.success(request, _("It goes again within a minute, or when quiet hours are over."))
    return _back(post, request.POST.get("state", ""))


@require_POST
@login_required
def all_again(request: HttpRequest) -> HttpResponse:
    """Sends everything again that could not be sent; what may have been sent is left to be decided one by one."""
    by, post = asked_by(request, Role.ADMINISTRATOR), _post(request.POST.get("post", ""))
    count = journey.send_failed_again(post=post, by=by, now=clock.now())
    said = ngettext("%(n)s message is tried again.", "%(n)s messages are tried again.", count) % {
        "n": count
    }
    messages.success(request, said)
    return _back(post, "")


def _back(post: Post, state: str) -> HttpResponse:
    kept = {"post": post.value} | ({"state": state} if state in set(MessageState) else {})
    return redirect(f"{reverse('workbench:outbox')}?{urlencode(kept)}")
