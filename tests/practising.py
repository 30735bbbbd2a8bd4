"""Practice as tests drive it, without the pages."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from trimtab.practice import api as practice


def next_question(person_id: UUID, now: dt.datetime) -> practice.ReadyItem | None:
    """The first of the items that a person would be asked now; None when today is done."""
    return next(iter(practice.ready_many([person_id], now).get(person_id, [])), None)
