"""What pages about people offer for choice: units, roles, languages, attributes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation.trans_real import get_languages

from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import Said
from trimtab.people import api as people
from trimtab.people.api import AttributeKind, AttributeRow

# Of more units than this nobody reads a list: their code or name is written.
MOST_LISTED = 200
FIELD = "attribute-"
HOLDS: Mapping[AttributeKind, Promise] = {
    AttributeKind.TEXT: _l("Text"),
    AttributeKind.NUMBER: _l("A number"),
    AttributeKind.DATE: _l("A day"),
    AttributeKind.YES_NO: _l("Yes or no"),
    AttributeKind.CHOICE: _l("One of a list"),
}


def units(none: str | Promise) -> list[tuple[str, str]]:
    """The units in force for a select, after what stands for none; empty where there are so many
    that a code or name is written.
    """
    if people.count_units() > MOST_LISTED:
        return []
    return [
        ("", str(none)),
        *((unit.code, f"{unit.name} ({unit.code})") for unit in people.units()),
    ]


def unit_meant(typed: str, field: str = "unit") -> str:
    """The code of the unit that is meant by a code or a name; '' for none.

    Raises Refusal for a name that no unit has, or several.
    """
    if not typed.strip():
        return ""
    codes = people.unit_codes(typed)
    if len(codes) == 1:
        return codes[0]
    if codes:
        sentence = _("Several units are called %(name)s. Write the code.") % {"name": typed}
        raise Refusal("people.unit-unclear", sentence, field)
    sentence = _("There is no unit with the code or name %(name)s.") % {"name": typed}
    raise Refusal("people.unknown-unit", sentence, field)


def roles() -> list[tuple[str, Said]]:
    """The roles for a select."""
    return [(role.value, people.ROLE_WORDS[role]) for role in people.Role]


def languages(own: str) -> list[tuple[str, str]]:
    """The languages that pages are written in, and the one that somebody has besides."""
    offered = dict(get_languages())
    found = list(offered.items())
    return found if not own or own in offered else [(own, own), *found]


def attribute_fields(values: Mapping[str, str], errors: Mapping[str, str]) -> list[dict[str, Any]]:
    """The fields of a form for what is defined, and for what somebody has besides."""
    defined = people.attribute_rows()
    known = {row.key for row in defined}
    others = [AttributeRow(key, key) for key in sorted(values) if key not in known]
    return [attribute_field(row, values.get(row.key, ""), errors) for row in (*defined, *others)]


def attribute_field(row: AttributeRow, value: str, errors: Mapping[str, str]) -> dict[str, Any]:
    """One field: what it is called, its kind as fields know it, and the options of a choice."""
    none = ("", _("None"))
    kind, options = "text", []
    match row.kind:
        case AttributeKind.DATE:
            kind = "date"
        case AttributeKind.YES_NO:
            kind, options = "select", [none, ("yes", _("yes")), ("no", _("no"))]
        case AttributeKind.CHOICE:
            kind, options = "select", [none, *((option, option) for option in row.options)]
        case AttributeKind.TEXT | AttributeKind.NUMBER:
            pass
    if kind == "select" and value not in dict(options):
        options.append((value, value))
    return {
        "key": row.key,
        "name": f"{FIELD}{row.key}",
        "label": row.label,
        "kind": kind,
        "options": options,
        "value": value,
        "is_number": row.kind is AttributeKind.NUMBER,
        "error": errors.get(f"attribute:{row.key}", ""),
    }
