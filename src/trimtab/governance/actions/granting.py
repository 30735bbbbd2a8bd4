"""Matching the plan: who decides what, who may see what and until when, and how small a group may
be that is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from trimtab.governance.domain.rows import GrantLike, RightLike, end_of_view, question_of
from trimtab.governance.models import Grant, Right, Threshold
from trimtab.kernel.matching import Matched, match
from trimtab.people import api as people


@transaction.atomic
def match_rights(resources: Sequence[RightLike], *, now: datetime) -> Matched:
    """Makes the decision rights match the plan's."""
    wanted = {right.key: right for right in resources}
    in_force = Right.objects.select_for_update().filter(retired_at=None)
    running = {right.key: right for right in in_force}
    matched = match(wanted, running, lambda right, there: right.approver == there.approver)
    Right.objects.bulk_create(
        [
            Right(key=right.key, approver=right.approver, because=list(right.because))
            for right in wanted.values()
        ],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["approver", "because", "retired_at"],
    )
    Right.objects.filter(key__in=matched.retired).update(retired_at=now)
    return matched


@transaction.atomic
def match_grants(resources: Sequence[GrantLike], *, now: datetime) -> Matched:
    """Makes the data grants match the plan's.

    A grant begins when a strategy that gives it, or changes what it says, is adopted, and ends its
    days later. Adopted again as it was it goes on as it is, and one whose time is over stays over:
    whoever wants the view for longer has to say so in the strategy.
    """
    wanted = {grant.key: grant for grant in resources}
    in_force = Grant.objects.select_for_update().filter(retired_at=None)
    running = {grant.key: grant for grant in in_force}
    matched = match(wanted, running, lambda grant, there: _says(grant) == _says(there))
    zone = _zone()
    begins_anew = {*matched.created, *matched.changed}
    rows = [
        _row(grant, now, zone) if key in begins_anew else _kept(grant, running[key])
        for key, grant in wanted.items()
    ]
    Grant.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=[
            "role",
            "data",
            "grain",
            "days",
            "because",
            "begins_at",
            "ends_at",
            "retired_at",
        ],
    )
    Grant.objects.filter(key__in=matched.retired).update(retired_at=now)
    return matched


def _says(grant: GrantLike) -> tuple[str, str, str, int, str]:
    """What a grant says; whatever of it changes makes it another one."""
    return (grant.role, grant.data, grant.grain, grant.days, question_of(grant.because))


def _row(grant: GrantLike, now: datetime, zone: ZoneInfo) -> Grant:
    return Grant(
        key=grant.key,
        role=grant.role,
        data=grant.data,
        grain=grant.grain,
        days=grant.days,
        because=list(grant.because),
        begins_at=now,
        ends_at=end_of_view(now, grant.days, zone),
    )


def _kept(grant: GrantLike, there: Grant) -> Grant:
    there.because = list(grant.because)
    return there


def _zone() -> ZoneInfo:
    """Where days begin and end: in the time zone of the organisation."""
    organisation = people.organisation()
    return ZoneInfo(organisation.time_zone if organisation else "UTC")


def set_min_cell(min_cell: int) -> None:
    """Sets the smallest group whose figures are shown."""
    Threshold.objects.update_or_create(id=1, defaults={"min_cell": min_cell})
