"""What the strategy measures and compares is what runs: measures and comparisons match the
plan's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from django.db import transaction

from trimtab.evaluation.models import Measure, Plan
from trimtab.kernel.matching import Matched, match

_MEASURE = ("name", "unit", "scale", "grain", "direction", "baseline", "target")
_PLAN = (
    "measure",
    "design",
    "at_least",
    "by",
    "starts",
    "counts_from",
    "response",
    "assumption",
    "decides",
    "audience",
)


class PlannedLike(Protocol):
    """A resource of the plan: its key and the places it rests on; its fields are those of the
    plan's own type.
    """

    @property
    def key(self) -> str: ...
    @property
    def because(self) -> Sequence[str]: ...


@transaction.atomic
def match_measures(resources: Sequence[PlannedLike], *, now: dt.datetime) -> Matched:
    """Makes the measures match the plan's; figures of a retired one stay."""
    return _match(Measure, {name: name for name in _MEASURE}, resources, now)


@transaction.atomic
def match_evaluations(resources: Sequence[PlannedLike], *, now: dt.datetime) -> Matched:
    """Makes the comparisons match the plan's."""
    columns = {name: "measure_id" if name == "measure" else name for name in _PLAN}
    return _match(Plan, columns, resources, now)


def _match(
    model: Any, columns: Mapping[str, str], resources: Sequence[PlannedLike], now: dt.datetime
) -> Matched:
    """`columns` says in which column of the model each field of a resource is kept."""
    wanted = {resource.key: resource for resource in resources}
    rows = model.objects.select_for_update().filter(retired_at=None)

    def is_same(resource: PlannedLike, row: Any) -> bool:
        return all(
            getattr(resource, field) == getattr(row, column) for field, column in columns.items()
        )

    matched = match(wanted, {row.key: row for row in rows}, is_same)
    model.objects.bulk_create(
        [_row(model, columns, resource) for resource in wanted.values()],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=[*columns, "because", "retired_at"],
    )
    model.objects.filter(key__in=matched.retired).update(retired_at=now)
    return matched


def _row(model: Any, columns: Mapping[str, str], resource: PlannedLike) -> Any:
    values = {column: getattr(resource, field) for field, column in columns.items()}
    return model(key=resource.key, because=list(resource.because), **values)
