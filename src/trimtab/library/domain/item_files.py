"""Reading items from YAML and CSV: every item is checked before any is used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import yaml

from trimtab.kernel import plain_csv, plain_yaml
from trimtab.kernel.errors import Refusal
from trimtab.library.domain.items import ItemBody, ItemKind, read_body
from trimtab.library.domain.rows import ContentProblem

HEAD = ("key", "kind", "stem", "options", "correct", "feedback", "answers", "explanation", "tags", "aid")
SEPARATOR = "|"
MOST_ROWS = 100_000


class ItemFormat(StrEnum):
    """The kinds of file that items come in."""

    YAML = "yaml"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class ItemSpec:
    """An item that should exist, by key."""

    key: str
    body: ItemBody
    tags: tuple[str, ...]


def read_items(text: str, form: ItemFormat) -> tuple[list[ItemSpec], list[ContentProblem]]:
    """Reads items; returns them and the problems. YAML is a list of items, CSV one row an item (see docs/guides/authors.md)."""
    entries = _yaml_entries(text) if form is ItemFormat.YAML else _csv_entries(text)
    found: list[ItemSpec] = []
    problems: list[ContentProblem] = []
    seen: set[str] = set()
    try:
        for where, entry in entries:
            try:
                spec = _spec(entry)
                if spec.key in seen:
                    raise Refusal("library.twice", f"The key '{spec.key}' stands twice.", "key")
                seen.add(spec.key)
                found.append(spec)
            except Refusal as refusal:
                problems.append(ContentProblem(where, refusal.field, refusal.sentence))
    except Refusal as refusal:
        problems.append(ContentProblem(refusal.field or "line 1", "", refusal.sentence))
    if not found and not problems:
        problems.append(ContentProblem("line 1", "", "There is no item in the file."))
    return found, problems


def _spec(entry: Any) -> ItemSpec:
    if not isinstance(entry, dict):
        raise Refusal("library.item", "An item is a set of names and values.", "")
    body = dict(entry)
    key, tags = body.pop("key", ""), body.pop("tags", [])
    if not isinstance(key, str) or not 0 < len(key) <= 120:
        raise Refusal("library.item", "An item has a key of 1 to 120 characters.", "key")
    if not isinstance(tags, list) or not all(isinstance(tag, str) and 0 < len(tag) <= 60 for tag in tags):
        raise Refusal("library.item", "Tags are a list of words.", "tags")
    return ItemSpec(key, read_body(body), tuple(tags))


def _yaml_entries(text: str) -> Iterator[tuple[str, Any]]:
    root, data = plain_yaml.read(text)
    if not isinstance(data, list) or not isinstance(root, yaml.SequenceNode):
        raise Refusal("library.yaml", "The file is a list of items, each beginning with '- key:'.", "line 1")
    for node, entry in zip(root.value, data, strict=True):
        yield f"line {node.start_mark.line + 1}", entry


def _csv_entries(text: str) -> Iterator[tuple[str, Any]]:
    reader = plain_csv.records(text, most=MOST_ROWS + 1)
    head = [name.strip().lower() for name in reader.fieldnames or []]
    unknown = [name for name in head if name not in HEAD]
    missing = [name for name in ("key", "kind", "stem") if name not in head]
    if unknown or missing:
        what = f"'{unknown[0]}' is not known" if unknown else f"{missing[0]} is missing"
        raise Refusal("library.csv", f"The column {what}. Columns are {', '.join(HEAD)}.", "line 1")
    reader.fieldnames = head
    for row in reader:
        where = f"line {reader.line_num}"
        if None in row:
            yield where, None
            continue
        yield where, _csv_entry({name: (row.get(name) or "").strip() for name in HEAD})


def _csv_entry(row: Mapping[str, str]) -> dict[str, Any]:
    entry: dict[str, Any] = {name: row[name] for name in ("key", "kind", "explanation", "aid")}
    entry["tags"] = _parts(row["tags"].replace(" ", SEPARATOR))
    match row["kind"]:
        case ItemKind.SINGLE_CHOICE | ItemKind.MULTIPLE_CHOICE:
            entry |= {"stem": row["stem"], "options": _csv_options(row)}
        case ItemKind.SHORT_ANSWER:
            entry |= {"stem": row["stem"], "answers": _parts(row["answers"])}
        case ItemKind.CLOZE:
            entry |= {"text": row["stem"]}
        case ItemKind.ORDERING:
            entry |= {"stem": row["stem"], "order": _parts(row["answers"])}
        case ItemKind.FLASHCARD:
            entry |= {"front": row["stem"], "back": row["answers"]}
        case _:
            raise Refusal("library.item", f"'{row['kind']}' is not a kind of item.", f"column kind, key {row['key']}")
    return entry


def _csv_options(row: Mapping[str, str]) -> list[dict[str, Any]]:
    texts, feedback = _parts(row["options"]), row["feedback"].split(SEPARATOR)
    correct = {part for part in _parts(row["correct"]) if part.isdigit()}
    padded = [*feedback, *[""] * len(texts)]
    return [
        {"text": text, "correct": str(number) in correct, "feedback": padded[number - 1].strip()}
        for number, text in enumerate(texts, 1)
    ]


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(SEPARATOR) if part.strip()]
