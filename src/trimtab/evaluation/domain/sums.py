"""The aggregations that the evaluation is made of, by name."""

from __future__ import annotations

from enum import StrEnum


class Sum(StrEnum):
    """Each is written once, in `analytics/named.py`; `sql/` holds what PostgreSQL runs of it."""

    ARM_SIZES = "arm_sizes"
    PEOPLE_BY_ARM = "people_by_arm"
    CHANGES = "changes"
    WEEKS = "weeks"
    WEEKS_BY_ARM = "weeks_by_arm"
    WEEKS_BY_UNIT = "weeks_by_unit"
    DAYS = "days"
    SPREADS = "spreads"
