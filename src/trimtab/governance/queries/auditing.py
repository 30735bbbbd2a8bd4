"""What was done, by whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from trimtab.governance.domain.details import shown
from trimtab.governance.domain.rows import AuditRow
from trimtab.governance.models import AuditEntry, Decision, PersonSeen
from trimtab.kernel import paging
from trimtab.kernel.paging import Page
from trimtab.kernel.said import say

PAGE_SIZE = 50
ERASED = say("Somebody who was erased")


def audit_entries(
    *,
    text: str = "",
    acts: Iterable[str] = (),
    act: str = "",
    who: str = "",
    persons: Iterable[UUID] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    page: int = 1,
    size: int = PAGE_SIZE,
) -> Page[AuditRow]:
    """Audit entries, newest first, `size` a page.

    `since` is the first moment that counts, `until` the first that does not. `text` is looked for
    in act, target and actor's name; entries of `acts` fit it too. `act` is one act; `who` a part of
    the name of who did it, where those that are about one of `persons` fit too.
    """
    found = AuditEntry.objects.select_related("actor").order_by("-at", "-id")
    if text:
        words = Q(act__icontains=text) | Q(target__icontains=text) | Q(actor__name__icontains=text)
        found = found.filter(words | Q(act__in=list(acts)))
    if act:
        found = found.filter(act=act)
    if who:
        targets = [f"people/{person_id}" for person_id in persons]
        found = found.filter(Q(actor__name__icontains=who) | Q(target__in=targets))
    if since:
        found = found.filter(at__gte=since)
    if until:
        found = found.filter(at__lt=until)
    cut = paging.cut(found.count(), number=page, size=size)
    return cut.page(map(audit_row, found[cut.window]))


def held_about(person_id: UUID) -> dict[str, list[Any]]:
    """What a person did and decided, and what was done to their account, as plain data."""
    acts = AuditEntry.objects.filter(Q(actor=person_id) | Q(target=f"people/{person_id}")).order_by(
        "-at", "-id"
    )
    looks = PersonSeen.objects.filter(about=person_id).order_by("-day", "-id")
    decided = Decision.objects.filter(by=person_id).order_by("-at")
    return {
        "acts": [
            {**act, "detail": shown(act["detail"])}
            for act in acts.values("at", "act", "target", "detail")
        ],
        "looks": list(looks.values("day", "reader__name", "what")),
        "decisions": list(decided.values("proposal__title", "choice", "reason", "at")),
    }


def audit_row(entry: AuditEntry) -> AuditRow:
    """An entry as a row; its actor must be loaded."""
    name = (entry.actor.name or ERASED) if entry.actor else "Trimtab"
    return AuditRow(
        entry.at, entry.actor_id, name, entry.act, entry.target, shown(entry.detail), entry.pk
    )
