"""Somebody new: a list of people comes in, and what runs for their audiences reaches them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from trimtab.governance import api as governance
from trimtab.people import api as people
from trimtab.practice import api as practice


@transaction.atomic
def welcome(*, csv_text: str, by: people.PersonRow | None, now: datetime) -> people.ImportReport:
    """Imports people from CSV and enrols them in what runs for their audiences.

    A report with problems means that nothing was imported: every bad row is named by line and column.
    """
    report = people.import_people(csv_text=csv_text, by=by.id if by else None, now=now)
    if report.problems:
        return report
    practice.refresh_enrolments(now=now)
    governance.audit(
        actor_id=by.id if by else None,
        act="people.imported",
        target="people",
        detail={"created": report.created, "updated": report.updated},
        now=now,
    )
    return report
