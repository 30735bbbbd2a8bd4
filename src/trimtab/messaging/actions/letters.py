"""Letters: messages to people who have no account here. They keep quiet hours and are never sent twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet

from trimtab.kernel.channels import ChannelName
from trimtab.kernel.said import say
from trimtab.messaging import queries
from trimtab.messaging.actions import troubles
from trimtab.messaging.actions.deciding import is_quiet_soon
from trimtab.messaging.actions.delivering import always, room_for
from trimtab.messaging.actions.handing_over import LEASE, Claimed, hand_over, release_lost
from trimtab.messaging.domain.limits import is_quiet
from trimtab.messaging.domain.rows import LINK, Channel, GoOn, MessageState, NewLetter, Outgoing
from trimtab.messaging.models import Letter
from trimtab.messaging.queries.mail import suppressed_among
from trimtab.people import api as people
from trimtab.wording import words, writing_in

NO_MORE_MAIL = say("This address gets no more mail; the page Mail says since when, and why.")
_CLAIMED = ("state", "claim", "claimed_until", "handing_over_at", "problem")
# The whole link of a sealed letter by the letter's key; None when it is not to go any more.
Links = Callable[[str], str | None]


def write_letters(letters: Iterable[NewLetter], *, now: dt.datetime) -> int:
    """Puts letters into the outbox, in the caller's transaction; returns how many are new.

    A key that is there already is not written again.
    """
    rows = [
        Letter(
            key=letter.key,
            address=letter.address,
            name=letter.name,
            subject=letter.subject,
            body=letter.body,
            why=letter.why,
            queued_at=now,
            due_at=now,
            urgent=letter.urgent,
            sealed=letter.sealed,
        )
        for letter in letters
    ]
    known = set(
        Letter.objects.filter(key__in=[row.key for row in rows]).values_list("key", flat=True)
    )
    fresh = [row for row in rows if row.key not in known]
    Letter.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def deliver_letters(
    *,
    now: dt.datetime,
    channel: Channel | None,
    time_zone: str,
    links: Links = lambda key: None,
    go_on: GoOn = always,
    per_hour: int | None = None,
) -> int:
    """Hands over the letters that are due, in batches; returns how many went.

    Several workers may do so at once. `time_zone` is the organisation's: outside people keep no
    zone here. Without a channel (no mail server) letters wait. `links` draws the links of sealed
    letters when they are claimed. `go_on` is asked before each batch and each letter, so that a
    turn ends in time. `per_hour` is how much mail leaves in an hour at most.
    """
    release_lost(now=now)
    limits, sent, is_well = queries.limits(), 0, True
    if channel is None:
        return 0
    due = Letter.objects.filter(state=MessageState.WAITING, due_at__lte=now)
    if is_quiet(now, time_zone, limits) or is_quiet_soon(now, time_zone, limits):
        due = due.filter(urgent=True)
    while is_well and go_on() and due.exists():
        at_once = room_for(per_hour, now=now)
        if not at_once or not troubles.may_try(ChannelName.EMAIL, now=now):
            break
        if claimed := _claim(due, now, links, at_once):
            states, is_well = hand_over(
                Letter, claimed, name=ChannelName.EMAIL, channel=channel, now=now, go_on=go_on
            )
            sent += states[MessageState.SENT]
    return sent


@transaction.atomic
def _claim(due: QuerySet[Letter], now: dt.datetime, links: Links, at_once: int) -> list[Claimed]:
    """So many letters that are this worker's from now on. Those to an address that gets no mail
    fail, and say so.
    """
    unlocked = due.select_for_update(skip_locked=True)
    letters = list(unlocked.order_by("-urgent", "due_at", "queued_at", "id")[:at_once])
    # Written for a name that nobody has, so that asking for it takes as long as for one that
    # somebody has: it was never meant to go.
    for_nobody = [letter.id for letter in letters if not letter.address]
    Letter.objects.filter(id__in=for_nobody).delete()
    addressed = [letter for letter in letters if letter.address]
    going, claim, read_in = [], uuid4(), _languages(addressed)
    suppressed = suppressed_among(letter.address for letter in addressed)
    for letter in addressed:
        if letter.address.lower() in suppressed:
            letter.state, letter.problem = MessageState.FAILED, NO_MORE_MAIL
            continue
        link = links(letter.key) if letter.sealed else ""
        if link is None:
            letter.state = MessageState.DROPPED
            continue
        letter.state, letter.handing_over_at = MessageState.SENDING, None
        letter.claim, letter.claimed_until = claim, now + LEASE
        going.append(Claimed(_outgoing(letter, link, read_in[letter.id]), claim, letter.attempts))
    Letter.objects.bulk_update(addressed, _CLAIMED)
    return going


def _languages(letters: Sequence[Letter]) -> dict[UUID, tuple[str, str]]:
    """In which languages each letter may be read: its reader's own, where the organisation knows
    them, and the organisation's.
    """
    ids = people.ids_by_email({letter.address for letter in letters})
    rows, house = people.people_rows(ids.values()), queries.house_language()
    own = {address: rows[person_id].language for address, person_id in ids.items()}
    return {letter.id: (own.get(letter.address.lower(), ""), house) for letter in letters}


def _outgoing(letter: Letter, link: str, read_in: tuple[str, str]) -> Outgoing:
    with writing_in(*read_in):
        subject, body, why = words(letter.subject), words(letter.body), words(letter.why)
    if letter.sealed:
        body = body.replace(LINK, link)
    return Outgoing(letter.id, letter.address, letter.name, "", subject, body, why, letter.key)
