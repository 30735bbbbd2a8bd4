"""Two people who are one: looked at, merged, and written down. Evidence is never rewritten for it;
the second pseudonym is from then on one more of the first person, whom data rights reach as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from trimtab.courses import api as courses
from trimtab.governance import api as governance
from trimtab.journeys.signing_in import NEVER_KEPT
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import say
from trimtab.lrs import api as lrs
from trimtab.people import api as people
from trimtab.people.api import Role
from trimtab.practice import api as practice
from trimtab.strategy.api import asking


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What merging two people does: what the first one gets, and how much evidence the second has,
    which stays where it is.
    """

    person: people.PersonRow
    double: people.PersonRow
    gives: people.Merger
    answers: int
    records: int


def preview(*, person_id: UUID, double_id: UUID, by: people.PersonRow) -> MergePreview:
    """What merging would do; nothing is written. Raises NotAllowed, NotFound, Refusal."""
    people.require(by, Role.ADMINISTRATOR)
    _refuse_self(double_id, by)
    gives = people.what_merging_gives(person_id=person_id, double_id=double_id)
    double = people.person(double_id)
    return MergePreview(
        person=people.person(person_id),
        double=double,
        gives=gives,
        answers=practice.answers_kept(double_id),
        records=lrs.count_about(double.pseudonym),
    )


@transaction.atomic
def merge(*, person_id: UUID, double_id: UUID, by: people.PersonRow, now: datetime) -> None:
    """Merges the second into the first, who remembers from now on what both have answered.

    Raises NotAllowed, NotFound, Refusal, LastAdministrator.
    """
    people.require(by, Role.ADMINISTRATOR)
    _refuse_self(double_id, by)
    gives = people.merge_people(person_id=person_id, double_id=double_id, now=now)
    asking.withdraw_all(person_ids=[double_id], now=now)
    courses.abandon_of(person_ids=[double_id], now=now)
    practice.rebuild_memory(person_ids=[person_id])
    practice.refresh_enrolments(now=now)
    if set(gives.roles) & set(NEVER_KEPT):
        # They may do more now: whoever does is asked for the password again.
        people.end_sessions(person_id=person_id)
    governance.audit(
        actor_id=by.id,
        act="person.merged",
        target=f"people/{person_id}",
        detail={"roles given": list(gives.roles), "changed": list(gives.attributes)},
        now=now,
    )
    governance.audit(
        actor_id=by.id, act="person.merged-into", target=f"people/{double_id}", detail={}, now=now
    )


def _refuse_self(double_id: UUID, by: people.PersonRow) -> None:
    if double_id == by.id:
        sentence = say("You would shut yourself out. Merge the other one into you.")
        raise Refusal("people.merge-you", sentence, "double")
