"""Who may read the names in records, and the names that they read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from trimtab.governance import api as governance
from trimtab.lrs import api as lrs
from trimtab.people import api as people
from trimtab.people.api import PersonRow


def sees_names(by: PersonRow) -> bool:
    """Whether a grant of the strategy lets one of the reader's roles see records by person."""
    roles = {role.value for role in by.roles}
    return any(
        grant.data == "records" and grant.grain == "person" and grant.role in roles
        for grant in governance.grants()
    )


def names_for(statements: Iterable[Mapping[str, Any]], by: PersonRow) -> Mapping[UUID, str]:
    """The names of our own people who did these, by pseudonym.

    Empty for readers who may not see them.
    """
    if not sees_names(by):
        return {}
    keys = (lrs.own_pseudonym(statement["actor"]) for statement in statements)
    return people.names_by_pseudonym({key for key in keys if key is not None})
