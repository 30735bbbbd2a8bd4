"""Items as rows of a sheet: each row becomes what YAML would say. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from trimtab.kernel import plain_csv
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import listed, say, sentences
from trimtab.library.domain.item_cells import Cells
from trimtab.library.domain.items import KINDS

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
MORE_CELLS = say("The row has more cells than the head. Put a cell that holds a comma in quotes.")


def entries_of(text: str, *, most: int) -> Iterator[tuple[str, dict[str, Any] | Refusal]]:
    """The entries of a sheet with where they stand, 'line 7'; a row that is wrong gives its
    refusal.

    Raises Refusal for a head that cannot be used, or text that is no CSV.
    """
    reader = plain_csv.records(text, most=most + 1)
    head = [name.strip().lower() for name in reader.fieldnames or []]
    _check_head(head)
    reader.fieldnames = head
    kind_at, cut = head.index("kind"), plain_csv.delimiter(reader)
    for row in reader:
        where = f"line {reader.line_num}"
        try:
            if None in row:
                raise Refusal("library.csv", MORE_CELLS, "")
            plain_csv.check_quotes(row, head, at=kind_at, is_one=KINDS.__contains__, cut=cut)
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
            say(
                "The column {name} stands twice. Leave one out, so that it is clear which counts.",
                name=twice[0],
            ),
            "line 1",
        )
    if unknown or missing:
        wrong = (
            say("The column '{name}' is not known.", name=unknown[0])
            if unknown
            else say("The column {name} is missing.", name=missing[0])
        )
        columns = say("Columns are {names}.", names=listed(HEAD))
        raise Refusal("library.csv", sentences(wrong, columns), "line 1")


def _entry(row: Mapping[str, str]) -> dict[str, Any]:
    """What YAML would say of a row. Raises Refusal."""
    cells = Cells(row)
    entry: dict[str, Any] = {name: row[name] for name in ("key", "kind", "explanation", "aid")}
    entry["tags"] = cells.tags("tags")
    cells.is_yes("exact")
    kind = KINDS.get(row["kind"])
    if kind is None:
        raise Refusal(
            "library.item",
            say(
                "'{cell}' is not a kind of item. Kinds are {kinds}.",
                cell=row["kind"],
                kinds=listed(KINDS),
            ),
            "kind",
        )
    return entry | kind.from_cells(cells)
