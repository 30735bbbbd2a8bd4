"""A list of people on its way in: how far it is, what it does with each row, and what of it is
dangerous. Pure.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from trimtab.kernel.said import Said
from trimtab.people.domain.bulk import BulkChange
from trimtab.people.domain.roles import Role
from trimtab.people.domain.states import Difference, PersonState

SAMPLE = 100
# Where more than this share of those who are here would be shut out, it is asked about.
MANY = 0.1
RETURNABLE = dt.timedelta(days=1)


class ListStage(StrEnum):
    """How far a list is; what ends in 'ing' is being worked on."""

    CHOSEN = "chosen"
    LOOKING = "looking"
    LOOKED = "looked"
    TAKING = "taking"
    TAKEN = "taken"
    RETURNING = "returning"
    RETURNED = "returned"


WORKING = frozenset({ListStage.LOOKING, ListStage.TAKING, ListStage.RETURNING})


class RowFate(StrEnum):
    """What a list does with one row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    LEFT_OUT = "left-out"


class ReturnFate(StrEnum):
    """What became of a person when the list was taken back."""

    PUT_BACK = "put-back"
    REMOVED = "removed"
    SHUT_OUT = "shut-out"
    KEPT = "kept"


class Danger(StrEnum):
    """What must be agreed to before a list is taken; the last cannot be agreed to."""

    BAD_ROWS = "bad-rows"
    UNITS = "units"
    ADMINISTRATORS = "administrators"
    ROLES = "roles"
    NOBODY_LEFT = "nobody-left"
    MANY_LEAVE = "many-leave"
    BACK = "back"
    LAST_ADMINISTRATOR = "last-administrator"


@dataclass(frozen=True, slots=True)
class DangerRow:
    """One danger of one list: how many it is about, a sample of their names, and the key that
    agreeing to it writes. The key says whom it is about: who agrees to it agrees to nobody else.
    """

    danger: Danger
    count: int
    names: tuple[str, ...]
    key: str

    @property
    def is_final(self) -> bool:
        """Whether nobody can agree to it."""
        return self.danger is Danger.LAST_ADMINISTRATOR


