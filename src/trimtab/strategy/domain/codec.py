"""The document as YAML on disk and JSON in the database, without loss, and with the line of every
part.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec
import yaml

from trimtab.kernel import plain_yaml
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import say
from trimtab.strategy.domain.document import Strategy
from trimtab.strategy.domain.numbers import misfits
from trimtab.strategy.domain.part import PLAIN, Part


class InvalidDocument(Refusal):
    """The text is not a strategy document; `line` counts from 1, `place` is like
    actions/practise-prices/due.
    """

    def __init__(self, sentence: str, *, line: int, place: str = "") -> None:
        super().__init__(
            "strategy.document", sentence, f"line {line}" + (f", {place}" if place else "")
        )
        self.line = line
        self.place = place


@dataclass(frozen=True, slots=True)
class Loaded:
    """A document with the line (from 1) of each of its places."""

    document: Strategy
    lines: Mapping[str, int]

    def line(self, place: str) -> int:
        """The line of a place, or of the nearest one around it."""
        while place and place not in self.lines:
            place = place.rpartition("/")[0]
        return self.lines.get(place, 1)


def load_yaml(text: str) -> Loaded:
    """Reads a document.

    Raises InvalidDocument with line and place for what is not YAML, not known or of the wrong kind.
    """
    try:
        root, data = plain_yaml.read(text)
    except plain_yaml.InvalidYaml as fault:
        raise InvalidDocument(fault.sentence, line=fault.line) from fault
    if not isinstance(data, dict) or root is None:
        raise InvalidDocument(
            say("A strategy is a set of names and values, beginning with 'trimtab: 1'."), line=1
        )
    raw_lines: dict[str, int] = {}
    lines: dict[str, int] = {}
    _walk(root, "$", "", raw_lines, lines)
    try:
        document = msgspec.convert(data, Strategy)
    except msgspec.ValidationError as error:
        sentence, _, path = str(error).partition(" - at `")
        line = _nearest(raw_lines, path.rstrip("`") or "$")
        raise InvalidDocument(
            _plain(sentence), line=line, place=path.rstrip("`").removeprefix("$.")
        ) from error
    loaded = Loaded(document, lines)
    for misfit in misfits(document):
        raise InvalidDocument(misfit.sentence, line=loaded.line(misfit.place), place=misfit.place)
    return loaded


def _plain(sentence: str) -> str:
    return (
        sentence.replace("Object contains", "There is an")
        .replace("Object missing required", "Missing:")
        .rstrip(".")
        + "."
    )


def _nearest(lines: Mapping[str, int], path: str) -> int:
    while path and path not in lines:
        cut = max(path.rfind("."), path.rfind("["))
        path = path[:cut] if cut > 0 else ""
    return lines.get(path, 1)


def _walk(
    node: yaml.Node, path: str, place: str, raw: dict[str, int], lines: dict[str, int]
) -> None:
    raw[path] = lines[place] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = f"{place}/{key.value}".lstrip("/")
            _walk(value, f"{path}.{key.value}", inner, raw, lines)
            raw[f"{path}.{key.value}"] = lines[inner] = key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for position, value in enumerate(node.value):
            _walk(value, f"{path}[{position}]", f"{place}/{_name(value, position)}", raw, lines)
            lines.setdefault(f"{place}/{position}", value.start_mark.line + 1)


def _name(node: yaml.Node, position: int) -> str:
    """What a member of a list is called in places, besides its position: its id, else the decision
    or rule it is about.
    """
    if isinstance(node, yaml.MappingNode):
        named = {
            key.value: value.value
            for key, value in node.value
            if isinstance(value, yaml.ScalarNode)
        }
        for key in ("id", "decision", "rule"):
            if key in named:
                return str(named[key])
    return str(position)


class _Dumper(plain_yaml.Dumper):
    """Block style; long texts folded; times in quotes, since bare ones are numbers of base sixty to
    some readers.

    What stands twice is written twice: the reader refuses references.
    """

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _text(dumper: _Dumper, value: str) -> yaml.Node:
    style = "|" if "\n" in value.strip() else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


def dump_yaml(document: Strategy) -> str:
    """The document as YAML, keys in the order of the schema; what has its default is left out."""
    data = msgspec.to_builtins(without_defaults(document, whole=False), builtin_types=(dt.date,))
    return yaml.dump(_ordered(data), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


def _ordered(data: dict[str, Any]) -> dict[str, Any]:
    return {
        "trimtab": data.get("trimtab", 1),
        **{key: value for key, value in data.items() if key != "trimtab"},
    }


def to_json(document: Strategy) -> dict[str, Any]:
    """The document as plain JSON data; two documents that are equal give the same."""
    found: dict[str, Any] = msgspec.to_builtins(without_defaults(document))
    return found


def without_defaults(value: Any, *, whole: bool = True) -> Any:
    """A part as its fields by name, without those that say what they would say anyhow.

    msgspec leaves a default out when it is the very same object: a 0.9 that somebody typed would
    stand there, and count as a change. `whole`: a part within a part always stands there, be it
    empty, so that two documents differ by its fields.
    """
    if isinstance(value, Part):
        defaults = _defaults(type(value))
        told = {}
        for name in value.__struct_fields__:
            own = getattr(value, name)
            if name not in defaults or own != defaults[name] or (whole and isinstance(own, Part)):
                told[name] = own if type(own) in PLAIN else without_defaults(own, whole=whole)
        return told
    if isinstance(value, tuple):
        return [without_defaults(member, whole=whole) for member in value]
    if isinstance(value, dict):
        return {key: without_defaults(member, whole=whole) for key, member in value.items()}
    return value


@cache
def _defaults(part: type[Part]) -> dict[str, Any]:
    return {
        field.name: field.default
        if field.default is not msgspec.NODEFAULT
        else field.default_factory()
        for field in msgspec.structs.fields(part)
        if not field.required
    }


def from_json(data: Mapping[str, Any]) -> Strategy:
    """The document from plain JSON data. Raises Refusal when it is none."""
    try:
        return msgspec.convert(data, Strategy)
    except msgspec.ValidationError as error:
        sentence, _, path = str(error).partition(" - at `$.")
        raise Refusal("strategy.document", _plain(sentence), path.rstrip("`")) from error


def json_schema() -> dict[str, Any]:
    """The published JSON Schema (draft 2020-12) of the document."""
    schema = msgspec.json.schema(Strategy)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Trimtab strategy document",
        **schema,
    }
