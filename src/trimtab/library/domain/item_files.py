"""Reading items from YAML and CSV: every item is checked before any is used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import yaml

from trimtab.kernel import plain_yaml
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import as_written, say
from trimtab.library.domain.item_sheets import entries_of
from trimtab.library.domain.items import ItemBody, read_body
from trimtab.library.domain.rows import ContentProblem

MOST_ROWS = 100_000
_HTML = re.compile(
    r"</?(?:p|br|b|i|u|em|strong|div|span|ul|ol|li|img|h[1-6]|table)\b[^>]*>|&(?:nbsp|amp|lt|gt|quot);",
    re.IGNORECASE,
)


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
    """Reads items; returns them and the problems.

    YAML is a list of items, CSV one row an item (see docs/guides/authors.md).
    """
    entries = _yaml_entries(text) if form is ItemFormat.YAML else entries_of(text, most=MOST_ROWS)
    found: list[ItemSpec] = []
    problems: list[ContentProblem] = []
    seen: set[str] = set()
    try:
        for where, entry in entries:
            try:
                if isinstance(entry, Refusal):
                    raise entry
                spec = _spec(entry)
                if spec.key in seen:
                    raise Refusal(
                        "library.twice", say("The key '{key}' stands twice.", key=spec.key), "key"
                    )
                seen.add(spec.key)
                found.append(spec)
            except Refusal as refusal:
                problems.append(ContentProblem(where, refusal.field, as_written(refusal.sentence)))
    except Refusal as refusal:
        problems.append(ContentProblem(refusal.field or "line 1", "", as_written(refusal.sentence)))
    if not found and not problems:
        problems.append(ContentProblem("line 1", "", say("There is no item in the file.")))
    return found, problems


def remarks_about(items: Sequence[ItemSpec]) -> list[ContentProblem]:
    """What is no fault and may not be meant: markup of a web page, which is shown as it is
    written.
    """
    return [
        ContentProblem(spec.key, "", say("It holds HTML, which is shown as it is written."))
        for spec in items
        if _HTML.search(spec.body.stem)
    ]


def _spec(entry: Any) -> ItemSpec:
    if not isinstance(entry, dict):
        raise Refusal(
            "library.item",
            say("An item is a set of names and values, such as 'key: hot-food'."),
            "",
        )
    body = dict(entry)
    key, tags = body.pop("key", ""), body.pop("tags", [])
    if not isinstance(key, str) or not 0 < len(key) <= 120:
        raise Refusal("library.item", say("An item has a key of 1 to 120 characters."), "key")
    if not isinstance(tags, list) or not all(
        isinstance(tag, str) and 0 < len(tag) <= 60 for tag in tags
    ):
        raise Refusal("library.item", say("Tags are a list of words."), "tags")
    return ItemSpec(key, read_body(body), tuple(tags))


def _yaml_entries(text: str) -> Iterator[tuple[str, Any]]:
    root, data = plain_yaml.read(text)
    if not isinstance(data, list) or not isinstance(root, yaml.SequenceNode):
        raise Refusal(
            "library.yaml",
            say("The file is a list of items, each beginning with '- key:'."),
            "line 1",
        )
    for node, entry in zip(root.value, data, strict=True):
        yield f"line {node.start_mark.line + 1}", entry
