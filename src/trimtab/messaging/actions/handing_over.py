"""Handing over what a worker has claimed, outside any transaction.

Each message goes through three commits: it is claimed (state sending, for as long as the lease
lasts), it is marked right before the other side may have it, and it is settled. Whenever the worker
ends, the row says how far it came: not marked was certainly not handed over and goes again by
itself; marked and not settled may have arrived, and goes again only when somebody says so.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import DatabaseError, transaction

from trimtab.kernel.errors import ChannelAway, DeliveryFailed, DeliveryUncertain
from trimtab.kernel.said import Said, say, say_n, sentences
from trimtab.messaging.actions import troubles
from trimtab.messaging.actions.suppressing import SuppressedFor, suppress
from trimtab.messaging.domain.limits import MOST_ATTEMPTS, next_attempt
from trimtab.messaging.domain.mail import SuppressedBecause
from trimtab.messaging.domain.masking import without_addresses
from trimtab.messaging.domain.rows import Channel, GoOn, MessageState, OpenChannel, Outgoing
from trimtab.messaging.models import Letter, Message

log = logging.getLogger("trimtab.messaging")
LEASE = dt.timedelta(minutes=5)
AT_ONCE = 50
ENDED = say("The process ended while it was being handed over.")
Table = type[Message] | type[Letter]


def _nothing() -> None:
    """No evidence is kept of letters: outside people have no place in the record store."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that this worker has.

    `record` writes the evidence, in the transaction that settles it as sent.
    """

    outgoing: Outgoing
    claim: UUID
    attempts: int
    record: Callable[[], None] = _nothing


class ClaimLost(Exception):
    """The lease was over and somebody else has the message, or it is not to go any more.

    Nothing was handed over.
    """


@dataclass(slots=True)
class _Attempt:
    """One message on its way."""

    table: Table
    claimed: Claimed
    now: dt.datetime
    is_marked: bool = field(default=False)

    def mark(self) -> None:
        """Writes down, for good, that the message is being handed over now.

        Raises ClaimLost when it is not this worker's.
        """
        with transaction.atomic(durable=True):
            marked = self.table.objects.filter(
                id=self.claimed.outgoing.id, claim=self.claimed.claim, state=MessageState.SENDING
            ).update(handing_over_at=self.now)
        if not marked:
            raise ClaimLost
        self.is_marked = True

    def settle(self, state: MessageState, **changes: object) -> bool:
        """Writes down what became of it; whether it was still this worker's to say."""
        mine = self.table.objects.filter(
            id=self.claimed.outgoing.id,
            claim=self.claimed.claim,
            state__in=[MessageState.SENDING, MessageState.UNCERTAIN],
        )
        return bool(mine.update(state=state, claim=None, claimed_until=None, **changes))

    def sent(self) -> MessageState:
        """The other side has it."""
        with transaction.atomic(durable=True):
            if self.settle(MessageState.SENT, sent_at=self.now, problem=""):
                self.claimed.record()
        return MessageState.SENT

    def uncertain(self, problem: Said) -> MessageState:
        """The other side may have it."""
        log.error("a message may have been sent or not: %s", without_addresses(problem))
        self.settle(MessageState.UNCERTAIN, problem=problem)
        return MessageState.UNCERTAIN

    def put_off(self, problem: Said) -> MessageState:
        """The channel went away with this message: others are tried before it, in case that the message is why."""
        attempts = self.claimed.attempts + 1
        due_at = next_attempt(self.now, attempts)
        self.settle(
            MessageState.WAITING,
            attempts=attempts,
            due_at=due_at,
            handing_over_at=None,
            problem=problem,
        )
        return MessageState.WAITING

    def failed(self, problem: Said, *, permanent: bool, is_gone: bool = False) -> MessageState:
        """The other side has not got it: it is tried again later, or given up.

        `is_gone`: nobody is reached at the address, so that it gets nothing more.
        """
        if is_gone:
            reached = {
                self.claimed.outgoing.address: SuppressedFor(SuppressedBecause.REFUSED, problem)
            }
            suppress(reached, now=self.now)
        attempts = self.claimed.attempts + 1
        reason = without_addresses(problem)
        log.warning("a message could not be handed over (attempt %d): %s", attempts, reason)
        if not permanent and attempts >= MOST_ATTEMPTS:
            given_up = say_n(
                "Given up after {count} attempt.", "Given up after {count} attempts.", attempts
            )
            problem = sentences(given_up, problem)
        state = (
            MessageState.FAILED if permanent or attempts >= MOST_ATTEMPTS else MessageState.WAITING
        )
        self.settle(
            state,
            attempts=attempts,
            due_at=next_attempt(self.now, attempts),
            handing_over_at=None,
            problem=problem,
        )
        return state


