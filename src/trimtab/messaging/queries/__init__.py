"""Reading messages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Case, CharField, Count, F, Max, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from trimtab.kernel import paging
from trimtab.kernel.channels import ChannelName
from trimtab.kernel.errors import NotFound
from trimtab.kernel.paging import Page
from trimtab.kernel.said import say
from trimtab.messaging.apps import MessagingConfig
from trimtab.messaging.domain.limits import MessageLimits, week_of
from trimtab.messaging.domain.masking import without_addresses
from trimtab.messaging.domain.rows import (
    GONE_OR_GOING,
    MessageRow,
    MessageState,
    OutboxCounts,
    OutboxRow,
    Post,
    TroubleRow,
)
from trimtab.messaging.models import (
    KeptMail,
    Letter,
    LimitsInForce,
    Message,
    OptOut,
    ReminderWish,
    Suppressed,
    Trouble,
)
from trimtab.people import api as people
from trimtab.said_field import MADE
from trimtab.wording import words

PAGE_SIZE = 50
# Whether somebody practised, asked to be erased or wants no messages is theirs alone to tell.
_WHOSE = Case(
    When(Q(is_private=True) | Q(state=MessageState.DROPPED), then=Value("")),
    default=F("person__name"),
    output_field=CharField(),
)
PILES_UP_AFTER = dt.timedelta(minutes=30)


def configured() -> MessagingConfig:
    """What the composition root has said about this installation."""
    config = apps.get_app_config("messaging")
    if not isinstance(config, MessagingConfig):
        raise TypeError("the app 'messaging' is another one")
    return config


def sends_mail() -> bool:
    """Whether mail leaves: by the machine's settings, or as it was set up in the browser. Without
    letters wait, and pages offer another way.
    """
    return configured().sends_mail or KeptMail.objects.exists()


def limits() -> MessageLimits:
    """The limits in force."""
    row = LimitsInForce.objects.first()
    return (
        MessageLimits(row.messages_per_week, row.quiet_from, row.quiet_until)
        if row
        else MessageLimits()
    )


def house_language() -> str:
    """The organisation's language, for whoever has none of their own that is offered."""
    organisation = people.organisation()
    return organisation.language if organisation else ""


def messages_kept() -> QuerySet[Message]:
    """The messages that still have their words, as a query."""
    return Message.objects.exclude(subject="", body="")


def letters_kept() -> QuerySet[Letter]:
    """The letters that still have their words or their address, as a query."""
    return Letter.objects.exclude(address="", subject="", body="")


def count_kept(person_id: UUID, emails: Iterable[str]) -> int:
    """How many messages to a person and letters to their addresses still have their words."""
    letters = Letter.objects.filter(address__in=_lowered(emails))
    return messages_kept().filter(person=person_id).count() + letters.count()


def inbox(person_id: UUID, limit: int = 50) -> list[MessageRow]:
    """What a person got, newest first."""
    return _rows(
        messages_kept()
        .filter(person=person_id, state=MessageState.SENT)
        .order_by("-sent_at")[:limit]
    )


def message(message_id: UUID, *, person_id: UUID) -> MessageRow:
    """A message that a person got. Raises NotFound for any other, also somebody else's."""
    found = _rows(messages_kept().filter(id=message_id, person=person_id, state=MessageState.SENT))
    if not found:
        raise NotFound("messages.unknown", say("There is no such message in your inbox."))
    return found[0]


def held_about(person_id: UUID, emails: Iterable[str]) -> dict[str, list[Any]]:
    """Everything that messaging holds about a person, as plain data.

    Messages, letters to their addresses, and their wishes.
    """
    addresses = _lowered(emails)
    messages = Message.objects.filter(person=person_id).order_by("-queued_at")
    letters = Letter.objects.filter(address__in=addresses).order_by("-queued_at")
    wish = OptOut.objects.filter(person=person_id)
    reminders = ReminderWish.objects.filter(person=person_id)
    without_mail = Suppressed.objects.filter(address__in=addresses)
    told = ("subject", "body", "why", "state", "queued_at", "sent_at")
    return {
        "messages": _worded(messages.values(*told, "sender", "channel", "read_at")),
        "letters": _worded(letters.values(*told)),
        "no_messages_since": list(wish.values("since")),
        "reminders_of_practice": list(reminders.values("wants", "since")),
        "no_mail_since": list(without_mail.values("since", "because", "said")),
    }


def _lowered(emails: Iterable[str]) -> list[str]:
    """Addresses as letters have them."""
    return [email.lower() for email in emails]