@dataclass(frozen=True, slots=True)
class ListRow:
    """A list as it stands; `columns` are what its columns become, as `str(ColumnTarget)` writes
    it, and `by` is whoever did something with it last.
    """

    id: UUID
    name: str
    by: UUID | None
    made_at: dt.datetime
    stage: ListStage
    head: tuple[str, ...]
    columns: tuple[str, ...]
    system: str
    total: int
    counts: Mapping[RowFate, int]
    dangers: tuple[DangerRow, ...]
    units: tuple[str, ...]
    agreed: tuple[str, ...]
    problem: Said
    taken_at: dt.datetime | None
    done: int = 0
    change: BulkChange | None = None

    @property
    def is_working(self) -> bool:
        """Whether something is being done with it now."""
        return self.stage in WORKING

    @property
    def share(self) -> int:
        """How much of the work is done, in percent."""
        return min(100, 100 * self.done // max(1, self.total))

    @property
    def is_refused(self) -> bool:
        """Whether it cannot be taken, whatever is agreed to."""
        return any(danger.is_final for danger in self.dangers)

    def unagreed(self, keys: Iterable[str]) -> tuple[DangerRow, ...]:
        """Its dangers that these keys do not agree to."""
        given = set(keys)
        return tuple(danger for danger in self.dangers if danger.key not in given)

    def is_returnable(self, now: dt.datetime) -> bool:
        """Whether it can be taken back: it was taken within the last day."""
        is_taken = self.stage is ListStage.TAKEN and self.taken_at is not None
        return is_taken and self.taken_at is not None and now - self.taken_at < RETURNABLE


@dataclass(frozen=True, slots=True)
class EntryOfList:
    """One row of a list for a page: who, what becomes of it, and in what."""

    line: int
    fate: RowFate
    name: str
    address: str
    differences: tuple[Difference, ...]
    why: Said
    returned: ReturnFate | None = None


class OutcomeLike(Protocol):
    """What a list does with one person."""

    @property
    def person_id(self) -> UUID: ...
    @property
    def before(self) -> PersonState | None: ...
    @property
    def after(self) -> PersonState: ...


@dataclass(frozen=True, slots=True)
class Holders:
    """Who is here before a list: how many work here, who of them holds which role, and which
    administrators can sign in.
    """

    active: int
    by_role: Mapping[Role, frozenset[UUID]]
    able: frozenset[UUID]


def dangers_of(
    outcomes: Sequence[OutcomeLike], holders: Holders, *, units: Sequence[str], bad_rows: int
) -> list[DangerRow]:
    """What of these outcomes must be agreed to, the worst last."""
    found = list(_plain(outcomes, holders, units, bad_rows))
    held = held_after(outcomes, holders)
    empty = [role for role, ids in holders.by_role.items() if ids and not held[role]]
    losing = [role.value for role in empty if role not in (Role.LEARNER, Role.ADMINISTRATOR)]
    if losing:
        found.append(_row(Danger.NOBODY_LEFT, losing, losing))
    able = holders.able & held.get(Role.ADMINISTRATOR, frozenset())
    if (holders.able and not able) or Role.ADMINISTRATOR in empty:
        found.append(_row(Danger.LAST_ADMINISTRATOR, [], []))
    return found


def _plain(
    outcomes: Sequence[OutcomeLike], holders: Holders, units: Sequence[str], bad_rows: int
) -> Iterator[DangerRow]:
    if bad_rows:
        yield _row(Danger.BAD_ROWS, [str(bad_rows)], [], count=bad_rows)
    if units:
        yield _row(Danger.UNITS, units, units)
    known = [(outcome, outcome.before) for outcome in outcomes if outcome.before is not None]
    lost = [
        (outcome.person_id, before.name, role)
        for outcome, before in known
        for role in sorted(before.roles - outcome.after.roles)
    ]
    if lost:
        names = [f"{name}: {role}" for _person, name, role in lost]
        yield _row(Danger.ROLES, [f"{person} {role}" for person, _name, role in lost], names)
    admins = [
        (outcome, before)
        for outcome, before in known
        if _administers(before)
        if not _administers(outcome.after)
    ]
    if admins:
        yield _people(Danger.ADMINISTRATORS, admins)
    gone = [pair for pair in known if pair[1].is_active and not pair[0].after.is_active]
    if len(gone) > MANY * holders.active:
        yield _people(Danger.MANY_LEAVE, gone)
    back = [pair for pair in known if pair[0].after.is_active and not pair[1].is_active]
    if back:
        yield _people(Danger.BACK, back)


def _administers(state: PersonState) -> bool:
    return state.is_active and Role.ADMINISTRATOR in state.roles


def _people(danger: Danger, people: Sequence[tuple[OutcomeLike, PersonState]]) -> DangerRow:
    about = [str(outcome.person_id) for outcome, _before in people]
    return _row(danger, about, [before.name for _outcome, before in people])


def _row(
    danger: Danger, about: Iterable[str], names: Sequence[str], count: int | None = None
) -> DangerRow:
    digest = hashlib.sha256("\n".join(sorted(about)).encode()).hexdigest()[:24]
    number = len(names) if count is None else count
    return DangerRow(danger, number, tuple(names[:SAMPLE]), f"{danger}:{digest}")


def held_after(outcomes: Sequence[OutcomeLike], holders: Holders) -> dict[Role, frozenset[UUID]]:
    """Who would hold each role and work here once these outcomes have come."""
    held = {role: set(holders.by_role.get(role, ())) for role in Role}
    for outcome in outcomes:
        roles = outcome.after.roles if outcome.after.is_active else frozenset()
        for role, ids in held.items():
            if role in roles:
                ids.add(outcome.person_id)
            else:
                ids.discard(outcome.person_id)
    return {role: frozenset(ids) for role, ids in held.items()}
