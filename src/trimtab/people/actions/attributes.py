"""The attributes that an organisation defines for its people."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from trimtab.kernel.errors import NotFound, Refusal
from trimtab.kernel.said import as_written, listed, say, say_n
from trimtab.people.actions.guarding import changing
from trimtab.people.domain.attributes import (
    MOST_DEFINED,
    AttributeKind,
    AttributeRow,
    defined_as,
    refitted,
)
from trimtab.people.models import PersonAttribute
from trimtab.people.queries.attributes import values_of

# So many of the values that do not fit are named.
_NAMED = 5
# Whom it touches are all changed by one statement; what a value becomes stands beside it.
_REFIT = """
UPDATE people_person SET attributes = attributes || jsonb_build_object(%s::text, refit.new)
FROM unnest(%s::text[], %s::text[]) AS refit(old, new)
WHERE attributes ->> %s = refit.old
"""


def define_attribute(
    *, key: str, label: str, kind: AttributeKind, options: Sequence[str], is_new: bool
) -> AttributeRow:
    """Defines an attribute, or defines one otherwise; values that people have already are written
    as they are defined now.

    Raises Refusal by field: for a new key that is defined already, and on kind (options, for a
    choice) where people have values that do not fit.
    """
    row = defined_as(key=key, label=label, kind=kind, options=options)
    with changing():
        there = PersonAttribute.objects.filter(key=row.key).exists()
        if is_new and there:
            sentence = say("The attribute {key} is defined already.", key=row.key)
            raise Refusal("people.attribute-there", sentence, "key")
        if not there and PersonAttribute.objects.count() >= MOST_DEFINED:
            sentence = say("At most {most} attributes are defined.", most=MOST_DEFINED)
            raise Refusal("people.attribute-many", sentence, "key")
        _refit(row)
        PersonAttribute.objects.update_or_create(
            key=row.key,
            defaults={"label": row.label, "kind": row.kind.value, "options": list(row.options)},
        )
    return row


def forget_attribute(*, key: str) -> None:
    """An attribute is defined no more; what stands in it stays, as any text. Raises NotFound."""
    with changing():
        if not PersonAttribute.objects.filter(key=key).delete()[0]:
            raise NotFound("people.no-attribute", say("There is no such attribute."), "key")


def _refit(row: AttributeRow) -> None:
    if row.kind is AttributeKind.TEXT:
        return
    values = values_of(row.key)
    other, wrong = refitted(row, values)
    if wrong:
        count = sum(values[value] for value in wrong)
        sentence = say_n(
            "One person has a value that does not fit: {values}. Mend it first.",
            "{count} people have values that do not fit, such as {values}. Mend them first.",
            count,
            values=listed(as_written(value) for value in wrong[:_NAMED]),
        )
        field = "options" if row.kind is AttributeKind.CHOICE else "kind"
        raise Refusal("people.attribute-misfits", sentence, field)
    if other:
        with connection.cursor() as cursor:
            cursor.execute(_REFIT, [row.key, list(other), list(other.values()), row.key])
