"""Erasing a person: the link between the person and the evidence goes, with every free text; aggregates stay as they were.

What was sent on to other systems, or exported, is not reached from here: whoever runs those erases there.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from trimtab.courses import api as courses
from trimtab.governance import api as governance
from trimtab.lrs import api as lrs
from trimtab.messaging import api as messaging
from trimtab.people import api as people
from trimtab.practice import api as practice
from trimtab.strategy import api as strategy
from trimtab.support import api as support


@transaction.atomic
def erase(*, person_id: UUID, by: people.PersonRow, because: str, now: datetime) -> None:
    """Erases what is held about one person, for good.

    Raises NotAllowed unless `by` is a steward, NotFound when there is no such person.
    """
    people.require(by, people.Role.STEWARD)
    person = people.person(person_id)
    # First what is found by the address, then the address itself.
    lrs.forget_person(pseudonym=person.pseudonym, email=person.email)
    lrs.redact_person(pseudonym=person.pseudonym, emails=[person.email], mint=uuid4)
    practice.forget_free_text(person_id=person_id)
    support.forget_free_text(person_id=person_id)
    courses.forget_person(person_id=person_id)
    messaging.forget_person(person_id=person_id)
    strategy.asking.forget_person(email=person.email)
    people.erase_person(person_id=person_id, now=now)
    governance.audit(
        actor_id=by.id, act="person.erased", target=f"people/{person_id}", detail={"because": because}, now=now
    )
