"""Who may read the names in records, and the names that they read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from trimtab import clock
from trimtab.governance import api as governance
from trimtab.lrs import api as lrs
from trimtab.people import api as people
from trimtab.people.api import PersonRow


def seen_by(person: PersonRow) -> governance.Access:
    """How close somebody may come to single persons in records."""
    return governance.access(person, governance.What.RECORDS, now=clock.now())


def names_for(
    statements: Iterable[Mapping[str, Any]], access: governance.Access
) -> Mapping[UUID, str]:
    """The names of our own people who did these, by pseudonym.

    Empty for readers who may not see them.
    """
    if not access.is_named:
        return {}
    keys = (lrs.own_pseudonym(statement["actor"]) for statement in statements)
    return people.names_by_pseudonym({key for key in keys if key is not None})
