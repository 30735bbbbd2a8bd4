"""A workbook that we hand out: one sheet of texts."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence


def workbook(rows: Iterable[Sequence[str]], *, title: str) -> bytes:
    """An Excel workbook with one sheet, the first row of which stays in sight. Every cell is a text:
    none is taken for a formula, and no number loses its zeros. Characters that no workbook holds
    (control characters) are left out.
    """
    # Only whoever takes a workbook out waits for this.
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for row in rows:
        cells = [WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text)) for text in row]
        for cell in cells:
            cell.data_type = "s"
        sheet.append(cells)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()
