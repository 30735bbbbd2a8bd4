"""Aggregations in the database: runs the files of `sql/`, which are written from `queries/analytics/named.py`."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

from django.db import connection

from trimtab.evaluation.domain.sums import Sum


def summed(which: Sum, **given: Any) -> list[dict[str, Any]]:
    """The rows of an aggregation, its parameters bound by the driver (None is NULL). Raises KeyError when one is missing."""
    with connection.cursor() as cursor:
        cursor.execute(_text(which), given)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@cache
def _text(which: Sum) -> str:
    return (resources.files("trimtab.evaluation.queries") / "sql" / f"{which}.sql").read_text(
        encoding="utf-8"
    )
