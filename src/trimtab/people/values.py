"""The values of the room people that code without a framework needs."""

from trimtab.people.domain.roles import Role, role_words
from trimtab.people.domain.rows import PersonRow

__all__ = ["PersonRow", "Role", "role_words"]
