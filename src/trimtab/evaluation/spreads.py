"""How much single figures of a measure differ, and how often they come: what a forecast needs to say what will be seen."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from typing import Any

from django.db.models import Count, Max, Min, Q, Variance

from trimtab.evaluation.domain.rows import SpreadRow
from trimtab.evaluation.models import MeasureValue

DAYS_A_MONTH = 365.25 / 12


def spreads(*, min_cell: int) -> dict[str, SpreadRow]:
    """By measure, over all figures in force; measures with fewer than `min_cell` persons or two units are left out. One query."""
    found = (
        MeasureValue.objects.filter(superseded_at=None)
        .values("measure")
        .annotate(
            n=Count("id"), variance=Variance("value", sample=True), first=Min("day"), last=Max("day"),
            persons=Count("person", distinct=True), units=Count("unit", distinct=True, filter=~Q(unit="")),
        )
    )  # fmt: skip
    rows = {row["measure"]: row for row in found if row["persons"] >= min_cell or row["units"] >= 2}
    return {key: _spread(row) for key, row in rows.items() if row["variance"]}


def _spread(row: Mapping[str, Any]) -> SpreadRow:
    subjects = row["persons"] or row["units"]
    months = max((row["last"] - row["first"]).days / DAYS_A_MONTH, 1.0)
    return SpreadRow(sqrt(row["variance"]), subjects, row["n"] / subjects / months)
