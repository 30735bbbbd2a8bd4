"""Letting go of what packages keep about people in their own words; where
people stand stays, under the pseudonym."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from trimtab.courses.queries.keepings import kept, kept_before


def forget_person(*, person_id: UUID) -> int:
    """Takes away what packages kept about a person who is erased; returns
    of how many parts of courses it was."""
    return kept().filter(registration__person=person_id).update(runtime=None, answered={})


def forget_old_keepings(*, before: dt.datetime) -> int:
    """Retention: what packages kept for people who have not opened the course since goes.

    Returns of how many parts of courses it was.
    """
    old = list(kept_before(before).values_list("id", flat=True))
    return kept().filter(id__in=old).update(runtime=None, answered={})
