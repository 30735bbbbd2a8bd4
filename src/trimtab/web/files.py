"""Files that pages give out."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpResponse, JsonResponse

from trimtab.wording import words

# What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def json_file(content: Any, name: str) -> JsonResponse:
    """Plain data as a file of JSON that people can read."""
    answer = JsonResponse(content, json_dumps_params={"indent": 2, "ensure_ascii": False})
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def csv_file(head: Iterable[str], rows: Iterable[Iterable[object]], name: str) -> HttpResponse:
    """Rows as a file for a spreadsheet, none of whose cells is taken for a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([cell(value) for value in row] for row in rows)
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def lines_file(rows: Iterable[Mapping[str, object]], name: str) -> HttpResponse:
    """Rows as JSON Lines: an object a line, for programs; sentences in the reader's language."""
    lines = (
        json.dumps(
            {key: words(value) if isinstance(value, str) else value for key, value in row.items()},
            ensure_ascii=False,
        )
        for row in rows
    )
    answer = HttpResponse(
        "".join(f"{line}\n" for line in lines), content_type="application/jsonl; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def cell(value: object) -> str:
    """A cell as text that no spreadsheet takes for a formula; a number stays one."""
    text = "" if value is None else words(value) if isinstance(value, str) else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text
