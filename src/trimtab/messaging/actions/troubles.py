"""Channels that can hand nothing over are left alone for a while; what waits for them waits."""

from __future__ import annotations

import datetime as dt
import logging

from django.db.models import F

from trimtab.kernel.said import Said
from trimtab.messaging.domain.masking import without_addresses
from trimtab.messaging.models import Trouble

PAUSE = dt.timedelta(seconds=50)
LONGEST_PAUSE = dt.timedelta(hours=1)
_MINUTE = dt.timedelta(minutes=1)
log = logging.getLogger("trimtab.messaging")


def may_try(channel: str, *, now: dt.datetime) -> bool:
    """Whether this worker may open a channel now.

    One that is in trouble is opened by one worker at a time, about once a minute.
    """
    if not Trouble.objects.filter(channel=channel).exists():
        return True
    return bool(
        Trouble.objects.filter(channel=channel, resume_at__lte=now).update(resume_at=now + PAUSE)
    )


def rest(channel: str, problem: Said, *, now: dt.datetime, longer: bool = False) -> None:
    """The channel can hand nothing over: it is tried again in a minute.

    With `longer` after pauses that grow to an hour.
    """
    row, is_new = Trouble.objects.get_or_create(
        channel=channel, defaults={"since": now, "resume_at": now + PAUSE, "problem": problem}
    )
    failures = 1 if is_new else row.failures + 1
    pause = min(_MINUTE * 2 ** min(failures, 6), LONGEST_PAUSE) if longer else PAUSE
    Trouble.objects.filter(channel=channel).update(
        resume_at=now + pause, problem=problem, failures=F("failures") + (0 if is_new else 1)
    )
    reason = without_addresses(problem)
    log.warning("%s can hand nothing over; what waits for it waits: %s", channel, reason)


def over(channel: str) -> None:
    """The channel is well."""
    Trouble.objects.filter(channel=channel).delete()
