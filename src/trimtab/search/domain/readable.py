"""The words of a section for people to read as a few lines. Pure.

A table's row keeps what its columns are called.
"""

from __future__ import annotations

import re
from html import unescape

from trimtab.kernel.text import without_markup

_TABLE = re.compile(r"<table\b[^>]*>(.*?)</table>", re.DOTALL)
_ROW = re.compile(r"<tr\b[^>]*>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", re.DOTALL)
_ENDED = re.compile(r"[.!?:;…]\s*$")


def readable(html: str) -> str:
    """A section as text.

    'Chilled | up to 5 °C | above 8 °C' below 'Food | Green | Red' reads
    'Chilled – Green: up to 5 °C; Red: above 8 °C.'
    """
    return without_markup(_TABLE.sub(lambda found: _table(found[1]), html))


def _table(inside: str) -> str:
    rows = [[without_markup(cell) for cell in _CELL.findall(row)] for row in _ROW.findall(inside)]
    if len(rows) < 2:
        return " ".join(_sentence(", ".join(filter(None, row))) for row in rows)
    head, *body = rows
    return " ".join(_row(head, row) for row in body if any(row))


def _row(head: list[str], row: list[str]) -> str:
    named = [
        f"{name}: {cell}" if name and len(row) > 2 else cell
        for name, cell in zip([*head, *[""] * len(row)][1:], row[1:], strict=False)
        if cell
    ]
    return _sentence(
        f"{row[0]} – {'; '.join(named)}" if named and row[0] else "; ".join(named) or row[0]
    )


def _sentence(text: str) -> str:
    safe = text.replace("&", "&amp;").replace("<", "&lt;")
    return safe if _ENDED.search(unescape(safe)) else f"{safe}."
