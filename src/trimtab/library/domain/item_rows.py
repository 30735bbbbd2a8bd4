"""Items as rows of a sheet: each row becomes what YAML would say. What could be meant in two ways is refused, with what would be clear."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from trimtab.kernel import plain_csv
from trimtab.kernel.errors import Refusal
from trimtab.library.domain.items import ItemKind

HEAD = (
    "key",
    "kind",
    "stem",
    "options",
    "correct",
    "feedback",
    "answers",
    "exact",
    "explanation",
    "tags",
    "aid",
)
NEEDED = ("key", "kind", "stem")
SEPARATOR = "|"
_CUT = re.compile(r"(?<!\\)\|")
_TAGS = re.compile(r"[|,;]")
_YES, _NO = frozenset({"yes", "true", "1", "x"}), frozenset({"", "no", "false", "0"})


def entries_of(text: str, *, most: int) -> Iterator[tuple[str, dict[str, Any] | Refusal]]:
    """The entries of a sheet with where they stand, 'line 7'; what is wrong with a row stands in its place. Raises Refusal for a head
    that cannot be used, or text that is no CSV."""
    reader = plain_csv.records(text, most=most + 1)
    head = [name.strip().lower() for name in reader.fieldnames or []]
    _check_head(head)
    reader.fieldnames = head
    kinds = set(ItemKind)
    kind_at, cut = head.index("kind"), plain_csv.delimiter(reader)
    for row in reader:
        where = f"line {reader.line_num}"
        try:
            if None in row:
                raise Refusal(
                    "library.csv",
                    "The row has more cells than the head. Put a cell that holds a comma in quotes.",
                    "",
                )
            plain_csv.check_quotes(row, head, at=kind_at, is_one=kinds.__contains__, cut=cut)
            yield where, _entry({name: (row.get(name) or "").strip() for name in HEAD})
        except Refusal as refusal:
            yield where, refusal


def _check_head(head: list[str]) -> None:
    unknown = [name for name in head if name not in HEAD]
    missing = [name for name in NEEDED if name not in head]
    twice = [name for name in HEAD if head.count(name) > 1]
    if twice:
        raise Refusal(
            "library.csv",
            f"The column {twice[0]} stands twice. Leave one out, so that it is clear which counts.",
            "line 1",
        )
    if unknown or missing:
        what = f"'{unknown[0]}' is not known" if unknown else f"{missing[0]} is missing"
        raise Refusal("library.csv", f"The column {what}. Columns are {', '.join(HEAD)}.", "line 1")


def _entry(row: Mapping[str, str]) -> dict[str, Any]:
    entry: dict[str, Any] = {name: row[name] for name in ("key", "kind", "explanation", "aid")}
    entry["tags"] = _tags(row["tags"])
    if row["exact"].lower() not in _YES | _NO:
        raise Refusal("library.csv", f"'{row['exact']}' is neither yes nor no.", "exact")
    match row["kind"]:
        case ItemKind.SINGLE_CHOICE | ItemKind.MULTIPLE_CHOICE:
            entry |= {"stem": row["stem"], "options": _options(row)}
        case ItemKind.SHORT_ANSWER:
            entry |= {
                "stem": row["stem"],
                "answers": _parts(row, "answers"),
                "exact": row["exact"].lower() in _YES,
            }
        case ItemKind.CLOZE:
            entry |= {"text": row["stem"]}
        case ItemKind.ORDERING:
            entry |= {"stem": row["stem"], "order": _parts(row, "answers")}
        case ItemKind.FLASHCARD:
            entry |= {"front": row["stem"], "back": row["answers"]}
        case _:
            kinds = ", ".join(ItemKind)
            raise Refusal(
                "library.item", f"'{row['kind']}' is not a kind of item. Kinds are {kinds}.", "kind"
            )
    return entry


def _options(row: Mapping[str, str]) -> list[dict[str, Any]]:
    texts, feedback = _parts(row, "options"), [part.strip() for part in _cut(row["feedback"])]
    if len(feedback) > len(texts):
        raise Refusal(
            "library.csv",
            f"There are {len(texts)} options and feedback for {len(feedback)}.",
            "feedback",
        )
    correct = _correct(_parts(row, "correct"), len(texts))
    padded = [*feedback, *[""] * len(texts)]
    return [
        {"text": text, "correct": number in correct, "feedback": padded[number - 1]}
        for number, text in enumerate(texts, 1)
    ]


def _correct(given: list[str], options: int) -> set[int]:
    """The numbers of the right options. Raises Refusal for anything else than numbers of options that are there."""
    numbers = set()
    for part in given:
        if not (part.isascii() and part.isdigit() and 1 <= int(part) <= options):
            sentence = f"'{part}' is none of the options: write their numbers, from 1 to {options}, separated by {SEPARATOR}."
            raise Refusal("library.csv", sentence, "correct")
        numbers.add(int(part))
    return numbers


def _parts(row: Mapping[str, str], column: str) -> list[str]:
    """The values of a cell. Raises Refusal for an empty one, and for bars that may be meant or may belong to a value."""
    cell = row[column]
    if not cell:
        return []
    parts = _cut(cell)
    if len(set(_blanks(parts))) > 1:
        sentence = (
            f"Some bars ({SEPARATOR}) have blanks around them and some have none: it is not clear which separate values. Write a bar "
            f"that belongs to a value as \\{SEPARATOR}."
        )
        raise Refusal("library.csv", sentence, column)
    empty = next((number for number, part in enumerate(parts, 1) if not part.strip()), 0)
    if empty:
        raise Refusal(
            "library.csv",
            f"Value {empty} of {len(parts)} is empty. Take its bar out, or fill it in.",
            column,
        )
    return [part.strip() for part in parts]


def _blanks(parts: list[str]) -> Iterator[bool]:
    """Whether there is a blank beside each bar."""
    for before, after in pairwise(parts):
        yield before[-1:].isspace() or after[:1].isspace()


def _cut(cell: str) -> list[str]:
    return [part.replace(f"\\{SEPARATOR}", SEPARATOR) for part in _CUT.split(cell)]


def _tags(cell: str) -> list[str]:
    """Tags separated by bars, commas or semicolons; by blanks where there is none of these."""
    parts = _TAGS.split(cell) if _TAGS.search(cell) else cell.split()
    return [" ".join(part.split()) for part in parts if part.strip()]
