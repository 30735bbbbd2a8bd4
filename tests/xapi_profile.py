"""Holds statements against an xAPI profile, as the specification of profiles says (Statement
Templates, rules)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema import Draft7Validator  # type: ignore[import-untyped,unused-ignore]  # typed where types-jsonschema is

_STEP = re.compile(r"\.([\w@-]+)|\['([^']+)'\]")
Template = Mapping[str, Any]


def faults(statement: Mapping[str, Any], profile: Mapping[str, Any]) -> list[str]:
    """What keeps a statement from following the profile; nothing when it does."""
    matching = [template for template in profile["templates"] if _is_meant(template, statement)]
    if not matching:
        kind = statement["object"].get("definition", {}).get("type")
        return [f"no template for {statement['verb']['id']} of {kind}"]
    broken = [
        fault
        for template in matching
        for rule in template["rules"]
        for fault in _broken(rule, statement)
    ]
    return broken + list(_extensions(statement, profile))


def _is_meant(template: Template, statement: Mapping[str, Any]) -> bool:
    kind = statement["object"].get("definition", {}).get("type")
    is_verb = statement["verb"]["id"] == template["verb"]
    return bool(is_verb and kind == template["objectActivityType"])


def located(statement: Mapping[str, Any], location: str) -> list[Any]:
    """The values at a JSONPath of plain names; empty when there is none."""
    assert (
        location.startswith("$")
        and "".join(m.group(0) for m in _STEP.finditer(location)) == location[1:]
    ), location
    found: Any = statement
    for dotted, quoted in _STEP.findall(location):
        if not isinstance(found, dict) or (dotted or quoted) not in found:
            return []
        found = found[dotted or quoted]
    return [found]


def _broken(rule: Mapping[str, Any], statement: Mapping[str, Any]) -> Iterator[str]:
    values = located(statement, rule["location"])
    match rule.get("presence"):
        case "included" if not values:
            yield f"{rule['location']} is missing"
        case "excluded" if values:
            yield f"{rule['location']} must not be there"
    if values and "any" in rule and values[0] not in rule["any"]:
        yield f"{rule['location']} is {values[0]!r}, not one of {rule['any']}"
    if values and "none" in rule and values[0] in rule["none"]:
        yield f"{rule['location']} is {values[0]!r}"


def _extensions(statement: Mapping[str, Any], profile: Mapping[str, Any]) -> Iterator[str]:
    schemas = {
        one["id"]: one["inlineSchema"]
        for one in profile["concepts"]
        if one["type"] == "ContextExtension"
    }
    for name, value in statement.get("context", {}).get("extensions", {}).items():
        if name not in schemas:
            yield f"the extension {name} is not in the profile"
        else:
            yield from (
                f"{name}: {one.message}"
                for one in Draft7Validator(json.loads(schemas[name])).iter_errors(value)
            )
