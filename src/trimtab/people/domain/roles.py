"""What a person may be in the platform."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from trimtab.kernel.said import Said, as_written, say_in


class Role(StrEnum):
    """A platform role. A person may hold several, for the whole organisation or for a unit."""

    LEARNER = "learner"
    MANAGER = "manager"
    AUTHOR = "author"
    STRATEGIST = "strategist"
    STEWARD = "steward"
    ADMINISTRATOR = "administrator"
    STAKEHOLDER = "stakeholder"


ROLE_WORDS: Mapping[Role, Said] = {
    Role.LEARNER: say_in("of a role", "learner"),
    Role.MANAGER: say_in("of a role", "manager"),
    Role.AUTHOR: say_in("of a role", "author"),
    Role.STRATEGIST: say_in("of a role", "strategist"),
    Role.STEWARD: say_in("of a role", "steward"),
    Role.ADMINISTRATOR: say_in("of a role", "administrator"),
    Role.STAKEHOLDER: say_in("of a role", "stakeholder"),
}


def role_words(name: str) -> Said:
    """What a role is called; a name that is none of ours stays as somebody wrote it."""
    return ROLE_WORDS[Role(name)] if name in set(Role) else as_written(name)
