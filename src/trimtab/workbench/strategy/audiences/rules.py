"""The rule of an audience as a form: what can be chosen, and what was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trimtab.kernel.errors import Refusal
from trimtab.people import api as people
from trimtab.people.api import Role
from trimtab.strategy.api import parts
from trimtab.web import forms
from trimtab.web.forms import Asks, Form

MOST_UNITS = 300
MOST_NAMED = 200
MOST_ATTRIBUTES = 30
MOST_VALUES = 200
_ATTRIBUTE, _OTHERS = "attribute-{name}", "others-{name}"


class RuleForm(Form, frozen=True, kw_only=True):
    """Units, roles and people of a rule, those who are `named` just now apart; attributes have
    fields of their own. `q` are the words by which people are looked for."""

    units: Annotated[tuple[str, ...], Asks(most=64, many=MOST_UNITS)] = ()
    roles: tuple[Role, ...] = ()
    people: Annotated[tuple[str, ...], Asks(most=36, many=MOST_NAMED)] = ()
    named: Annotated[tuple[str, ...], Asks(most=36, many=MOST_NAMED)] = ()
    q: Annotated[str, Asks(most=100)] = ""


@dataclass(frozen=True, slots=True)
class Offered:
    """What a rule is built from: units in force with how many people are in them or below, and the
    attributes that people have."""

    units: tuple[people.UnitRow, ...]
    within: Mapping[str, int]
    attributes: tuple[people.AttributeValues, ...]


def offered(rule: parts.AudienceRule) -> Offered:
    """What can be chosen for a rule; attributes that nobody has any more stay while it names
    them."""
    known = people.attribute_values()[:MOST_ATTRIBUTES]
    gone = set(rule.attributes) - {attribute.name for attribute in known}
    attributes = (*known, *(people.AttributeValues(name, (), 0) for name in sorted(gone)))
    return Offered(tuple(people.units()), people.count_by_unit_within(), attributes)


def read(posted: QueryDict, there: Offered) -> parts.AudienceRule:
    """The rule as it was filled in. Raises Refusal for what no rule can be."""
    form = forms.read(RuleForm, posted)
    attributes: dict[str, tuple[str, ...]] = {}
    for attribute in there.attributes:
        chosen = posted.getlist(_ATTRIBUTE.format(name=attribute.name))[:MOST_VALUES]
        typed = forms.text(posted, _OTHERS.format(name=attribute.name)).splitlines()
        values = [value.strip()[:200] for value in (*chosen, *typed[:MOST_VALUES])]
        if kept := tuple(dict.fromkeys(value for value in values if value)):
            attributes[attribute.name] = kept
    named = tuple(dict.fromkeys((*form.people, *form.named)))
    if any(_uuid(key) is None for key in named):
        raise Refusal("strategy.rule", _("There is no such person."), "people")
    return parts.AudienceRule(
        units=form.units,
        roles=tuple(role.value for role in form.roles),
        attributes=attributes,
        people=named,
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def shown(rule: parts.AudienceRule, there: Offered, found: Sequence[people.PersonRow]) -> Any:
    """The form's fields with what the rule says; `found` are people who can be named besides."""
    named = people.people_rows({key for key in map(_uuid, rule.people) if key})
    return {
        "units": _units(rule, there),
        "roles": [{"value": role.value, "text": people.ROLE_WORDS[role]} for role in Role],
        "attributes": [_attribute(attribute, rule) for attribute in there.attributes],
        "people": [_person(row) for row in named.values() if row.is_active],
        "found": [_person(row) for row in found if row.id not in named],
        "rule": rule,
    }


def _units(rule: parts.AudienceRule, there: Offered) -> list[dict[str, Any]]:
    """The units as a tree from the top, as many as a page holds; those chosen are always there."""
    names = {unit.code: unit.name for unit in there.units}
    rows = sorted(there.units, key=lambda unit: (len(unit.path), unit.path))[:MOST_UNITS]
    known = {unit.code for unit in rows}
    chosen = [unit for unit in there.units if unit.code in rule.units and unit.code not in known]
    gone = [code for code in rule.units if code not in names]
    shown_units = sorted((*rows, *chosen), key=lambda unit: unit.path)
    return [
        *(
            {"value": unit.code, "text": unit.name, "note": _of(unit, names, there.within)}
            for unit in shown_units
        ),
        *({"value": code, "text": code, "note": _("This unit is there no more.")} for code in gone),
    ]


def _of(unit: people.UnitRow, names: Mapping[str, str], within: Mapping[str, int]) -> str:
    """What stands beside a unit: what it is below, and how many people are in it."""
    count = within.get(unit.code, 0)
    counted = ngettext("%(n)s person", "%(n)s people", count) % {"n": count}
    above = " › ".join(names.get(code, code) for code in unit.path[:-1])
    if not above:
        return counted
    return _("%(people)s, in %(unit)s") % {"people": counted, "unit": above}


def _attribute(attribute: people.AttributeValues, rule: parts.AudienceRule) -> dict[str, Any]:
    chosen = rule.attributes.get(attribute.name, ())
    others = [value for value in chosen if value not in attribute.values]
    return {
        "name": attribute.name,
        "field": _ATTRIBUTE.format(name=attribute.name),
        "others": _OTHERS.format(name=attribute.name),
        "options": [{"value": value, "text": value} for value in attribute.values],
        "chosen": chosen,
        "typed": "\n".join(others),
        "more": attribute.others,
    }


def _person(row: people.PersonRow) -> dict[str, Any]:
    return {"value": str(row.id), "text": row.name, "note": row.sign_in_name}
