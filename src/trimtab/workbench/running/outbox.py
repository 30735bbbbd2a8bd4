"""The outbox: every message and letter, where it stands, and what somebody has to decide about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from trimtab import clock
from trimtab.governance import api as governance
from trimtab.journeys import outbox as journey
from trimtab.kernel.channels import CHANNEL_WORDS, ChannelName, is_channel
from trimtab.messaging import api as messaging
from trimtab.messaging.api import MessageState, OutboxRow, Post
from trimtab.people.api import Role
from trimtab.strategy import api as strategy
from trimtab.web import forms
from trimtab.web.forms import Asks, Form
from trimtab.web.requests import Request
from trimtab.workbench.permission import STEERING, asked_by, asked_to_see

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
TROUBLED = (MessageState.UNCERTAIN, MessageState.FAILED)


class OutboxForm(Form, frozen=True, kw_only=True):
    """Which messages are looked at: to whom, with which words, in which state."""

    post: Post = Post.MESSAGES
    q: Annotated[str, Asks(most=100)] = ""
    state: MessageState | None = None


@dataclass(frozen=True, slots=True)
class OutboxLine:
    """A row of the table.

    `why` is where the reasons of a campaign stand, '' for other messages and other readers.
    """

    row: OutboxRow
    state: str
    word: object
    way: str
    why: str
    due_at: dt.datetime | None


@require_GET
@login_required
def page(request: Request) -> HttpResponse:
    """The page /outbox."""
    person = asked_to_see(request, governance.What.MESSAGES)
    asked = forms.read(OutboxForm, request.GET)
    found = messaging.outbox(
        post=asked.post,
        page=forms.page_number(request.GET),
        state=asked.state or "",
        text=asked.q,
    )
    other = _other(asked.post)
    counts, elsewhere = messaging.outbox_counts(asked.post), messaging.outbox_counts(other)
    whys = _whys() if person.roles & set(STEERING) else {}
    by_state = counts.by_state
    context = {
        "page": found,
        "lines": [_line(row, whys) for row in found.rows],
        "unnamed": asked.post is Post.MESSAGES and any(not row.name for row in found.rows),
        "counts": [
            (state, *words, by_state[state])
            for state, words in STATES.items()
            if by_state.get(state)
        ],
        "uncertain": by_state.get(MessageState.UNCERTAIN, 0),
        "failed": by_state.get(MessageState.FAILED, 0),
        "waiting": by_state.get(MessageState.WAITING, 0),
        "troubles": counts.troubles,
        "other": other.value,
        "troubled_elsewhere": sum(elsewhere.by_state.get(state, 0) for state in TROUBLED),
        "asked": forms.texts(asked),
        "posts": [(post.value, word) for post, word in POSTS.items()],
        "states": [("", _("all")), *((key.value, word) for key, (_pill, word) in STATES.items())],
        "query": forms.query(asked),
        "limits": messaging.limits(),
        "is_administrator": Role.ADMINISTRATOR in person.roles,
    }
    return render(request, "workbench/running/outbox.html", context)


def _other(post: Post) -> Post:
    return Post.LETTERS if post is Post.MESSAGES else Post.MESSAGES


def _line(row: OutboxRow, whys: Mapping[str, str]) -> OutboxLine:
    state, word = STATES[row.state]
    waits = row.state is MessageState.WAITING
    return OutboxLine(
        row, state, word, _way(row.channel), whys.get(row.key, ""), row.due_at if waits else None
    )


def _way(channel: str) -> str:
    return CHANNEL_WORDS[ChannelName(channel)] if is_channel(channel) else channel


def _whys() -> dict[str, str]:
    """Where the reasons of a campaign's messages stand, by the messages' key.

    Nothing for those that run no more.
    """
    revision = strategy.current()
    campaigns = strategy.plan(revision.document).campaigns if revision else ()
    return {
        f"campaign/{campaign.key}": reverse("workbench:running", args=["campaign", campaign.key])
        for campaign in campaigns
    }


@require_POST
@login_required
def again(request: Request, message_id: UUID) -> HttpResponse:
    """Sends one message again that failed, or of which nobody knows."""
    by = asked_by(request, Role.ADMINISTRATOR)
    asked = forms.read(OutboxForm, request.POST)
    journey.send_again(post=asked.post, message_id=message_id, by=by, now=clock.now())
    messages.success(request, _("It goes again within a minute, or when quiet hours are over."))
    return _back(OutboxForm(post=asked.post, state=asked.state))


@require_POST
@login_required
def all_again(request: Request) -> HttpResponse:
    """Sends everything again that could not be sent.

    What may have been sent is left to be decided one by one.
    """
    by = asked_by(request, Role.ADMINISTRATOR)
    post = forms.read(OutboxForm, request.POST).post
    count = journey.send_failed_again(post=post, by=by, now=clock.now())
    said = ngettext("%(n)s message is tried again.", "%(n)s messages are tried again.", count)
    messages.success(request, said % {"n": count})
    return _back(OutboxForm(post=post))


def _back(asked: OutboxForm) -> HttpResponse:
    return redirect(f"{reverse('workbench:outbox')}?{forms.query(asked)}")
