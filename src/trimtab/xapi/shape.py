"""Objects and lists: the two shapes that every part of a statement has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from trimtab.xapi.faults import InvalidStatement, shown

Rule = Callable[[Any], object]


def check(
    value: Any, rules: Mapping[str, Rule], section: str, *, required: tuple[str, ...] = ()
) -> Mapping[str, Any]:
    """`value` as an object whose properties all stand in `rules` and keep
    them (2.2). Raises InvalidStatement."""
    if not isinstance(value, dict):
        raise InvalidStatement("An object is needed here.", section)
    for name in required:
        if name not in value:
            raise InvalidStatement(f"'{name}' is missing.", section, name)
    for key, inner in value.items():
        rule = rules.get(key)
        if rule is None:
            raise InvalidStatement(
                f"'{shown(key)}' is not a property that stands here.", section, shown(key)
            )
        try:
            rule(inner)
        except InvalidStatement as fault:
            fault.below(key)
            raise
    return value


def each(value: Any, rule: Rule, section: str, what: str) -> list[Any]:
    """`value` as a list whose entries all keep `rule`. Raises InvalidStatement."""
    if not isinstance(value, list):
        raise InvalidStatement(f"{what} are a list.", section)
    for position, entry in enumerate(value):
        try:
            rule(entry)
        except InvalidStatement as fault:
            fault.below(position)
            raise
    return value


def one_of(words: tuple[str, ...], section: str) -> Rule:
    """The rule that a value is one of `words`, letter for letter."""

    def rule(value: Any) -> None:
        if not isinstance(value, str) or value not in words:
            raise InvalidStatement(
                f"'{shown(value)}' does not stand here; {' or '.join(words)} does.", section
            )

    return rule
