"""A paper as Markdown: CommonMark with the tables of GitHub Flavored Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import assert_never

from trimtab.papers.blocks import (
    Block,
    Facts,
    Heading,
    Items,
    Letterhead,
    Paper,
    PaperFigure,
    PaperTable,
    Paragraph,
    Tone,
)
from trimtab.papers.text import tidy

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&$])")
_BEGINS = re.compile(r"^([#+\-=:])|^(\d{1,9})([.)])")


def markdown(paper: Paper, head: Letterhead) -> str:
    """The paper as Markdown, ending in a line feed."""
    parts = [
        f"# {plain(paper.title)}",
        plain(paper.subtitle),
        f"*{plain(f'{head.organisation}. {head.foot}')}*",
        *([f"> **{plain(head.pressing)}**"] if head.pressing else []),
        *(part for block in paper.blocks for part in _block(block)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def plain(text: str) -> str:
    """Text that Markdown takes for nothing but text, at the beginning of a line as well."""
    escaped = _SPECIAL.sub(r"\\\1", tidy(text))
    return _BEGINS.sub(
        lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", escaped
    )


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(text, level):
            yield f"{'#' * level} {plain(text)}"
        case Paragraph(text, tone):
            said = plain(text)
            yield f"*{said}*" if said and tone is Tone.EMPTY else said
        case Items(items):
            yield "\n".join(f"- {plain(item)}" for item in items)
        case Facts(facts):
            yield "\n".join(f"- **{plain(fact.name)}:** {plain(fact.says)}" for fact in facts)
        case PaperTable():
            yield plain(block.caption)
            yield _table(block)
        case PaperFigure(caption, description):
            yield f"**{plain(caption)}**"
            yield f"> {plain(description)}"
        case _:
            assert_never(block)


def _table(table: PaperTable) -> str:
    rows = [table.head, tuple("---" for _ in table.head), *table.rows]
    return "\n".join(
        f"| {' | '.join(cell if cell == '---' else plain(cell) for cell in row)} |" for row in rows
    )
