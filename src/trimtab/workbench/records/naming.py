"""Who may read the names in records, and the names that they read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from trimtab import clock
from trimtab.governance import api as governance
from trimtab.lrs import api as lrs
from trimtab.people import api as people
from trimtab.people.api import PersonRow


@dataclass(frozen=True, slots=True)
class RecordsReader:
    """Somebody who reads records, and how close they may come to single persons."""

    id: UUID
    access: governance.Access

    @property
    def sees_names(self) -> bool:
        """Whether they read who did what."""
        return self.access.is_named


def reader(person: PersonRow) -> RecordsReader:
    """Somebody as a reader of records at this moment."""
    access = governance.access(person, governance.What.RECORDS, now=clock.now())
    return RecordsReader(person.id, access)


def names_for(statements: Iterable[Mapping[str, Any]], reader: RecordsReader) -> Mapping[UUID, str]:
    """The names of our own people who did these, by pseudonym; whom the reader was shown is written
    down.

    Empty for readers who may not see them.
    """
    if not reader.sees_names:
        return {}
    keys = (lrs.own_pseudonym(statement["actor"]) for statement in statements)
    named = people.named_by_pseudonym({key for key in keys if key is not None})
    governance.note_looks(
        reader_id=reader.id,
        about=[person_id for person_id, _name in named.values()],
        what=governance.What.RECORDS,
        today=clock.today(),
    )
    return {key: name for key, (_person_id, name) in named.items()}
