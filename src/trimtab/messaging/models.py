"""Tables of messaging. A message is a row of the outbox, written in the transaction that causes it."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from trimtab.messaging.domain.mail import MailRegion, MailSecurity, MailWay, SuppressedBecause
from trimtab.messaging.domain.rows import MessageState
from trimtab.said_field import SaidField
from trimtab.sealing import SealedField


class Campaign(models.Model):
    """A message to an audience."""

    key = models.CharField(max_length=64, primary_key=True)
    title = models.CharField(max_length=200)
    audience = models.CharField(max_length=64)
    channel = models.CharField(max_length=20)
    sender = models.CharField(max_length=200)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    starts = models.DateField(null=True)
    because = models.JSONField(default=list)
    retired_at = models.DateTimeField(null=True)


_SOMEBODY_HAS_IT = ~Q(state="sending") | Q(claim__isnull=False, claimed_until__isnull=False)


class Posted(models.Model):
    """Where something stands that is to be handed over.

    `claim` and `claimed_until` are those of the worker that has it (state sending), so that another neither takes it meanwhile nor
    waits for one that has ended. `handing_over_at` is written right before the other side may have it: without it, a claim whose
    lease is over was certainly not handed over.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(
        max_length=12,
        choices=[(state.value, state.value) for state in MessageState],
        default=MessageState.WAITING.value,
    )
    queued_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True)
    claimed_until = models.DateTimeField(null=True)
    handing_over_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    problem = SaidField(blank=True, default="")

    class Meta:
        abstract = True


class Message(Posted):
    """The outbox: one message to one person, never twice with the same key.

    `is_private` says that it tells what its reader did or left: whose it is, nobody else sees.
    `audience` is the one that it is meant for ('' when it is for the person alone), `digest` the message that this one comes in.
    """

    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    key = models.CharField(max_length=120)
    sender = models.CharField(max_length=200, blank=True)
    subject = SaidField()
    body = SaidField()
    why = SaidField()
    because = models.JSONField(default=list)
    channel = models.CharField(max_length=20)
    urgent = models.BooleanField(default=False)
    is_private = models.BooleanField(default=False)
    read_at = models.DateTimeField(null=True)
    audience = models.CharField(max_length=64, blank=True, default="")
    digest = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "key"], name="sent_once_a_key"),
            models.CheckConstraint(condition=_SOMEBODY_HAS_IT, name="message_sending_is_claimed"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="message_due", condition=Q(state="waiting")),
            models.Index(
                fields=["claimed_until"], name="message_claimed", condition=Q(state="sending")
            ),
            models.Index(fields=["person", "-queued_at"], name="message_inbox"),
            models.Index(
                fields=["digest"], name="message_digest", condition=Q(digest__isnull=False)
            ),
            models.Index(fields=["-queued_at"], name="message_outbox"),
            models.Index(fields=["-sent_at"], name="message_mailed", condition=Q(channel="email")),
        ]


class Letter(Posted):
    """A message by e-mail to somebody who has no account or is not in yet; never twice with the same key.

    `sealed` says that LINK in its body is put in when it leaves and is kept nowhere; `urgent` ones keep no quiet hours.
    """

    key = models.CharField(max_length=120, unique=True)
    address = models.EmailField(blank=True)
    name = models.CharField(max_length=200, blank=True)
    subject = SaidField(blank=True)
    body = SaidField(blank=True)
    why = SaidField(blank=True)
    urgent = models.BooleanField(default=False)
    sealed = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=_SOMEBODY_HAS_IT, name="letter_sending_is_claimed")
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="letter_due", condition=Q(state="waiting")),
            models.Index(
                fields=["claimed_until"], name="letter_claimed", condition=Q(state="sending")
            ),
            models.Index(fields=["-queued_at"], name="letter_outbox"),
            models.Index(fields=["-sent_at"], name="letter_mailed"),
        ]


class Trouble(models.Model):
    """A channel that can hand nothing over. While it stands here, one worker tries it once at `resume_at`."""

    channel = models.CharField(max_length=20, primary_key=True)
    since = models.DateTimeField()
    resume_at = models.DateTimeField()
    failures = models.PositiveIntegerField(default=1)
    problem = SaidField()


class OptOut(models.Model):
    """Somebody wants no messages that are not urgent."""

    person = models.OneToOneField("people.Person", on_delete=models.CASCADE, primary_key=True)
    since = models.DateTimeField()


class ReminderWish(models.Model):
    """Somebody has said whether they want to be reminded of practice."""

    person = models.OneToOneField("people.Person", on_delete=models.CASCADE, primary_key=True)
    wants = models.BooleanField()
    since = models.DateTimeField()


class LimitsInForce(models.Model):
    """The limits of the strategy in force."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    messages_per_week = models.PositiveSmallIntegerField(default=3)
    quiet_from = models.TimeField(default=dt.time(20, 0))
    quiet_until = models.TimeField(default=dt.time(7, 0))

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="only_one_limits")]


class KeptMail(models.Model):
    """How mail leaves, as somebody has set it up in the browser (domain/mail.py: MailSetUp).

    `hook_key` is the key with which a service signs what it tells us; of the secret that it must know to tell us anything only the
    digest is kept (SHA-256, hex).
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    way = models.CharField(max_length=20, choices=[(way.value, way.value) for way in MailWay])
    sender = models.CharField(max_length=254)
    sender_name = models.CharField(max_length=100, blank=True, default="")
    reply_to = models.CharField(max_length=254, blank=True, default="")
    per_hour = models.PositiveIntegerField(null=True)
    host = models.CharField(max_length=253, blank=True, default="")
    port = models.PositiveIntegerField(default=587)
    security = models.CharField(
        max_length=10,
        choices=[(security.value, security.value) for security in MailSecurity],
        default=MailSecurity.STARTTLS.value,
    )
    user = models.CharField(max_length=200, blank=True, default="")
    secret = SealedField(blank=True, default="")
    detail = models.CharField(max_length=200, blank=True, default="")
    region = models.CharField(
        max_length=2,
        choices=[(region.value, region.value) for region in MailRegion],
        default=MailRegion.US.value,
    )
    hook_key = SealedField(blank=True, default="")
    hook_digest = models.CharField(max_length=64, blank=True, default="")
    kept_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="only_one_mail")]


class Suppressed(models.Model):
    """An address (in lower case) that gets no more mail, and what the other side said of it."""

    address = models.CharField(max_length=254, primary_key=True)
    since = models.DateTimeField()
    because = models.CharField(
        max_length=12, choices=[(because.value, because.value) for because in SuppressedBecause]
    )
    said = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-since"], name="suppressed_newest")]
