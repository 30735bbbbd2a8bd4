"""Groups of people by rule: who belongs, how many they are, and what a rule can be built from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet

from trimtab.people.domain.rows import AudienceLike, AudienceRow, PersonRow, RuleLike
from trimtab.people.models import Audience, Person, RoleHeld, Unit
from trimtab.people.queries.persons import count_people, rows_of

MOST_VALUES = 40
"""How many values of one attribute are offered, those of most people first."""
MOST_LOOKED_AT = 10_000
"""In how many people values are looked for."""


def condition(rule: Mapping[str, Any]) -> Q:
    """Whom a stored rule names, among the active people: every kind of condition that it has must
    hold, and people who are named belong besides; where nothing else is said, they alone do.
    """
    by_rule, named = _parts(rule)
    if by_rule is None or named is None:
        return by_rule or named or Q()
    return by_rule | named


def _parts(rule: Mapping[str, Any]) -> tuple[Q | None, Q | None]:
    """The conditions of a rule, and those who are named besides; None where it has none."""
    conditions = [*_conditions(rule)]
    named = [key for key in map(_uuid, rule.get("people", ())) if key]
    return (
        reduce(and_, conditions) if conditions else None,
        Q(id__in=named) if rule.get("people") else None,
    )


def _conditions(rule: Mapping[str, Any]) -> Iterable[Q]:
    if units := rule.get("units"):
        below = Unit.objects.filter(path__has_any_keys=list(units))
        yield Q(unit__in=below.values("id"))
    if roles := rule.get("roles"):
        yield Q(id__in=RoleHeld.objects.filter(role__in=list(roles)).values("person"))
    for name, values in rule.get("attributes", {}).items():
        # Containment, since that is what the index on attributes answers.
        has_one = (Q(attributes__contains={name: value}) for value in values)
        yield reduce(or_, has_one, Q(pk__in=[]))


def _uuid(text: object) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None


def members(audience: Audience) -> QuerySet[Person]:
    """The active people that an audience's rule names, as a query."""
    return Person.objects.filter(condition(audience.rule), is_active=True)


def audiences() -> list[AudienceRow]:
    """All audiences in force, by name."""
    found = Audience.objects.filter(retired_at=None).order_by("name")
    return [AudienceRow(audience.key, audience.name, tuple(audience.because)) for audience in found]


def members_by_audience(
    keys: Iterable[str], among: Collection[UUID] | None = None
) -> dict[str, list[UUID]]:
    """Ids of the people of several audiences, or of those `among` whom is asked; one query an
    audience, and every key asked for is in the answer.
    """
    wanted = list(keys)
    found = {
        audience.key: audience
        for audience in Audience.objects.filter(key__in=wanted, retired_at=None)
    }
    narrowed = Q() if among is None else Q(id__in=list(among))
    return {
        key: list(members(found[key]).filter(narrowed).order_by("id").values_list("id", flat=True))
        if key in found
        else []
        for key in wanted
    }


def count_by_rule(resources: Iterable[AudienceLike]) -> dict[str, int]:
    """How many people each of these audiences would have, by key, whether it is in force or not;
    one query.
    """
    return _counted({resource.key: rule_data(resource.rule) for resource in resources})


def _counted(rules: Mapping[str, Mapping[str, Any]], among: Q | None = None) -> dict[str, int]:
    """How many active people, or of those `among` whom is asked, each rule names; one query."""
    everybody = Person.objects.filter(among or Q(), is_active=True)
    counts: list[Counting] = []
    for key, rule in rules.items():
        by_rule, named = _parts(rule)
        if by_rule is None or named is None:
            counts.append((key, 1, everybody.filter(condition(rule))))
        else:
            counts.append((key, 1, everybody.filter(by_rule)))
            counts.append((key, 1, everybody.filter(named)))
            counts.append((key, -1, everybody.filter(by_rule, named)))
    return dict.fromkeys(rules, 0) | _summed(counts)


Counting = tuple[str, int, QuerySet[Person]]
"""A key, with what is added to it (1) or taken from it (-1): how many a query finds."""


def _summed(counts: Iterable[Counting]) -> dict[str, int]:
    """The counts by key. Each is a count of its own within one query: the conditions of one count
    over everybody use no index.
    """
    asked: list[tuple[str, int]] = []
    statements: list[str] = []
    given: list[Any] = []
    for key, sign, people in counts:
        with suppress(EmptyResultSet):
            found, params = people.order_by().values("id").query.sql_with_params()
            # What stands in it was written by the query itself, with places for all values.
            statements.append(f"(SELECT count(*) FROM ({found}) AS counted)")  # noqa: S608
            asked.append((key, sign))
            given += params
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(statements), given)
        row = cursor.fetchone()
    totals: dict[str, int] = {}
    for (key, sign), count in zip(asked, row, strict=True):
        totals[key] = totals.get(key, 0) + sign * count
    return totals


