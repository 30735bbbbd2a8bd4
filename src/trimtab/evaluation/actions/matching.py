"""What the strategy measures and compares, the figures themselves, and the correction that answers a verdict."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Protocol
from uuid import UUID

from django.db import transaction

from trimtab.evaluation.domain import corrections
from trimtab.evaluation.domain.rows import Figure, MeasureProblem, Stored, VerdictRow
from trimtab.evaluation.models import Measure, MeasureValue, Plan
from trimtab.kernel.matching import Matched, match
from trimtab.people import api as people
from trimtab.strategy.api import Patch, Strategy

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


class ResourceLike(Protocol):
    """A resource of the plan: its key and the places it rests on; its fields are those of the plan's own type."""

    @property
    def key(self) -> str: ...
    @property
    def because(self) -> Sequence[str]: ...


@transaction.atomic
def match_measures(resources: Sequence[ResourceLike], *, now: dt.datetime) -> Matched:
    """Makes the measures match the plan's; figures of a retired one stay."""
    return _match(Measure, {name: name for name in _MEASURE}, resources, now)


@transaction.atomic
def match_evaluations(resources: Sequence[ResourceLike], *, now: dt.datetime) -> Matched:
    """Makes the comparisons match the plan's."""
    return _match(
        Plan, {name: "measure_id" if name == "measure" else name for name in _PLAN}, resources, now
    )


def _match(
    model: Any, fields: dict[str, str], resources: Sequence[ResourceLike], now: dt.datetime
) -> Matched:
    wanted = {one.key: one for one in resources}
    running = {one.key: one for one in model.objects.select_for_update().filter(retired_at=None)}
    matched = match(
        wanted,
        running,
        lambda one, there: all(getattr(one, a) == getattr(there, b) for a, b in fields.items()),
    )
    model.objects.bulk_create(
        [
            model(
                key=one.key,
                because=list(one.because),
                **{b: getattr(one, a) for a, b in fields.items()},
            )
            for one in wanted.values()
        ],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=[*fields, "because", "retired_at"],
    )
    model.objects.filter(key__in=matched.retired).update(retired_at=now)
    return matched


def subjects_of(
    figures: Sequence[Figure], grains: dict[str, str]
) -> tuple[dict[str, UUID], dict[str, str]]:
    """Who and which units the figures may be about: person ids by address, and units' codes by code in lower case."""
    persons = people.ids_by_email(
        {one.subject for one in figures if grains[one.measure] == "person"}
    )
    return persons, {unit.code.lower(): unit.code for unit in people.units()}


def unknown_subject(
    one: Figure, grain: str, persons: dict[str, UUID], units: dict[str, str]
) -> MeasureProblem | None:
    """What is wrong with a figure whose subject nobody here is; None when it is known."""
    known = one.subject in (persons if grain == "person" else units)
    what = "person with this e-mail address" if grain == "person" else "unit with this code"
    return (
        None
        if known
        else MeasureProblem(one.line, "subject", f"There is no {what}: '{one.subject}'.")
    )


def store_figures(
    figures: Sequence[Figure],
    grains: dict[str, str],
    persons: dict[str, UUID],
    units: dict[str, str],
    now: dt.datetime,
) -> Stored:
    """Stores figures of known subjects, in bulk, as known from `now` on; an earlier figure is superseded and kept."""
    days = [one.when for one in figures]
    there = {
        (one.measure_id, one.person_id, one.unit, one.day): one
        for one in MeasureValue.objects.filter(
            superseded_at=None,
            measure__in={one.measure for one in figures},
            day__gte=min(days),
            day__lte=max(days),
        )
    }
    fresh, revised = [], []
    for one in figures:
        person = persons[one.subject] if grains[one.measure] == "person" else None
        unit = "" if person else units[one.subject]
        earlier = there.get((one.measure, person, unit, one.when))
        if earlier and earlier.value == one.value:
            continue
        if earlier:
            revised.append(earlier.pk)
        fresh.append(
            MeasureValue(
                measure_id=one.measure,
                person_id=person,
                unit=unit,
                day=one.when,
                value=one.value,
                recorded_at=now,
            )
        )
    MeasureValue.objects.filter(pk__in=revised).update(superseded_at=now)
    MeasureValue.objects.bulk_create(fresh, batch_size=5000)
    return Stored(len(fresh) - len(revised), len(revised), len(figures) - len(fresh))


def correction(verdict: VerdictRow, document: Strategy) -> Patch:
    """The smallest change to the strategy that answers an off-track verdict, by the response agreed beforehand."""
    return corrections.correction(
        key=verdict.key,
        response=verdict.response,
        sentence=verdict.sentence,
        assumption=verdict.assumption,
        document=document,
        today=verdict.at.date(),
    )


def evidence(verdict: VerdictRow) -> dict[str, Any]:
    """What a proposal shows as its evidence, as plain data."""
    return {
        "action": verdict.key,
        "title": verdict.title,
        "measure": verdict.measure,
        "measure_name": verdict.measure_name,
        "unit": verdict.unit,
        "scale": verdict.scale,
        "direction": verdict.direction,
        "said": verdict.said,
        "design": verdict.design,
        "sentence": verdict.sentence,
        "estimate": verdict.estimate,
        "low": verdict.low,
        "high": verdict.high,
        "at_least": verdict.at_least,
        "n_treated": verdict.n_treated,
        "n_control": verdict.n_control,
        "at": verdict.at.isoformat(),
    }
