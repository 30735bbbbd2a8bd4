"""Somebody new: a list of people comes in, and what runs for their audiences reaches them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from trimtab.governance import api as governance
from trimtab.people import api as people
from trimtab.practice import api as practice


@transaction.atomic
def welcome(
    *,
    csv_text: str,
    by: people.PersonRow | None,
    now: datetime,
    agreed: Collection[people.RoleTaken] | None = (),
) -> people.ImportReport:
    """Imports people from CSV and enrols them in what runs for their audiences.

    A report that is refused means that nothing was imported: every bad row is named by line and
    column, and so is every role that would be taken away and that `agreed` does not list (None
    agrees to all).
    """
    report = people.import_people(
        csv_text=csv_text, by=by.id if by else None, now=now, agreed=agreed
    )
    if report.is_refused:
        return report
    practice.refresh_enrolments(now=now)
    governance.audit(
        actor_id=by.id if by else None,
        act="people.imported",
        target="people",
        detail={
            "created": report.created,
            "updated": report.updated,
            "units": ", ".join(report.units),
            "roles taken": len(report.taken),
        },
        now=now,
    )
    return report