def keys_with_people(resources: Iterable[AudienceLike]) -> frozenset[str]:
    """The keys of those of these audiences to which anybody would belong; one query, which looks
    for the first of each.
    """
    keys: list[str] = []
    statements: list[str] = []
    given: list[Any] = []
    for resource in resources:
        with suppress(EmptyResultSet):
            found, params = _matching(resource.rule).values("id").query.sql_with_params()
            # As above.
            statements.append(f"EXISTS ({found})")
            keys.append(resource.key)
            given += params
    if not keys:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(statements), given)
        row = cursor.fetchone()
    return frozenset(key for key, is_so in zip(keys, row, strict=True) if is_so)


def audience_sets(
    resources: Iterable[AudienceLike], *, most: int = 2000
) -> tuple[list[frozenset[str]], int]:
    """For each of at most `most` active people, drawn without looking, the keys of these audiences
    that the person would belong to; and how many active people there are. One query an audience.
    """
    ids = list(
        Person.objects.filter(is_active=True)
        .order_by("pseudonym")
        .values_list("id", flat=True)[:most]
    )
    inside: dict[UUID, set[str]] = {key: set() for key in ids}
    for audience in resources:
        found = _matching(audience.rule).filter(id__in=ids)
        for person_id in found.values_list("id", flat=True):
            inside[person_id].add(audience.key)
    return [frozenset(keys) for keys in inside.values()], count_people()


def _matching(rule: RuleLike) -> QuerySet[Person]:
    return Person.objects.filter(condition(rule_data(rule)), is_active=True)


def rule_data(rule: RuleLike) -> dict[str, Any]:
    """A rule as it is stored; people who are named only where there are some."""
    attributes = {name: list(values) for name, values in rule.attributes.items()}
    named = {"people": list(rule.people)} if rule.people else {}
    return {"units": list(rule.units), "roles": list(rule.roles), "attributes": attributes} | named


def audiences_of(person_id: UUID) -> list[AudienceRow]:
    """The audiences in force that a person belongs to; two queries."""
    found = list(Audience.objects.filter(retired_at=None).order_by("name"))
    belongs = _counted({audience.key: audience.rule for audience in found}, Q(id=person_id))
    return [
        AudienceRow(audience.key, audience.name, tuple(audience.because))
        for audience in found
        if belongs[audience.key]
    ]


# What a rule is built from -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How many people a rule names; `in_units` are how many its units hold in all, None where it
    narrows no unit.
    """

    people: int
    in_units: int | None = None


def count_rule(rule: RuleLike) -> RuleCount:
    """How many a rule names; one query."""
    asked = {"rule": rule_data(rule)}
    if rule.units and (rule.roles or rule.attributes):
        asked["units"] = {"units": list(rule.units)}
    counted = _counted(asked)
    return RuleCount(counted["rule"], counted.get("units"))


def rule_sample(rule: RuleLike, *, most: int) -> list[PersonRow]:
    """At most `most` of the people whom the conditions of a rule name, drawn without looking; of
    one without conditions, of those who are named. Two queries.
    """
    by_rule, named = _parts(rule_data(rule))
    found = Person.objects.filter(by_rule or named or Q(), is_active=True)
    return rows_of(found.order_by("pseudonym")[:most])


@dataclass(frozen=True, slots=True)
class AttributeValues:
    """An attribute with its values, those of most active people first; `others` were left out."""

    name: str
    values: tuple[str, ...]
    others: int


def attribute_values() -> list[AttributeValues]:
    """The attributes that active people have, by name, each with its values; one query.

    Where there are more than 10,000 people, those of so many of them, drawn without looking.
    """
    with connection.cursor() as cursor:
        cursor.execute(_VALUES, [MOST_LOOKED_AT, MOST_VALUES])
        rows = cursor.fetchall()
    found: dict[str, list[str]] = {}
    totals: dict[str, int] = {}
    for name, value, total in rows:
        found.setdefault(name, []).append(value)
        totals[name] = total
    return [
        AttributeValues(name, tuple(values), totals[name] - len(values))
        for name, values in sorted(found.items())
    ]


_VALUES = """
SELECT name, value, total FROM (
    SELECT name, value, count(*) OVER (PARTITION BY name) AS total,
        row_number() OVER (PARTITION BY name ORDER BY people DESC, value) AS place
    FROM (
        SELECT entry.key AS name, entry.value AS value, count(*) AS people
        FROM (
            SELECT attributes FROM people_person WHERE is_active ORDER BY pseudonym LIMIT %s
        ) AS looked, jsonb_each_text(looked.attributes) AS entry
        GROUP BY entry.key, entry.value
    ) AS counted
) AS placed
WHERE place <= %s ORDER BY name, place
"""


def count_by_unit_within() -> dict[str, int]:
    """How many active people are in each unit in force or below it, by code; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_WITHIN)
        return dict(cursor.fetchall())


_WITHIN = """
SELECT above.code, sum(counted.people)::int FROM (
    SELECT unit_id, count(*) AS people FROM people_person WHERE is_active GROUP BY unit_id
) AS counted
JOIN people_unit AS own ON own.id = counted.unit_id
JOIN LATERAL jsonb_array_elements_text(own.path) AS above(code) ON true
GROUP BY above.code
"""
