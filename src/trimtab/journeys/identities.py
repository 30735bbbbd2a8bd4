"""Under which names somebody is known, changed by an administrator and written down."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from trimtab.governance import api as governance
from trimtab.people import api as people
from trimtab.people.api import Provider, Role


@transaction.atomic
def add_name(
    *, person_id: UUID, provider: Provider, typed: str, by: people.PersonRow, now: datetime
) -> None:
    """Somebody is known by one more name. Raises NotAllowed, NotFound, Refusal."""
    people.require(by, Role.ADMINISTRATOR)
    people.add_identity(person_id=person_id, provider=provider, typed=typed)
    _note(by, "person.name-added", person_id, provider, now)


@transaction.atomic
def remove_name(
    *, person_id: UUID, identity_id: int, by: people.PersonRow, now: datetime
) -> people.IdentityRow:
    """Somebody is no more known by a name. Raises NotAllowed, NotFound, Refusal."""
    people.require(by, Role.ADMINISTRATOR)
    row = people.remove_identity(person_id=person_id, identity_id=identity_id)
    _note(by, "person.name-removed", person_id, row.provider, now)
    return row


def _note(by: people.PersonRow, act: str, person_id: UUID, provider: str, now: datetime) -> None:
    # The name itself does not stand there: erasing a person must not leave it behind.
    governance.audit(
        actor_id=by.id,
        act=act,
        target=f"people/{person_id}",
        detail={"kind": provider},
        now=now,
    )
