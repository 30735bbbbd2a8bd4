"""Requests of people to be erased: when an answer is due, and who may give it."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from trimtab.kernel.errors import NotAllowed, Refusal
from trimtab.kernel.said import say


class RequestState(StrEnum):
    """Where a request stands."""

    OPEN = "open"
    TAKEN_BACK = "taken-back"
    REFUSED = "refused"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class RequestRow:
    """Somebody asks to be erased. `reason` is what a refusal says to the person."""

    id: UUID
    person_id: UUID
    person_name: str
    asked_at: dt.datetime
    state: RequestState
    answered_at: dt.datetime | None = None
    answered_by: str = ""
    reason: str = ""

    @property
    def due(self) -> dt.date:
        """The last day for an answer."""
        return month_after(self.asked_at.date())

    def days_open(self, now: dt.datetime) -> int:
        """How many whole days ago it was asked."""
        return (now - self.asked_at).days

    def days_left(self, now: dt.datetime) -> int:
        """How many days are left for an answer; negative when it is late."""
        return (self.due - now.date()).days


def month_after(day: dt.date) -> dt.date:
    """The same day of the next month, or its last day: 'within one month of receipt' (Regulation
    (EU) 2016/679, article 12(3)).
    """
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def check_refusal(request: RequestRow, *, by: UUID, reason: str) -> None:
    """Raises a Refusal when this request may not be refused by this steward, or not without saying
    why.
    """
    if request.state is not RequestState.OPEN:
        raise Refusal("erasure.answered", say("This request is not open any more."))
    if request.person_id == by:
        sentence = say("Nobody answers their own request. Ask another steward.")
        raise NotAllowed("erasure.own", sentence)
    if not reason.strip():
        raise Refusal(
            "erasure.reason",
            say("Say why. The person reads it, and may complain about it to the authority."),
            "reason",
        )
