"""A form made from the shape of a part of the document.

Which fields it has, which kind of input each is, and the words beside it.
"""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec
from django.http import QueryDict

from trimtab.kernel import written
from trimtab.strategy import api as strategy
from trimtab.workbench.strategy.editing.words import HELP, LABELS, LONG, REFERENCES, option_words

MOST_NUMBER = 10**15
NAMING = ("title", "name", "says", "asks")


class Input(StrEnum):
    """How a field is filled in."""

    TEXT = "text"
    LONG = "textarea"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    CHOICE = "select"
    SEVERAL = "several"
    LIST = "list"
    SWITCH = "switch"
    PAIRS = "pairs"


_PLAIN = {
    bool: Input.SWITCH,
    int: Input.NUMBER,
    float: Input.NUMBER,
    dt.date: Input.DATE,
    dt.time: Input.TIME,
}
Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a form. `name` is a path such as expects.measure, `options` are (value, words).

    `group` is the part within the part that the field belongs to; `optional_group` says that it
    may be left out as a whole.
    """

    name: str
    label: str
    kind: Input
    required: bool = False
    help: str = ""
    options: Options = ()
    step: str = "any"
    group: str = ""
    optional_group: bool = False


def fields_of(part: type, document: strategy.Strategy) -> tuple[FormField, ...]:
    """The fields of a part's form, in the order of the document's shape.

    `id` is made from the title and not asked for.
    """
    return tuple(_fields(part, document, inside="", optional=False))


def _fields(
    part: type, document: strategy.Strategy, *, inside: str, optional: bool
) -> Iterator[FormField]:
    hints = get_type_hints(part)
    for shape in msgspec.structs.fields(part):
        if shape.name == "id":
            continue
        kind, may_be_none = _unwrapped(hints[shape.name])
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            within = f"{inside}{shape.name}."
            yield from _fields(kind, document, inside=within, optional=may_be_none)
        elif not _is_list_of_parts(kind):
            options = _options(part, shape.name, kind, document)
            yield FormField(
                name=f"{inside}{shape.name}",
                label=_label(part, shape.name),
                kind=_input(kind, shape.name, options),
                required=shape.required and not optional,
                help=str(HELP.get((part.__name__, shape.name), "")),
                options=options,
                step="1" if kind is int else "any",
                group=inside.rstrip("."),
                optional_group=optional,
            )


def _label(part: type, name: str) -> str:
    return str(LABELS.get((part.__name__, name)) or name.replace("_", " ").capitalize())


def _input(kind: Any, name: str, options: Options) -> Input:
    base = get_origin(kind)
    if base is tuple:
        return Input.SEVERAL if options else Input.LIST
    if base is dict:
        return Input.PAIRS
    if options:
        return Input.CHOICE
    return _PLAIN.get(kind) or (Input.LONG if name in LONG else Input.TEXT)


def _options(part: type, name: str, kind: Any, document: strategy.Strategy) -> Options:
    inner = (get_args(kind) or (kind,))[0]
    if isinstance(inner, type) and issubclass(inner, Enum):
        return enum_options(inner)
    listed = REFERENCES.get((part.__name__, name))
    match listed:
        case None:
            return ()
        case tuple():
            return listed
        case _:
            return tuple(_named(member) for member in members(document, str(listed)))


def enum_options(kind: type[Enum]) -> Options:
    """The options of an enum, each with what it means in the reader's language."""
    return tuple((str(option.value), option_words(kind, str(option.value))) for option in kind)


def members(document: strategy.Strategy, kind: str) -> tuple[Any, ...]:
    """The parts of one kind: choices belong to the policy, all others to the document."""
    return document.policy.choices if kind == "choices" else tuple(getattr(document, kind))


def key_of(part: Any) -> str:
    """The id of a part; of a right the kind of decision."""
    return str(getattr(part, "id", "") or getattr(part, "decision", ""))


def called(part: Any, names: tuple[str, ...] = NAMING) -> str:
    """What a part is called: the first of the fields `names` that it fills, else its key."""
    told = (str(getattr(part, name, "") or "") for name in names)
    return next((words for words in told if words), key_of(part))


def _named(part: Any) -> tuple[str, str]:
    return key_of(part), called(part)


def _unwrapped(hint: Any) -> tuple[Any, bool]:
    """The type without `| None`, and whether it had it."""
    if get_origin(hint) in {Union, types.UnionType}:
        kept = [part for part in get_args(hint) if part is not type(None)]
        if len(kept) < len(get_args(hint)):
            return kept[0], True
    return hint, False


def _is_list_of_parts(kind: Any) -> bool:
    inner = (get_args(kind) or (None,))[0]
    return (
        get_origin(kind) is tuple and isinstance(inner, type) and issubclass(inner, msgspec.Struct)
    )


def values_of(part: Any, fields: tuple[FormField, ...]) -> dict[str, Any]:
    """What stands in the form: text by field name, a list for several."""
    return {field.name: _shown(_at(part, field.name), field) for field in fields}


def _at(part: Any, name: str) -> Any:
    for step in name.split("."):
        part = getattr(part, step, None)
    return part


def _shown(value: Any, field: FormField) -> Any:
    match field.kind:
        case Input.SEVERAL:
            return [str(each) for each in value or ()]
        case Input.LIST:
            return "\n".join(str(each) for each in value or ())
        case Input.PAIRS:
            return "\n".join(f"{key}: {', '.join(words)}" for key, words in (value or {}).items())
        case Input.TIME if value:
            return value.isoformat("minutes")
        case Input.SWITCH:
            return bool(value)
        case _:
            return "" if value is None else str(value)


def data_from(posted: QueryDict, fields: tuple[FormField, ...]) -> dict[str, Any]:
    """The part as plain data from a posted form, for the schema to judge.

    An optional group in which nothing was written is left out altogether: a choice alone, which
    always says something, fills none.
    """
    data: dict[str, Any] = {}
    optional = [field for field in fields if field.optional_group]
    filled = {
        field.group
        for field in optional
        if not field.options and str(posted.get(field.name, "")).strip()
    }
    for field in fields:
        if field.optional_group and field.group not in filled:
            continue
        value = _read(posted, field)
        if value is not None:
            *around, last = field.name.split(".")
            holder = data
            for step in around:
                holder = holder.setdefault(step, {})
            holder[last] = value
    return data


def _read(posted: QueryDict, field: FormField) -> Any:
    text = str(posted.get(field.name, "")).strip()
    match field.kind:
        case Input.SEVERAL:
            return list(posted.getlist(field.name))
        case Input.LIST:
            return lines(text)
        case Input.PAIRS:
            return dict(_pair(line) for line in text.splitlines() if ":" in line)
        case Input.SWITCH:
            return field.name in posted
        case Input.NUMBER:
            return _number(text) if text else None
        case Input.TIME:
            return f"{text}:00" if len(text) == len("18:00") else text or None
        case Input.DATE | Input.CHOICE:
            return text or None
        case _:
            return text


def lines(text: str) -> list[str]:
    """The lines of a text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _pair(line: str) -> tuple[str, list[str]]:
    key, _, words = line.partition(":")
    return key.strip(), [word.strip() for word in words.split(",") if word.strip()]


def _number(text: str) -> int | float | str:
    """A number, or the text itself for the schema to refuse with the field's name."""
    value = written.real(text)
    if value is None or abs(value) > MOST_NUMBER:
        return text
    return int(value) if value.is_integer() else value
