"""Cells that a spreadsheet would take for a formula, in lists that go out and come in again. Pure."""

from __future__ import annotations

# What makes a spreadsheet take a cell for a formula; an export sets a quote before it.
_FORMULA, _QUOTED = ("=", "+", "-", "@", "\t", "\r"), "'"


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; the import takes the quote away again."""
    return f"{_QUOTED}{cell}" if _is_guarded(cell) else cell


def unguarded(cell: str) -> str:
    """A cell without the quote that an export set before it."""
    return cell[1:] if cell[:1] == _QUOTED and _is_guarded(cell[1:]) else cell


def _is_guarded(cell: str) -> bool:
    """Whether an export sets a quote before a cell: before what a spreadsheet takes for a formula,
    and before what reads as if it had one already.
    """
    return cell.lstrip(_QUOTED).startswith(_FORMULA)
