"""Content that authors bring in and keep right: what people missed is looked for again, and who checked an aid is written down."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from trimtab.governance import api as governance
from trimtab.journeys.asking import local_day
from trimtab.library import api as library
from trimtab.people import api as people
from trimtab.people.api import Role
from trimtab.support import api as support


def published(*, aid_keys: Collection[str]) -> int:
    """After job aids were published: returns how many open gaps one of them may answer; an author confirms each."""
    return support.suggest_answers(aid_keys=aid_keys)


@transaction.atomic
def checked(*, aid_key: str, by: people.PersonRow, now: datetime) -> None:
    """An author has checked a job aid today, and it is right: reports that it is wrong are settled, and its warning goes.

    Raises NotAllowed, NotFound.
    """
    people.require(by, Role.AUTHOR, Role.STRATEGIST)
    reports = library.aid(aid_key).flagged
    if not library.verify_aid(key=aid_key, on=local_day(now)):
        return
    governance.audit(
        actor_id=by.id,
        act="library.aid-checked",
        target=f"library/aids/{aid_key}",
        detail={"reports_settled": reports},
        now=now,
    )
