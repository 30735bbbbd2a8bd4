"""Measures, comparisons and verdicts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q

from trimtab.evaluation.domain.rows import Comparison, MeasureRow, VerdictRow
from trimtab.evaluation.domain.verdicts import Verdict
from trimtab.evaluation.models import Measure, MeasureValue, Plan, VerdictEntry
from trimtab.strategy import api as strategy


def measures() -> list[MeasureRow]:
    """Measures in force with how many figures there are, by name; one query."""
    in_force = Q(values__superseded_at=None)
    found = Measure.objects.filter(retired_at=None).annotate(
        count=Count("values", filter=in_force), latest=Max("values__day", filter=in_force)
    )
    return [
        MeasureRow(
            one.key,
            one.name,
            one.unit,
            one.scale,
            one.grain,
            one.direction,
            one.baseline,
            one.target,
            one.count,
            one.latest,
        )
        for one in found.order_by("name")
    ]


def held_about(person_id: UUID) -> dict[str, list[Any]]:
    """Every figure about a person, those that were corrected later too, as plain data."""
    found = MeasureValue.objects.filter(person=person_id).order_by("measure", "day", "recorded_at")
    return {
        "figures": list(
            found.values("measure__name", "day", "value", "recorded_at", "superseded_at")
        )
    }


def plans(keys: Iterable[str] | None = None) -> list[Plan]:
    """Comparisons in force."""
    found = Plan.objects.filter(retired_at=None).select_related("measure").order_by("key")
    return list(found if keys is None else found.filter(key__in=list(keys)))


def longer_than(*, days: int, today: dt.date) -> list[Comparison]:
    """The comparisons that run and look back over more than so many days, by their first day."""
    running = Plan.objects.filter(retired_at=None, starts__isnull=False, by__gte=today).order_by(
        "starts", "key"
    )
    known = titles()
    rows = [
        Comparison(known.get(one.key, one.key), one.starts, one.by) for one in running if one.starts
    ]
    return [one for one in rows if (one.by - one.starts).days > days]


def results() -> list[VerdictRow]:
    """The newest verdict about each action: first of those that run, off track at the head, then of those that no longer do."""
    newest = (
        VerdictEntry.objects.order_by("plan", "-at", "-id")
        .distinct("plan")
        .select_related("plan__measure")
    )
    found = titles()
    rows = [verdict_row(one, found) for one in newest]
    order = [
        Verdict.OFF_TRACK,
        Verdict.WAITING,
        Verdict.CANNOT_TELL,
        Verdict.NOT_DUE,
        Verdict.ON_TRACK,
    ]
    return sorted(rows, key=lambda row: (not row.runs, order.index(row.verdict), row.by, row.key))


def final_terms() -> dict[str, dict[str, Any]]:
    """By action, what was expected when the newest verdict at a date was given."""
    found = (
        VerdictEntry.objects.filter(is_final=True).order_by("plan", "-at", "-id").distinct("plan")
    )
    return dict(found.values_list("plan", "terms"))


def titles() -> dict[str, str]:
    """What the actions of the strategy in force are called, by their id."""
    current = strategy.current()
    return {one.id: one.title for one in current.document.actions} if current else {}


def verdict_row(one: VerdictEntry, known: dict[str, str]) -> VerdictRow:
    """A verdict as a row; what was expected is what was expected then."""
    plan = one.plan
    return VerdictRow(
        key=plan.key,
        title=known.get(plan.key, plan.key),
        measure=plan.measure.key,
        measure_name=plan.measure.name,
        unit=plan.measure.unit,
        scale=plan.measure.scale,
        direction=plan.measure.direction,
        runs=plan.retired_at is None,
        design=one.terms.get("design", plan.design),
        verdict=Verdict(one.verdict),
        sentence=one.sentence,
        estimate=one.estimate,
        low=one.low,
        high=one.high,
        detectable=one.detectable,
        at_least=one.terms.get("at_least", plan.at_least),
        by=dt.date.fromisoformat(one.terms["by"]) if one.terms else plan.by,
        decides=plan.decides,
        response=plan.response,
        assumption=plan.assumption,
        n_treated=one.n_treated,
        n_control=one.n_control,
        at=one.at,
        because=tuple(plan.because),
    )


def history(key: str) -> list[VerdictRow]:
    """All verdicts about an action, newest first."""
    known = titles()
    found = (
        VerdictEntry.objects.filter(plan=key).select_related("plan__measure").order_by("-at", "-id")
    )
    return [verdict_row(one, known) for one in found]
