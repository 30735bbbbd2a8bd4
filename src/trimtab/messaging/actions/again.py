"""Sending again by hand what failed, or what may have been sent or not."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from trimtab.kernel.errors import NotFound, Refusal
from trimtab.kernel.said import say
from trimtab.messaging.domain.rows import AGAIN, MessageState, Post
from trimtab.messaging.models import Letter, Message


def send_again(*, post: Post, message_id: UUID, now: dt.datetime) -> None:
    """Lets a message that failed, or of which nobody knows, wait for its turn again; pressed twice it goes once.

    It keeps its Message-ID, so that a mail program which has it already can tell. Raises NotFound; Refusal when it did not fail, or
    when its words are gone.
    """
    table: type[Message] | type[Letter] = Letter if post is Post.LETTERS else Message
    row = table.objects.filter(id=message_id).first()
    if row is None:
        raise NotFound("messages.unknown", say("There is no such message."))
    if not row.subject:
        raise Refusal("messages.gone", say("Its words are gone, so it cannot be sent again."))
    changed = table.objects.filter(id=message_id, state__in=AGAIN).update(**_anew(now))
    if not changed:
        raise Refusal("messages.not-failed", say("It did not fail, so it is not sent again."))


def send_failed_again(*, post: Post, now: dt.datetime) -> int:
    """Lets everything that failed for certain wait for its turn again; returns how many. What may have been sent is left alone."""
    table: type[Message] | type[Letter] = Letter if post is Post.LETTERS else Message
    return table.objects.filter(state=MessageState.FAILED).exclude(subject="").update(**_anew(now))


def _anew(now: dt.datetime) -> dict[str, object]:
    return {
        "state": MessageState.WAITING,
        "attempts": 0,
        "due_at": now,
        "claim": None,
        "claimed_until": None,
        "handing_over_at": None,
        "problem": "",
    }
