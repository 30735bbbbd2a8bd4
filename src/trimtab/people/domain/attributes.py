"""Attributes of people that the organisation has defined: what each is called, what may stand in
it, and whether something does. Pure.

What nobody has defined stays what it always was: any text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from trimtab.kernel import written
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import Said, listed, say

# The attribute that a list's personnel number becomes (column_names.py); people are found by it.
NUMBER = "employee-number"
MOST_KEY, MOST_LABEL, MOST_VALUE = 60, 80, 200
MOST_OPTIONS = 200
MOST_DEFINED = 100
MOST_OWN = 200
_KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
# So many options are named where a value is none of them.
_NAMED = 12
_YES_NO = ("yes", "no")


class AttributeKind(StrEnum):
    """What may stand in an attribute."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    YES_NO = "yes-no"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class AttributeRow:
    """An attribute as it is defined; `options` are the values of a choice, in their order, and
    empty for every other kind.
    """

    key: str
    label: str
    kind: AttributeKind = AttributeKind.TEXT
    options: tuple[str, ...] = ()


Defined = Mapping[str, AttributeRow]
"""The attributes that are defined, by key."""


def fitted(row: AttributeRow | None, typed: str) -> str:
    """A value as it is kept: blanks around it are gone, a choice and yes or no are as they are
    defined however they are written. '' stays '': nothing is said.

    `row` is None for an attribute that nobody defined: any text stays as it is. Raises Refusal on
    the field of the attribute.
    """
    if row is None:
        return typed.strip()
    plain = " ".join(typed.split())
    if not plain:
        return ""
    if not _fits(row, plain):
        raise Refusal("people.attribute", _fault(row, plain), f"attribute:{row.key}")
    match row.kind:
        case AttributeKind.TEXT | AttributeKind.NUMBER | AttributeKind.DATE:
            return plain
        case AttributeKind.YES_NO:
            return plain.casefold()
        case AttributeKind.CHOICE:
            return _meant(row.options, plain) or plain
        case _:
            assert_never(row.kind)


def _fault(row: AttributeRow, plain: str) -> Said:
    """What is wrong with a value that does not fit."""
    if len(plain) > MOST_VALUE:
        return say("A value of an attribute has at most {most} characters.", most=MOST_VALUE)
    match row.kind:
        case AttributeKind.TEXT:
            return say("The value has a character (NUL) that no text has.")
        case AttributeKind.NUMBER:
            return say("'{value}' is not a number such as 12 or 0.5.", value=plain)
        case AttributeKind.DATE:
            return say("'{value}' is not a day such as 2026-03-31.", value=plain)
        case AttributeKind.YES_NO:
            return say("'{value}' is neither yes nor no.", value=plain)
        case AttributeKind.CHOICE:
            options = listed(row.options[:_NAMED])
            if len(row.options) <= _NAMED:
                return say("'{value}' is none of these: {options}.", value=plain, options=options)
            return say(
                "'{value}' is none of the values, such as {options}.", value=plain, options=options
            )
        case _:
            assert_never(row.kind)


def _fits(row: AttributeRow, plain: str) -> bool:
    if len(plain) > MOST_VALUE or "\x00" in plain:
        return False
    match row.kind:
        case AttributeKind.TEXT:
            return True
        case AttributeKind.NUMBER:
            return written.real(plain) is not None
        case AttributeKind.DATE:
            return written.day(plain) is not None
        case AttributeKind.YES_NO:
            return plain.casefold() in _YES_NO
        case AttributeKind.CHOICE:
            return _meant(row.options, plain) is not None
        case _:
            assert_never(row.kind)


def _meant(options: Sequence[str], plain: str) -> str | None:
    """The option that is meant, whether its letters are large or small."""
    if plain in options:
        return plain
    same = [option for option in options if option.casefold() == plain.casefold()]
    return same[0] if len(same) == 1 else None


def all_fitted(defined: Defined, attributes: Mapping[str, str]) -> dict[str, str]:
    """Values by attribute as they are kept. Raises Refusal on the field of the first that does not
    fit.
    """
    return {key: fitted(defined.get(key), value) for key, value in attributes.items()}


def refitted(row: AttributeRow, values: Iterable[str]) -> tuple[dict[str, str], list[str]]:
    """Of values that people have: those that are kept otherwise under this definition, with how,
    and those that do not fit it.
    """
    other, wrong = {}, []
    for value in values:
        try:
            kept = fitted(row, value)
        except Refusal:
            wrong.append(value)
            continue
        if kept != value:
            other[value] = kept
    return other, wrong


def defined_as(
    *, key: str, label: str, kind: AttributeKind, options: Sequence[str]
) -> AttributeRow:
    """An attribute as somebody wants to define it; the label is the key where none was written.

    Raises Refusal on the fields key, label and options.
    """
    plain = key.strip().casefold()
    if not _KEY.fullmatch(plain):
        sentence = say("A key has small letters, digits and hyphens, such as cost-center.")
        raise Refusal("people.attribute-key", sentence, "key")
    called = " ".join(label.split()) or plain
    if len(called) > MOST_LABEL or "\x00" in called:
        sentence = say("A label has at most {most} characters.", most=MOST_LABEL)
        raise Refusal("people.attribute-label", sentence, "label")
    values = tuple(dict.fromkeys(" ".join(option.split()) for option in options))
    values = tuple(value for value in values if value)
    if kind is not AttributeKind.CHOICE:
        return AttributeRow(plain, called, kind)
    if not 1 < len(values) <= MOST_OPTIONS:
        sentence = say("Write 2 to {most} values, each on a line of its own.", most=MOST_OPTIONS)
        raise Refusal("people.attribute-options", sentence, "options")
    if any(len(value) > MOST_VALUE or "\x00" in value for value in values):
        sentence = say("A value of an attribute has at most {most} characters.", most=MOST_VALUE)
        raise Refusal("people.attribute-options", sentence, "options")
    return AttributeRow(plain, called, kind, values)
