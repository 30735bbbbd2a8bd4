"""The same people in every test: a strategist, a worker, a manager, a steward, a stranger … in
three units."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tests.rows import Rows, put_back, rows_now, rows_since
from trimtab.people import api as people
from trimtab.people.api import PersonRow, Role, UnitSpec

NOW = dt.datetime(2026, 9, 7, 10, 0, tzinfo=dt.UTC)
PASSWORD = "a-long-password-1"
_KEPT: dict[tuple[dt.datetime, str | None], tuple[Cast, Rows]] = {}
UNITS = (
    UnitSpec("org", "Corner Stores", "organisation"),
    UnitSpec("north", "Shop North", "shop", "org"),
    UnitSpec("south", "Shop South", "shop", "org"),
)


@dataclass(frozen=True)
class Cast:
    """Who is who."""

    strategist: PersonRow
    worker: PersonRow
    manager: PersonRow
    steward: PersonRow
    administrator: PersonRow
    author: PersonRow
    stakeholder: PersonRow
    stranger: PersonRow


def engage(now: dt.datetime = NOW, password: str | None = None) -> Cast:
    """The organisation, its units and the cast; nobody can sign in unless a password is given.

    They are created once in a process. Where the same are wanted again, in a database that has
    forgotten them, their rows are put back.
    """
    kept = _KEPT.get((now, password))
    if kept is None:
        before = rows_now()
        cast = _create(now, password)
        kept = _KEPT[now, password] = cast, rows_since(before)
    else:
        put_back(kept[1])
    return kept[0]


def _create(now: dt.datetime, password: str | None) -> Cast:
    people.create_organisation(
        name="Corner Stores", time_zone="Europe/Berlin", language="en", simulated=False, now=now
    )
    people.match_units(UNITS, now=now)

    def add(name: str, *roles: Role, unit: str = "north", **attributes: str) -> PersonRow:
        key = people.add_person(
            email=f"{name}@corner.example",
            name=name.title(),
            roles=roles,
            unit=unit,
            now=now,
            password=password,
            time_zone="Europe/Berlin",
            attributes=attributes,
        )
        return people.person(key)

    return Cast(
        strategist=add("sasha", Role.STRATEGIST, Role.LEARNER, unit="org"),
        worker=add("wanda", Role.LEARNER, job="cashier"),
        manager=add("mika", Role.MANAGER, Role.LEARNER, job="manager"),
        steward=add("stef", Role.STEWARD, unit="org"),
        administrator=add("ada", Role.ADMINISTRATOR, unit="org"),
        author=add("auri", Role.AUTHOR, unit="org"),
        stakeholder=add("hana", Role.STAKEHOLDER, unit="org"),
        stranger=add("nobody", unit="south"),
    )