def _worded(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows whose sentences are texts in the language of whoever asks."""
    return [
        {name: words(value) if isinstance(value, str) else value for name, value in row.items()}
        for row in rows
    ]


def unread_count(person_id: UUID) -> int:
    """How many messages a person has not opened."""
    return messages_kept().filter(person=person_id, state=MessageState.SENT, read_at=None).count()


def outbox(
    *, post: Post = Post.MESSAGES, page: int = 1, state: str = "", text: str = ""
) -> Page[OutboxRow]:
    """All messages (or letters), newest first, 50 a page.

    By state, and words in subject or name, when given. Whose a message is that tells what its
    reader did, or that was not wanted, is neither told nor found by name.
    """
    letters = post is Post.LETTERS
    rows: QuerySet[Any] = Letter.objects.all() if letters else Message.objects.all()
    rows = rows.annotate(
        whose=F("name") if letters else _WHOSE,
        way=Value(ChannelName.EMAIL.value) if letters else F("channel"),
    )
    if state:
        rows = rows.filter(state=state)
    if text:
        rows = rows.filter(_with_words(rows, text) | Q(whose__icontains=text))
    cut = paging.cut(rows.count(), number=page, size=PAGE_SIZE)
    chosen = rows.order_by("-queued_at", "id")[cut.window]
    return cut.page(_outbox_row(row) for row in chosen)


def _with_words(rows: QuerySet[Any], text: str) -> Q:
    """Those whose subject has these words, as its reader here reads it: what is stored of a notice
    of our own are its parts.
    """
    made = rows.filter(subject__startswith=MADE).values_list("subject", flat=True)
    subjects = made.order_by().distinct()
    found = [subject for subject in subjects if text.casefold() in words(subject).casefold()]
    by_hand = Q(subject__icontains=text) & ~Q(subject__startswith=MADE)
    return by_hand | Q(subject__in=found)


def _outbox_row(row: Any) -> OutboxRow:
    """A message or letter with `whose` and `way`; no address where whose it is is not told."""
    return OutboxRow(
        id=row.id,
        key=row.key,
        name=row.whose,
        subject=row.subject,
        why=row.why,
        channel=row.way,
        state=MessageState(row.state),
        attempts=row.attempts,
        queued_at=row.queued_at,
        due_at=row.due_at,
        sent_at=row.sent_at,
        problem=row.problem if row.whose else without_addresses(row.problem),
    )


def outbox_counts(post: Post = Post.MESSAGES) -> OutboxCounts:
    """How many messages (or letters) stand in each state, and which channels are in trouble."""
    table: type[Message] | type[Letter] = Letter if post is Post.LETTERS else Message
    counts = table.objects.values_list("state").annotate(count=Count("id")).order_by()
    return OutboxCounts({MessageState(state): count for state, count in counts}, troubles())


def troubles() -> tuple[TroubleRow, ...]:
    """The channels that can hand nothing over now."""
    rows = Trouble.objects.order_by("since")
    return tuple(TroubleRow(row.channel, row.since, row.resume_at, row.problem) for row in rows)


def piled_up(*, now: dt.datetime, sends_letters: bool) -> int:
    """How many messages have been due for half an hour and nobody has looked at them.

    Letters count where a mail server takes them.
    """
    late = {"state": MessageState.WAITING, "due_at__lt": now - PILES_UP_AFTER}
    letters = Letter.objects.filter(**late).count() if sends_letters else 0
    return Message.objects.filter(**late).count() + letters


def letter_states(keys: Iterable[str]) -> dict[str, MessageState]:
    """Where letters stand, by key; keys that were never written are left out."""
    found = Letter.objects.filter(key__in=list(keys)).values_list("key", "state")
    return {key: MessageState(state) for key, state in found}


def opted_out(person_id: UUID) -> bool:
    """Whether a person wants no messages that are not urgent."""
    return OptOut.objects.filter(person=person_id).exists()


def those_opted_out(person_ids: Iterable[UUID]) -> set[UUID]:
    """Those of some people who want no messages that are not urgent."""
    return set(OptOut.objects.filter(person__in=list(person_ids)).values_list("person", flat=True))


def reminder_wishes(person_ids: Iterable[UUID]) -> dict[UUID, bool]:
    """Who of some people has said whether they want to be reminded of practice."""
    return dict(
        ReminderWish.objects.filter(person__in=list(person_ids)).values_list("person", "wants")
    )


def counted_this_week(zones: Mapping[UUID, str], now: dt.datetime) -> dict[UUID, int]:
    """How many messages count against the cap of this week, by person.

    Those that went, are going or may have gone, and those that wait.
    """
    went = went_since(zones, now - dt.timedelta(days=8))
    waiting = Message.objects.filter(
        person__in=list(zones), state=MessageState.WAITING, urgent=False
    )
    counts = dict(waiting.values_list("person").annotate(count=Count("id")).order_by())
    return {
        person_id: counts.get(person_id, 0)
        + sum(at >= week_of(now, zone) for at in went.get(person_id, ()))
        for person_id, zone in zones.items()
    }


def last_written(key_prefix: str, person_ids: Iterable[UUID]) -> dict[UUID, dt.datetime]:
    """When each of some people was last written a message whose key begins like this.

    Others are left out.
    """
    rows = Message.objects.filter(person__in=list(person_ids), key__startswith=key_prefix)
    return dict(rows.values_list("person").annotate(last=Max("queued_at")).order_by())


def went_since(person_ids: Iterable[UUID], since: dt.datetime) -> dict[UUID, list[dt.datetime]]:
    """When the messages that count against the cap went out, by person.

    Those count that are going, or may have gone.
    """
    times: dict[UUID, list[dt.datetime]] = {}
    rows = Message.objects.filter(
        person__in=list(person_ids), state__in=GONE_OR_GOING, urgent=False
    ).annotate(at=Coalesce("sent_at", "handing_over_at", "claimed_until"))
    for person, at in rows.filter(at__gte=since).values_list("person", "at"):
        times.setdefault(person, []).append(at)
    return times


def _rows(messages: QuerySet[Message]) -> list[MessageRow]:
    return [
        MessageRow(
            message.id,
            message.key,
            message.person_id,
            message.person.name,
            message.sender,
            message.subject,
            message.body,
            message.why,
            tuple(message.because),
            message.channel,
            message.urgent,
            MessageState(message.state),
            message.queued_at,
            message.sent_at,
            message.read_at,
        )
        for message in messages.select_related("person")
    ]
