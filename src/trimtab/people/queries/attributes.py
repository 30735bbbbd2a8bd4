"""The attributes that are defined, and those that people have without that."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection

from trimtab.people.domain.attributes import AttributeKind, AttributeRow
from trimtab.people.models import PersonAttribute

_USED = """
SELECT attribute.key, count(*) FROM people_person AS person
CROSS JOIN LATERAL jsonb_object_keys(person.attributes) AS attribute(key)
WHERE person.attributes <> '{}'::jsonb GROUP BY attribute.key ORDER BY attribute.key
"""
_VALUES = """
SELECT value, count(*) FROM (
    SELECT attributes ->> %s AS value FROM people_person WHERE attributes ? %s
) AS person GROUP BY value
"""


def attribute_rows() -> list[AttributeRow]:
    """The attributes that are defined, by label; one query."""
    return [attribute_row(found) for found in PersonAttribute.objects.order_by("label", "key")]


def defined_attributes() -> Mapping[str, AttributeRow]:
    """The attributes that are defined, by key; one query."""
    return {row.key: row for row in attribute_rows()}


def attribute_row(found: PersonAttribute) -> AttributeRow:
    """A stored definition as a row."""
    return AttributeRow(found.key, found.label, AttributeKind(found.kind), tuple(found.options))


def people_by_attribute() -> dict[str, int]:
    """How many people have something in each attribute, defined or not; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_USED)
        return dict(cursor.fetchall())


def values_of(key: str) -> dict[str, int]:
    """What stands in an attribute, and with how many people; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_VALUES, [key, key])
        return {value: count for value, count in cursor.fetchall() if value is not None}
