"""The organisation's name and colour, changed by an administrator and written down."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from trimtab.governance import api as governance
from trimtab.people import api as people


@transaction.atomic
def change(*, name: str, colour: str, by: people.PersonRow, now: datetime) -> None:
    """Changes name and colour. Raises NotAllowed unless `by` is an administrator, Refusal by field; the same again writes nothing."""
    people.require(by, people.Role.ADMINISTRATOR)
    before = people.organisation()
    people.change_organisation(name=name, colour=colour)
    after = people.organisation()
    if before != after and before and after:
        governance.audit(
            actor_id=by.id,
            act="organisation.changed",
            target="organisation",
            detail={"before": [before.name, before.colour], "after": [after.name, after.colour]},
            now=now,
        )
