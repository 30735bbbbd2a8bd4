"""Leaving messages by the link that each of them carries (RFC 8058): no sign-in, one press.

The link says who and what, and is signed: whoever has the message may leave for its reader, and can
do nothing else with it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.core.signing import BadSignature, Signer

from trimtab.journeys.reminding import KEY as REMINDER
from trimtab.kernel.errors import NotFound
from trimtab.kernel.said import say
from trimtab.messaging import api as messaging
from trimtab.people import api as people

_SALT = "trimtab.leaving"
_CAMPAIGN, _DIGEST = "campaign/", "digest/"


class Leaving(StrEnum):
    """What is left: reminders of practice, or all that is not urgent."""

    REMINDERS = "reminders"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Leaver:
    """Who leaves by a link, and what; whether they have left already."""

    person_id: UUID
    leaving: Leaving
    has_left: bool


def leaving_of(key: str) -> Leaving | None:
    """What the reader of a message leaves by its link; None for what nobody leaves: decisions that
    are asked for, answers to what somebody did.
    """
    if key.startswith(REMINDER):
        return Leaving.REMINDERS
    return Leaving.ALL if key.startswith((_CAMPAIGN, _DIGEST)) else None


def token_of(person_id: UUID, leaving: Leaving) -> str:
    """What stands in the link."""
    return Signer(salt=_SALT).sign(f"{person_id.hex}.{leaving.value}")


def leaver(token: str) -> Leaver:
    """Who leaves by a link. Raises NotFound for one that is not ours, or is nobody's any more."""
    unknown = NotFound("leaving.unknown", say("This link is not one of ours, or it is not whole."))
    try:
        who, _stop, what = Signer(salt=_SALT).unsign(token).partition(".")
        person_id, leaving = UUID(hex=who), Leaving(what)
    except (BadSignature, ValueError) as error:
        raise unknown from error
    if person_id not in people.people_rows([person_id]):
        raise unknown
    return Leaver(person_id, leaving, _has_left(person_id, leaving))


def _has_left(person_id: UUID, leaving: Leaving) -> bool:
    match leaving:
        case Leaving.ALL:
            return messaging.opted_out(person_id)
        case Leaving.REMINDERS:
            return messaging.reminder_wishes([person_id]).get(person_id) is False


def leave(*, token: str, out: bool, now: dt.datetime) -> Leaver:
    """Leaves (`out`), or comes back; twice is once. Raises NotFound as `leaver` does."""
    asked = leaver(token)
    match asked.leaving:
        case Leaving.ALL:
            messaging.opt_out(person_id=asked.person_id, out=out, now=now)
        case Leaving.REMINDERS:
            messaging.choose_reminders(person_id=asked.person_id, wants=not out, now=now)
    return Leaver(asked.person_id, asked.leaving, out)
