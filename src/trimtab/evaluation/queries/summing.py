"""Aggregations in the database: runs the files of `sql/`, which are written from the expressions of
`domain/sums` and of each design.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from django.db import connection


def summed(which: StrEnum, **given: Any) -> list[dict[str, Any]]:
    """The rows of an aggregation, its parameters bound by the driver (None is NULL).

    Raises KeyError when one is missing.
    """
    with connection.cursor() as cursor:
        cursor.execute(_text(which.value), given)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@cache
def _text(name: str) -> str:
    folder = resources.files("trimtab.evaluation.queries") / "sql"
    return (folder / f"{name}.sql").read_text(encoding="utf-8")