def hand_over(
    table: Table,
    claimed: Sequence[Claimed],
    *,
    name: str,
    channel: Channel,
    now: dt.datetime,
    go_on: GoOn,
) -> tuple[Counter[MessageState], bool]:
    """Hands over what was claimed through one opening of the channel.

    Returns what became of it, and whether the channel is well. `go_on` is asked before each; what
    is left when it says no, or when the channel can hand nothing over, goes back untouched.
    """
    left, states = deque(claimed), Counter[MessageState]()
    is_well = True
    try:
        with channel.open() as open_channel:
            while left and go_on():
                states[_hand_over(_Attempt(table, left.popleft(), now), open_channel)] += 1
        troubles.over(name)
    except ChannelAway as away:
        is_well = False
        troubles.rest(name, away.sentence, now=now)
    except DeliveryUncertain as uncertain:
        is_well = False
        states[MessageState.UNCERTAIN] += 1
        troubles.rest(name, uncertain.sentence, now=now, longer=True)
    _give_back(table, left)
    return states, is_well


def _hand_over(attempt: _Attempt, open_channel: OpenChannel) -> MessageState:
    try:
        open_channel.deliver(attempt.claimed.outgoing, attempt.mark)
    except ChannelAway as away:
        attempt.put_off(away.sentence)
        raise
    except DeliveryFailed as failed:
        return attempt.failed(failed.sentence, permanent=failed.permanent, is_gone=failed.is_gone)
    except DeliveryUncertain as uncertain:
        attempt.uncertain(uncertain.sentence)
        raise
    except ClaimLost:
        log.warning("a message was taken back before it was handed over")
        return MessageState.WAITING
    except DatabaseError:
        raise
    except Exception as error:
        # A fault in one message must not keep all others from going.
        log.exception("a message could not be handed over")
        problem = say("An error of the platform: {name}.", name=type(error).__name__)
        return (
            attempt.uncertain(problem)
            if attempt.is_marked
            else attempt.failed(problem, permanent=False)
        )
    return attempt.sent()


def _give_back(table: Table, left: Iterable[Claimed]) -> None:
    """What was certainly not handed over waits again, without having been tried."""
    for claim in {claimed.claim for claimed in left}:
        ids = [claimed.outgoing.id for claimed in left if claimed.claim == claim]
        table.objects.filter(id__in=ids, claim=claim, state=MessageState.SENDING).update(
            state=MessageState.WAITING, claim=None, claimed_until=None, handing_over_at=None
        )


def release_lost(*, now: dt.datetime) -> int:
    """Settles what a worker had that ended; returns how many are uncertain.

    What was not marked goes again by itself; what was marked is uncertain.
    """
    uncertain = 0
    for table in (Message, Letter):
        lost = table.objects.filter(state=MessageState.SENDING, claimed_until__lte=now)
        uncertain += lost.exclude(handing_over_at=None).update(
            state=MessageState.UNCERTAIN, problem=ENDED
        )
        lost.filter(handing_over_at=None).update(
            state=MessageState.WAITING, claim=None, claimed_until=None
        )
    if uncertain:
        log.error(
            "%d messages may have been sent or not: the process ended while they were handed over",
            uncertain,
        )
    return uncertain
