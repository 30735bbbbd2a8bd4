"""Making people match what a list says of them: compared in bulk, and written in bulk."""

from __future__ import annotations

import json
import secrets
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.hashers import (
    UNUSABLE_PASSWORD_PREFIX,
    UNUSABLE_PASSWORD_SUFFIX_LENGTH,
)
from django.db import connection
from django.db.models import Q

from trimtab.people.actions.links import end_links
from trimtab.people.domain.identities import CHOOSING, identity_of
from trimtab.people.domain.rows import PersonSpec
from trimtab.people.domain.states import Held, PersonState, after
from trimtab.people.models import Identity, RoleHeld, Session, Unit
from trimtab.people.queries.identities import ids_by_identity
from trimtab.people.queries.states import BATCH, states_by_address

# A whole batch in one statement: as cases of a CASE, which bulk_update writes, it takes minutes.
_UPDATE = """
UPDATE people_person AS person
SET name = new.name, unit_id = new.unit_id, language = new.language, time_zone = new.time_zone,
    attributes = new.attributes::jsonb, is_active = new.is_active
FROM unnest(%s::uuid[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::bool[])
    AS new(id, name, unit_id, language, time_zone, attributes, is_active)
WHERE person.id = new.id
"""


# Rows of thousands at once; what the columns of other rows hold by default is what is left out.
_PEOPLE = (
    "COPY people_person (id, name, unit_id, language, time_zone, attributes, is_active, pseudonym,"
    " email, created_at, password) FROM STDIN"
)
_IDENTITIES = "COPY people_identity (person_id, provider, subject) FROM STDIN"
_ROLES = "COPY people_roleheld (person_id, role, unit_id) FROM STDIN"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a list does, or would do, with one person; `before` is None for somebody new."""

    spec: PersonSpec
    person_id: UUID
    before: PersonState | None
    after: PersonState

    @property
    def is_changed(self) -> bool:
        """Whether somebody who was here before stands differently after."""
        return self.before is not None and self.before != self.after


Progress = Callable[[int], None]


def compared(
    specs: Sequence[PersonSpec], *, progress: Progress = lambda _count: None
) -> list[Outcome]:
    """What specs would make of people as they stand now; three queries for each 2,000.

    `progress` is told after each batch how many were compared. Nothing is written.
    """
    outcomes: list[Outcome] = []
    for start in range(0, len(specs), BATCH):
        batch = specs[start : start + BATCH]
        known = states_by_address([spec.email for spec in batch])
        for spec in batch:
            person_id, before = known.get(spec.email, (spec.id or uuid4(), None))
            outcomes.append(Outcome(spec, person_id, before, after(before, spec)))
        progress(len(outcomes))
    return outcomes


def write(
    outcomes: Sequence[Outcome], *, now: datetime, progress: Progress = lambda _count: None
) -> None:
    """Makes people stand as compared; a fixed number of statements for each 2,000.

    The units are there already. Whoever is shut out is signed out everywhere, and their links end.
    `progress` is told after each batch how many were written.
    """
    units = dict(Unit.objects.values_list("code", "id"))
    for start in range(0, len(outcomes), BATCH):
        batch = outcomes[start : start + BATCH]
        _create([outcome for outcome in batch if outcome.before is None], units, now)
        changed = [outcome for outcome in batch if outcome.is_changed]
        put(
            {outcome.person_id: (outcome.before, outcome.after) for outcome in changed},
            units,
            now,
        )
        progress(start + len(batch))


def _create(outcomes: Sequence[Outcome], units: Mapping[str, int], now: datetime) -> None:
    if not outcomes:
        return
    keys = [(outcome.person_id, identity_of(outcome.spec.email)) for outcome in outcomes]
    held = [
        (outcome.person_id, role.value, units[place] if place else None)
        for outcome in outcomes
        for role, place in outcome.after.held
    ]
    with connection.cursor() as cursor:
        _copy(cursor, _PEOPLE, (_person(outcome, units, now) for outcome in outcomes))
        _copy(cursor, _IDENTITIES, ((key, name.provider, name.subject) for key, name in keys))
        beside = ((outcome.person_id, outcome.after.names) for outcome in outcomes)
        _copy(
            cursor,
            _IDENTITIES,
            ((key, name.provider, name.subject) for key, names in beside for name in names),
        )
        _copy(cursor, _ROLES, held)


def _copy(cursor: Any, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
    with cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _person(outcome: Outcome, units: Mapping[str, int], now: datetime) -> tuple[Any, ...]:
    spec = outcome.spec
    _id, *state = _row(outcome.person_id, outcome.after, units)
    # No password that anybody could type, as Django marks it.
    password = (
        f"{UNUSABLE_PASSWORD_PREFIX}{secrets.token_hex(UNUSABLE_PASSWORD_SUFFIX_LENGTH // 2)}"
    )
    pseudonym, email = spec.pseudonym or uuid4(), identity_of(spec.email).email
    return (outcome.person_id, *state, pseudonym, email, now, password)


def _held(person_id: UUID, held: Held, units: Mapping[str, int]) -> Iterator[RoleHeld]:
    for role, place in held:
        yield RoleHeld(
            person_id=person_id, role=role.value, unit_id=units[place] if place else None
        )


def put(
    states: Mapping[UUID, tuple[PersonState | None, PersonState]],
    units: Mapping[str, int],
    now: datetime,
) -> None:
    """Gives people, by id, their second state; the first is how they stand. `units` are ids by
    code.
    """
    if not states:
        return
    rows = [_row(person_id, state, units) for person_id, (_was, state) in states.items()]
    with connection.cursor() as cursor:
        cursor.execute(_UPDATE, [list(column) for column in zip(*rows, strict=True)])
    other = {key: now_ for key, (was, now_) in states.items() if not was or was.held != now_.held}
    RoleHeld.objects.filter(person__in=list(other)).delete()
    RoleHeld.objects.bulk_create(
        role for key, state in other.items() for role in _held(key, state.held, units)
    )
    _put_names(states)
    sign_out(
        [
            key
            for key, (was, state) in states.items()
            if not state.is_active and (was is None or was.is_active)
        ],
        now=now,
    )


def _put_names(states: Mapping[UUID, tuple[PersonState | None, PersonState]]) -> None:
    """Gives people the numbers and badges of their second state; two statements at most."""
    other = [
        (key, was.names if was else (), state.names)
        for key, (was, state) in states.items()
        if not was or was.names != state.names
    ]
    gone = [
        Q(person=key, provider=name.provider, subject=name.subject)
        for key, before, after_ in other
        for name in set(before) - set(after_)
    ]
    if gone:
        Identity.objects.filter(reduce(or_, gone)).delete()
    Identity.objects.bulk_create(
        [
            Identity(person_id=key, provider=name.provider, subject=name.subject)
            for key, before, after_ in other
            for name in sorted(set(after_) - set(before))
        ]
    )


def taken_names(specs: Sequence[PersonSpec]) -> dict[int, str]:
    """Which specs, by their place, have a number or badge by which somebody else is known, and who
    that is; two queries for each 2,000 with names.
    """
    found: dict[int, str] = {}
    named = [(at, spec) for at, spec in enumerate(specs) if spec.names]
    for start in range(0, len(named), BATCH):
        batch = named[start : start + BATCH]
        own = ids_by_identity(identity_of(spec.email) for _at, spec in batch)
        wanted = {name.subject for _at, spec in batch for name in spec.names}
        rows = Identity.objects.filter(provider__in=CHOOSING, subject__in=wanted)
        owners = defaultdict(list)
        for subject, person_id, name in rows.values_list("subject", "person", "person__name"):
            owners[subject].append((person_id, name))
        for at, spec in batch:
            self_id = own.get(identity_of(spec.email))
            others = [
                name
                for key in spec.names
                for owner, name in owners[key.subject]
                if owner != self_id
            ]
            if others:
                found[at] = others[0]
    return found


def _row(person_id: UUID, state: PersonState, units: Mapping[str, int]) -> tuple[Any, ...]:
    return (
        person_id,
        state.name,
        units[state.unit] if state.unit else None,
        state.language,
        state.time_zone,
        json.dumps(dict(state.attributes)),
        state.is_active,
    )


def sign_out(person_ids: Collection[UUID], *, now: datetime) -> None:
    """Ends the sessions and the links of people who are shut out."""
    if person_ids:
        Session.objects.filter(person__in=list(person_ids)).delete()
        end_links(person_ids=list(person_ids), now=now)
