"""Why a workbook gives no table: what its reader says to the process that waits for it.

It stands by itself because the reader closes doors (`reader`) that the other process needs open.
"""

from __future__ import annotations

from enum import StrEnum


class WorkbookFault(StrEnum):
    """What is wrong: no workbook at all, no such sheet, the first sheet is hidden, or too much."""

    EXCEL = "excel"
    SHEET = "sheet"
    HIDDEN = "hidden"
    ROWS = "rows"
    CELLS = "cells"
    UNPACKED = "unpacked"
