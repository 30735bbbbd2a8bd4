"""A form made from the shape of a part of the document: which fields, which kind of input, and the words beside it."""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec

from trimtab.kernel import written
from trimtab.strategy import api as strategy
from trimtab.workbench.strategy.editing.words import HELP, LABELS, LONG, REFERENCES, option_words


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


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form. `options` are (value, words); `name` is a path such as expects.measure."""

    name: str
    label: str
    kind: Input
    required: bool
    help: str = ""
    options: tuple[tuple[str, str], ...] = ()
    step: str = "any"
    group: str = ""
    optional_group: bool = False
    of: type = field(default=str)


def fields_of(part: type, document: strategy.Strategy) -> tuple[Field, ...]:
    """The fields of a part's form in the order of the document's shape; `id` is made from the title and not asked for."""
    return tuple(_fields(part, document, "", False))


def _fields(
    part: type, document: strategy.Strategy, inside: str, optional: bool
) -> Iterator[Field]:
    hints = get_type_hints(part)
    for one in msgspec.structs.fields(part):
        if one.name == "id":
            continue
        kind, may_be_none = _unwrapped(hints[one.name])
        name = f"{inside}{one.name}"
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            yield from _fields(kind, document, f"{name}.", may_be_none)
        elif not _is_list_of_parts(kind):
            required = one.required and not optional
            yield _field(
                part, one.name, name, kind, required, document, inside.rstrip("."), optional
            )


def _field(
    part: type,
    plain: str,
    name: str,
    kind: Any,
    required: bool,
    document: strategy.Strategy,
    group: str,
    optional: bool,
) -> Field:
    options = _options(part, plain, kind, document)
    label = str(LABELS.get((part.__name__, plain)) or plain.replace("_", " ").capitalize())
    base, inner = get_origin(kind), (get_args(kind) or (str,))[0]
    if base is tuple:
        shown = Input.SEVERAL if options else Input.LIST
    elif base is dict:
        shown = Input.PAIRS
    elif options:
        shown = Input.CHOICE
    else:
        shown = _plain(kind, plain)
    return Field(
        name,
        label,
        shown,
        required,
        str(HELP.get((part.__name__, plain), "")),
        options,
        "1" if kind is int else "any",
        group,
        optional,
        inner if base is tuple else kind,
    )


def _plain(kind: Any, name: str) -> Input:
    simple = {
        bool: Input.SWITCH,
        int: Input.NUMBER,
        float: Input.NUMBER,
        dt.date: Input.DATE,
        dt.time: Input.TIME,
    }
    return simple.get(kind) or (Input.LONG if name in LONG else Input.TEXT)


def _options(
    part: type, name: str, kind: Any, document: strategy.Strategy
) -> tuple[tuple[str, str], ...]:
    inner = (get_args(kind) or (kind,))[0]
    if isinstance(inner, type) and issubclass(inner, Enum):
        return tuple((str(one.value), option_words(inner, str(one.value))) for one in inner)
    listed = REFERENCES.get((part.__name__, name))
    if listed is None:
        return ()
    if isinstance(listed, tuple):
        return listed
    return tuple(_named(one) for one in _parts(document, listed))


def _parts(document: strategy.Strategy, listed: str) -> tuple[Any, ...]:
    return document.policy.choices if listed == "choices" else tuple(getattr(document, listed))


def _named(one: Any) -> tuple[str, str]:
    key = str(getattr(one, "id", "") or getattr(one, "decision", ""))
    words = str(
        next(
            (
                getattr(one, name)
                for name in ("title", "name", "says", "asks")
                if getattr(one, name, "")
            ),
            key,
        )
    )
    return key, words


def _unwrapped(hint: Any) -> tuple[Any, bool]:
    """The type without `| None`, and whether it had it."""
    if get_origin(hint) in {Union, types.UnionType}:
        kept = [one for one in get_args(hint) if one is not type(None)]
        if len(kept) < len(get_args(hint)):
            return kept[0], True
    return hint, False


def _is_list_of_parts(kind: Any) -> bool:
    inner = (get_args(kind) or (None,))[0]
    return (
        get_origin(kind) is tuple and isinstance(inner, type) and issubclass(inner, msgspec.Struct)
    )


def values_of(part: Any, fields: tuple[Field, ...]) -> dict[str, Any]:
    """What stands in the form: text by field name, a list for several."""
    return {one.name: _shown(_at(part, one.name), one) for one in fields}


def _at(part: Any, name: str) -> Any:
    for step in name.split("."):
        part = getattr(part, step, None)
    return part


def _shown(value: Any, one: Field) -> Any:
    match one.kind:
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


MOST_NUMBER = 10**15


def data_from(posted: Mapping[str, Any], fields: tuple[Field, ...]) -> dict[str, Any]:
    """The part as plain data from a posted form (a QueryDict); an optional group left empty is left out altogether."""
    data: dict[str, Any] = {}
    empty = {one.group for one in fields if one.optional_group} - {
        one.group
        for one in fields
        if one.optional_group and not one.options and str(posted.get(one.name, "")).strip()
    }
    for one in fields:
        if one.group in empty and one.optional_group:
            continue
        value = _read(posted, one)
        if value is not None:
            *around, last = one.name.split(".")
            holder = data
            for step in around:
                holder = holder.setdefault(step, {})
            holder[last] = value
    return data


def _read(posted: Any, one: Field) -> Any:
    text = str(posted.get(one.name, "")).strip()
    match one.kind:
        case Input.SEVERAL:
            return list(posted.getlist(one.name))
        case Input.LIST:
            return [line.strip() for line in text.splitlines() if line.strip()]
        case Input.PAIRS:
            return dict(_pair(line) for line in text.splitlines() if ":" in line)
        case Input.SWITCH:
            return one.name in posted
        case Input.NUMBER:
            return _number(text) if text else None
        case Input.TIME:
            return f"{text}:00" if len(text) == len("18:00") else text or None
        case Input.DATE | Input.CHOICE:
            return text or None
        case _:
            return text


def _pair(line: str) -> tuple[str, list[str]]:
    key, _, words = line.partition(":")
    return key.strip(), [word.strip() for word in words.split(",") if word.strip()]


def _number(text: str) -> Any:
    """A number, or the text itself for the schema to refuse with the field's name."""
    value = written.real(text)
    if value is None or abs(value) > MOST_NUMBER:
        return text
    return int(value) if value.is_integer() else value
