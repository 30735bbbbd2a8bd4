"""The values of the room people that code without a framework needs."""

from trimtab.people.domain.roles import Role
from trimtab.people.domain.rows import PersonRow

__all__ = ["PersonRow", "Role"]
