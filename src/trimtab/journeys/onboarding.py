"""Somebody new: a list of people comes in, and what runs for their audiences reaches them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from trimtab.governance import api as governance
from trimtab.people import api as people
from trimtab.people.api import Role
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


def keep(*, csv_text: str, by: people.PersonRow, now: datetime) -> UUID:
    """Keeps a list for its preview. Raises NotAllowed, Refusal for one that is too long."""
    people.require(by, Role.ADMINISTRATOR)
    return people.keep_import(text=csv_text, by=by.id, now=now)


def preview(*, import_id: UUID, by: people.PersonRow, now: datetime) -> people.ImportReport:
    """What a kept list would do now; nothing is written. Raises NotAllowed, NotFound."""
    people.require(by, Role.ADMINISTRATOR)
    text = people.kept_import(import_id=import_id, by=by.id, now=now)
    return people.import_people(csv_text=text, by=by.id, now=now, dry_run=True)


@transaction.atomic
def take(
    *,
    import_id: UUID,
    by: people.PersonRow,
    now: datetime,
    agreed: Collection[people.RoleTaken] = (),
) -> people.ImportReport | None:
    """Imports a kept list, once: None for whoever comes second. Raises NotAllowed, NotFound."""
    people.require(by, Role.ADMINISTRATOR)
    text = people.kept_import(import_id=import_id, by=by.id, now=now)
    if not people.close_import(import_id=import_id, now=now):
        return None
    report = welcome(csv_text=text, by=by, now=now, agreed=agreed)
    if report.is_refused:
        # It stays to be looked at again.
        transaction.set_rollback(True)
    return report
