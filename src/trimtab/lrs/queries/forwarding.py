"""Reading targets, what waits for them, and what they would not take."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Q

from trimtab.kernel.errors import NotFound, Refusal
from trimtab.kernel.said import say
from trimtab.lrs.domain.forwarding import DeadLetter, TargetKind, TargetRow
from trimtab.lrs.models import Forwarding, Target
from trimtab.sealing import Sealed

PILES_UP_AFTER = dt.timedelta(minutes=30)


def targets() -> list[TargetRow]:
    """Targets in force with how much waits for each, by name; one query."""
    rows = Target.objects.filter(ended_at=None).annotate(
        waiting=Count("forwardings", filter=Q(forwardings__dead_at=None)),
        dead=Count("forwardings", filter=Q(forwardings__dead_at__isnull=False)),
    )
    return [
        TargetRow(
            row.pk,
            TargetKind(row.kind),
            row.name,
            row.address,
            tuple(row.verbs),
            tuple(row.activities),
            row.paused_at,
            row.resume_at,
            row.problem,
            row.last_at,
            row.forwarded,
            row.waiting,
            row.dead,
        )
        for row in rows.order_by("name")
    ]


def target(target_id: int) -> TargetRow:
    """One target in force. Raises NotFound."""
    wanted = next((row for row in targets() if row.id == target_id), None)
    if wanted is None:
        raise NotFound("lrs.target", say("There is no such target. It may have been ended."))
    return wanted


def target_named(name: str) -> TargetRow:
    """The target in force of this name. Raises NotFound."""
    wanted = next((row for row in targets() if row.name == name), None)
    if wanted is None:
        raise NotFound(
            "lrs.target",
            say("Nothing that records are sent to is called '{name}'.", name=name),
            "name",
        )
    return wanted


def unreadable_targets() -> list[str]:
    """The names of targets in force whose secret was sealed under another
    secret of the installation, by name."""
    return [
        row.name
        for row in Target.objects.filter(ended_at=None).order_by("name")
        if not _is_readable(row.secret)
    ]


def _is_readable(sealed: Sealed) -> bool:
    try:
        sealed.opened()
    except Refusal:
        return False
    return True


def dead_letters(target_id: int, most: int = 200) -> list[DeadLetter]:
    """Statements that a target would not take, oldest first, at most `most`."""
    dead = Forwarding.objects.filter(target=target_id, dead_at__isnull=False).order_by("id")[:most]
    return [
        DeadLetter(row.pk, row.statement, row.dead_at, row.problem) for row in dead if row.dead_at
    ]


def due_targets(now: dt.datetime) -> list[int]:
    """Targets for which something waits and which may be tried now."""
    waiting = Forwarding.objects.filter(dead_at=None).values("target")
    due = Target.objects.filter(ended_at=None, paused_at=None, id__in=waiting)
    return [row.pk for row in due.order_by("id") if row.resume_at is None or row.resume_at <= now]


def targets_left_waiting(now: dt.datetime) -> list[str]:
    """The names of targets in no trouble for which something has waited for
    half an hour while nothing went to them."""
    waiting = Forwarding.objects.filter(dead_at=None, stored__lt=now - PILES_UP_AFTER).values(
        "target"
    )
    quiet = Q(last_at=None, created_at__lt=now - PILES_UP_AFTER) | Q(
        last_at__lt=now - PILES_UP_AFTER
    )
    left = Target.objects.filter(
        quiet, ended_at=None, paused_at=None, resume_at=None, id__in=waiting
    )
    return list(left.order_by("name").values_list("name", flat=True))
