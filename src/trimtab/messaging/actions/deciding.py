"""What becomes now of the messages that are due: a batch of them, with all that is needed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from trimtab.kernel.channels import ChannelName
from trimtab.kernel.said import Said
from trimtab.lrs import api as lrs
from trimtab.messaging import queries
from trimtab.messaging.actions.meaning import no_longer_meant
from trimtab.messaging.domain.limits import (
    Limits,
    MessageFate,
    decide,
    is_quiet,
    look_again,
    week_of,
)
from trimtab.messaging.domain.rows import MessageState
from trimtab.messaging.models import Message
from trimtab.people import api as people
from trimtab.strategy import api as strategy
from trimtab.xapi.profile import ActivityType, Verb

TIME_TO_HAND_OVER = dt.timedelta(minutes=1)
_CLAIMING = 0x4D_41_49_4C
_KEEP = """
    UPDATE messaging_message AS message
    SET state = done.state, channel = done.channel, sent_at = done.sent_at, due_at = done.due_at,
        problem = done.problem, claim = done.claim, claimed_until = done.claimed_until,
        handing_over_at = NULL
    FROM unnest(
        %s::uuid[], %s::text[], %s::text[], %s::timestamptz[], %s::timestamptz[], %s::text[],
        %s::uuid[], %s::timestamptz[]
    ) AS done (id, state, channel, sent_at, due_at, problem, claim, claimed_until)
    WHERE message.id = done.id
"""


class Batch:
    """The next messages, locked, with all that is needed to decide about them.

    In one transaction of the caller's. One worker decides at a time: what another has claimed a
    moment ago counts against the cap of the week.
    """

    def __init__(self, due: QuerySet[Message], most: int, now: dt.datetime) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CLAIMING])
        unlocked = due.select_for_update(skip_locked=True, of=("self",))
        self.messages: Sequence[Message] = list(
            unlocked.order_by("-urgent", "due_at", "queued_at", "id")[:most]
        )
        self.limits = queries.limits()
        self.house_language = ""
        self.people: Mapping[UUID, people.PersonRow] = {}
        self.gone: set[UUID] = set()
        self.opted_out: set[UUID] = set()
        self.context: Mapping[str, object] = {}
        self.this_week: dict[UUID, int] = {}
        if self.messages:
            self._look_up(now)

    def _look_up(self, now: dt.datetime) -> None:
        self.people = people.people_rows({message.person_id for message in self.messages})
        self.house_language = queries.house_language()
        self.gone = no_longer_meant(self.messages)
        self.opted_out = queries.those_opted_out(self.people)
        self.context = strategy.revision_contexts()(now)
        went = queries.went_since(self.people, now - dt.timedelta(days=8))
        for person_id, person in self.people.items():
            monday = week_of(now, person.time_zone)
            self.this_week[person_id] = sum(at >= monday for at in went.get(person_id, ()))

    def decide(self, now: dt.datetime) -> list[Message]:
        """Those that go now; what becomes of the others is written on them."""
        going = []
        for message in self.messages:
            person = self.people[message.person_id]
            match self._fate(message, person, now):
                case MessageFate.GO:
                    going.append(message)
                    self.this_week[person.id] += not message.urgent
                case MessageFate.DROP:
                    message.state = MessageState.DROPPED
                case MessageFate.DIGEST:
                    message.state = MessageState.IN_DIGEST
                case MessageFate.WAIT:
                    message.due_at = look_again(now, person.time_zone, self.limits)
        return going

    def _fate(self, message: Message, person: people.PersonRow, now: dt.datetime) -> MessageFate:
        if message.id in self.gone:
            return MessageFate.DROP
        fate = decide(
            now=now,
            time_zone=person.time_zone,
            limits=self.limits,
            sent_this_week=self.this_week[person.id],
            opted_out=person.id in self.opted_out or not person.is_active,
            urgent=message.urgent and person.is_active,
        )
        leaves = message.channel != ChannelName.IN_APP and not message.urgent
        if fate is MessageFate.GO and leaves and is_quiet_soon(now, person.time_zone, self.limits):
            return MessageFate.WAIT
        return fate

    def keep(self) -> None:
        """Writes down what was decided, in one statement."""
        if not self.messages:
            return
        rows = [
            (
                message.id,
                str(message.state),
                message.channel,
                message.sent_at,
                message.due_at,
                _stored(message.problem),
                message.claim,
                message.claimed_until,
            )
            for message in self.messages
        ]
        with connection.cursor() as cursor:
            cursor.execute(_KEEP, [list(column) for column in zip(*rows, strict=True)])

    def evidence(self, messages: Iterable[Message], now: dt.datetime) -> list[lrs.Evidence]:
        """That these people received these messages."""
        return [
            lrs.Evidence(
                actor=self.people[message.person_id].pseudonym,
                verb=Verb.RECEIVED,
                object_id=f"messages/{message.key}",
                object_name=str(message.subject),
                object_type=ActivityType.MESSAGE,
                at=now,
                context=self.context,
            )
            for message in messages
        ]


def _stored(problem: Said) -> str:
    """What the column keeps of a sentence."""
    stored: str = Message._meta.get_field("problem").get_prep_value(problem)
    return stored


def is_quiet_soon(now: dt.datetime, time_zone: str, limits: Limits) -> bool:
    """Whether quiet hours would begin before a message that is claimed now has left."""
    return is_quiet(now + TIME_TO_HAND_OVER, time_zone, limits)
