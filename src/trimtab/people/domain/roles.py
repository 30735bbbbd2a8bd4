"""What a person may be in the platform."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """A platform role. A person may hold several, for the whole organisation or for a unit."""

    LEARNER = "learner"
    MANAGER = "manager"
    AUTHOR = "author"
    STRATEGIST = "strategist"
    STEWARD = "steward"
    ADMINISTRATOR = "administrator"
    STAKEHOLDER = "stakeholder"
