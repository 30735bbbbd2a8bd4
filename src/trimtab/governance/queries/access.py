"""Who may see what about whom, answered from the grants in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from trimtab.governance.domain import access as rules
from trimtab.governance.domain.access import EVERYBODY, About, Access, What
from trimtab.governance.domain.rows import GrantRow
from trimtab.governance.models import Grant, Threshold
from trimtab.people.api import PersonRow

DEFAULT_MIN_CELL = 8


def access(
    reader: PersonRow | None, what: What, about: About = EVERYBODY, *, now: datetime
) -> Access:
    """Whether somebody may see something about somebody at this moment; `reader` None is the
    console. Two queries.
    """
    return access_of_all([reader], [what], [about], now=now)[_key(reader, what, about)]


def access_of_all(
    readers: Sequence[PersonRow | None],
    whats: Iterable[What],
    abouts: Iterable[About] = (EVERYBODY,),
    *,
    now: datetime,
) -> Mapping[tuple[UUID | None, What, About], Access]:
    """The same for many readers, things and people at once, by reader's id, what and about whom.

    Two queries, whatever is asked.
    """
    wanted, found = list(dict.fromkeys(whats)), list(dict.fromkeys(abouts))
    grantable = [what for what in wanted if what in rules.GRANTED]
    # What is a matter of office alone is shown by name: neither grants nor the least group bear on
    # it.
    granted, least = (_grants(grantable), min_cell()) if grantable else ([], 1)
    return {
        _key(reader, what, about): rules.access(reader, what, about, granted, least=least, now=now)
        for reader in readers
        for what in wanted
        for about in found
    }


def access_to_any(
    reader: PersonRow | None, whats: Sequence[What], about: About = EVERYBODY, *, now: datetime
) -> Access:
    """The same where one of several things is enough. Two queries."""
    return rules.best(access_of_all([reader], whats, [about], now=now).values())


def grants(*, now: datetime) -> list[GrantRow]:
    """The grants that open something at this moment, by role."""
    return [grant for grant in _grants(None) if grant.is_running(now)]


def min_cell() -> int:
    """The smallest group whose figures are shown."""
    threshold = Threshold.objects.first()
    return threshold.min_cell if threshold else DEFAULT_MIN_CELL


def _key(reader: PersonRow | None, what: What, about: About) -> tuple[UUID | None, What, About]:
    return (reader.id if reader else None, what, about)


def _grants(whats: Sequence[What] | None) -> list[GrantRow]:
    """The grants of the strategy in force, of some classes of data or of all, also those whose time
    is over.
    """
    found = Grant.objects.filter(retired_at=None).order_by("role", "key")
    if whats is not None:
        found = found.filter(data__in=whats)
    return [
        GrantRow(
            key=grant.key,
            role=grant.role,
            data=grant.data,
            grain=grant.grain,
            days=grant.days,
            because=tuple(grant.because),
            begins_at=grant.begins_at,
            ends_at=grant.ends_at,
        )
        for grant in found
    ]
