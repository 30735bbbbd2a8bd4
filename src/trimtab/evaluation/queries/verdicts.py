"""Comparisons, and the verdicts about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from trimtab.evaluation.domain.rows import Comparison, VerdictRow
from trimtab.evaluation.domain.verdicts import Verdict
from trimtab.evaluation.models import Plan, VerdictEntry
from trimtab.strategy import api as strategy
from trimtab.strategy.api import parts

Titles = Mapping[str, str]
"""What actions are called, by their id."""

URGENCY = (
    Verdict.OFF_TRACK,
    Verdict.WAITING,
    Verdict.CANNOT_TELL,
    Verdict.NOT_DUE,
    Verdict.ON_TRACK,
)


def plans() -> list[Plan]:
    """Comparisons in force, with their measures; one query."""
    return list(Plan.objects.filter(retired_at=None).select_related("measure").order_by("key"))


def longer_than(*, days: int, today: dt.date) -> list[Comparison]:
    """The comparisons that run and look back over more than so many days, by their first day."""
    running = Plan.objects.filter(retired_at=None, starts__isnull=False, by__gte=today)
    titles = _titles_in_force()
    comparisons = [
        Comparison(titles.get(plan.key, plan.key), plan.starts, plan.by)
        for plan in running.order_by("starts", "key")
        if plan.starts
    ]
    return [each for each in comparisons if (each.by - each.starts).days > days]


def results() -> list[VerdictRow]:
    """The newest verdict about each action: first of those that run, off track at the head, then of
    those that no longer do.
    """
    return newest(_titles_in_force())


def newest(titles: Titles) -> list[VerdictRow]:
    """The same for whoever has the strategy at hand; one query."""
    entries = (
        VerdictEntry.objects.order_by("plan", "-at", "-id")
        .distinct("plan")
        .select_related("plan__measure")
    )
    rows = [_row(entry, titles) for entry in entries]
    return sorted(rows, key=lambda row: (not row.runs, URGENCY.index(row.verdict), row.by, row.key))


def final_terms() -> dict[str, dict[str, Any]]:
    """By action, what was expected when the newest verdict at a date was given."""
    entries = VerdictEntry.objects.filter(is_final=True).order_by("plan", "-at", "-id")
    return dict(entries.distinct("plan").values_list("plan", "terms"))


def titles_of(document: strategy.Strategy) -> Titles:
    """What the actions of a strategy are called."""
    return {action.id: action.title for action in document.actions}


def _titles_in_force() -> Titles:
    current = strategy.current()
    return titles_of(current.document) if current else {}


def _row(entry: VerdictEntry, titles: Titles) -> VerdictRow:
    """A verdict as a row; what was expected is what was expected then."""
    plan, terms = entry.plan, entry.terms
    return VerdictRow(
        key=plan.key,
        title=titles.get(plan.key, plan.key),
        measure=plan.measure.key,
        measure_name=plan.measure.name,
        unit=plan.measure.unit,
        scale=parts.Scale(plan.measure.scale),
        direction=parts.Direction(plan.measure.direction),
        runs=plan.retired_at is None,
        design=parts.Design(terms.get("design", plan.design)),
        verdict=Verdict(entry.verdict),
        sentence=entry.sentence,
        estimate=entry.estimate,
        low=entry.low,
        high=entry.high,
        detectable=entry.detectable,
        at_least=terms.get("at_least", plan.at_least),
        by=dt.date.fromisoformat(terms["by"]) if terms else plan.by,
        decides=plan.decides,
        response=parts.Response(plan.response),
        assumption=plan.assumption,
        n_treated=entry.n_treated,
        n_control=entry.n_control,
        at=entry.at,
        because=tuple(plan.because),
    )
