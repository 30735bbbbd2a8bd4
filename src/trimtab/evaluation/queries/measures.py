"""The measures, and what is held about a person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q

from trimtab.evaluation.domain.rows import MeasureRow
from trimtab.evaluation.models import Measure, MeasureValue
from trimtab.strategy.api import parts


def measures() -> list[MeasureRow]:
    """Measures in force with how many figures there are, by name; one query."""
    in_force = Q(values__superseded_at=None)
    counted = Measure.objects.filter(retired_at=None).annotate(
        count=Count("values", filter=in_force), latest=Max("values__day", filter=in_force)
    )
    return [
        MeasureRow(
            key=measure.key,
            name=measure.name,
            unit=measure.unit,
            scale=parts.Scale(measure.scale),
            grain=parts.MeasureGrain(measure.grain),
            direction=parts.Direction(measure.direction),
            baseline=measure.baseline,
            target=measure.target,
            values=measure.count,
            latest=measure.latest,
        )
        for measure in counted.order_by("name")
    ]


def held_about(person_id: UUID) -> dict[str, list[Any]]:
    """Every figure about a person, those that were corrected later too, as plain data."""
    figures = MeasureValue.objects.filter(person=person_id).order_by(
        "measure", "day", "recorded_at"
    )
    return {
        "figures": list(
            figures.values("measure__name", "day", "value", "recorded_at", "superseded_at")
        )
    }
