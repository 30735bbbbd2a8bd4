"""Whether what waits is still meant for whom it was written: people move, and campaigns end, between the writing and the going."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from trimtab.kernel.said import Between, Said, joined, paragraphs, say_n
from trimtab.messaging.models import Campaign, Message
from trimtab.people import api as people

CAMPAIGN = "campaign/"


def no_longer_meant(messages: Sequence[Message]) -> set[UUID]:
    """Ids of the messages to an audience that their person has left, or of a campaign that the strategy has ended.

    A digest is written anew of those of its messages that are still meant; one of which none is left is among them. A fixed number of
    queries, one for each audience.
    """
    parts = list(
        Message.objects.filter(digest__in=[one.id for one in messages]).order_by("queued_at", "id")
    )
    gone = _gone([*messages, *parts])
    by_digest: dict[UUID | None, list[Message]] = {}
    for part in parts:
        by_digest.setdefault(part.digest, []).append(part)
    rewritten = []
    for message in messages:
        own = by_digest.get(message.id, [])
        left = [part for part in own if part.id not in gone]
        if own and not left:
            gone.add(message.id)
        elif len(left) < len(own):
            message.subject, message.body = digested(left)
            rewritten.append(message)
    Message.objects.bulk_update(rewritten, ["subject", "body"])
    return gone


def _gone(messages: Iterable[Message]) -> set[UUID]:
    addressed = [one for one in messages if one.audience]
    if not addressed:
        return set()
    persons = {one.person_id for one in addressed}
    members = people.members_by_audience({one.audience for one in addressed}, among=persons)
    inside = {key: set(ids) for key, ids in members.items()}
    keys = {one.key.removeprefix(CAMPAIGN) for one in addressed if one.key.startswith(CAMPAIGN)}
    ended = set(
        Campaign.objects.filter(key__in=keys).exclude(retired_at=None).values_list("key", flat=True)
    )
    return {
        one.id
        for one in addressed
        if one.person_id not in inside[one.audience]
        or (one.key.startswith(CAMPAIGN) and one.key.removeprefix(CAMPAIGN) in ended)
    }


def digested(messages: Sequence[Message]) -> tuple[Said, Said]:
    """The subject and the body of several messages in one."""
    if len(messages) == 1:
        return messages[0].subject, messages[0].body
    each = (joined([message.subject, message.body], Between.LINE) for message in messages)
    subject = say_n("{count} message in one", "{count} messages in one", len(messages))
    return subject, paragraphs(*each)
