"""Figures, summed up where they are: the database gives moments, never rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import groupby
from math import sqrt
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db.models import Avg, Count, F, Max, Min, Q, QuerySet, Variance
from django.db.models.functions import TruncWeek
from scipy.stats import t

from trimtab.evaluation.domain.quality import Day
from trimtab.evaluation.domain.rows import By, Comparison, Line, MeasureRow, Point, VerdictRow
from trimtab.evaluation.domain.verdicts import Verdict
from trimtab.evaluation.models import Measure, MeasureValue, Plan, VerdictEntry
from trimtab.practice import api as practice
from trimtab.science.stats.moments import Moments
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


def days(measure: str) -> list[Day]:
    """Each day with figures in force: how many subjects, and their mean; for checks of quality, never for people to see."""
    found = _figures(measure).values("day").annotate(n=Count("id"), mean=Avg("value")).order_by("day")
    return [Day(row["day"], row["n"], row["mean"]) for row in found]


def held_about(person_id: UUID) -> dict[str, list[Any]]:
    """Every figure about a person, those that were corrected later too, as plain data."""
    found = MeasureValue.objects.filter(person=person_id).order_by("measure", "day", "recorded_at")
    return {"figures": list(found.values("measure__name", "day", "value", "recorded_at", "superseded_at"))}


def _figures(measure: str, as_of: dt.datetime | None = None) -> QuerySet[MeasureValue]:
    """The figures in force, or those that were known at a time: corrections that came later do not count."""
    found = MeasureValue.objects.filter(measure=measure)
    if as_of is None:
        return found.filter(superseded_at=None)
    return found.filter(Q(superseded_at=None) | Q(superseded_at__gt=as_of), recorded_at__lte=as_of)


def moments_of_people(
    measure: str, people: Iterable[UUID], since: dt.date | None, *, as_of: dt.datetime | None = None
) -> tuple[Moments, bool]:
    """Moments over people of each one's mean figure since a day, and whether every mean is 0 or 1 (one yes or no each).

    `people` may be a query of ids; `as_of`: from what was known then.
    """
    found = _figures(measure, as_of).filter(person__in=people)
    if since:
        found = found.filter(day__gte=since)
    each = found.values("person").annotate(mean=Avg("value"))
    got = each.aggregate(
        n=Count("mean"), average=Avg("mean"), variance=Variance("mean", sample=True),
        between=Count("mean", filter=~Q(mean__in=[0.0, 1.0])), least=Min("mean"),
    )  # fmt: skip
    n = got["n"]
    m2 = (got["variance"] or 0.0) * (n - 1) if n > 1 else 0.0
    return Moments(n, got["average"] or 0.0, m2), n > 0 and got["between"] == 0


def moments_of_changes(measure: str, starts: dt.date, *, as_of: dt.datetime | None = None) -> Moments:
    """Moments over subjects of (mean after) less (mean before) the day; only subjects with both count.

    `as_of`: from what was known then."""
    each = (
        _figures(measure, as_of)
        .values("person", "unit")
        .annotate(before=Avg("value", filter=Q(day__lt=starts)), after=Avg("value", filter=Q(day__gte=starts)))
        .filter(before__isnull=False, after__isnull=False)
        .annotate(change=F("after") - F("before"))
    )
    changes = list(each.values_list("change", flat=True))
    return Moments.of([float(change) for change in changes])


def series(
    measure: str, *, by: By = By.NOTHING, programme: str = "", min_cell: int = 8, as_of: dt.datetime | None = None
) -> list[Line]:
    """Weekly means with intervals, as one line or one an arm or unit; weeks with fewer than `min_cell` people are left out.

    `as_of`: from what was known then, not from what was corrected later."""
    found = _figures(measure, as_of)
    match by:
        case By.NOTHING:
            return [Line("", _points(found, min_cell))]
        case By.ARM:
            return [
                Line(arm.value, _points(found.filter(person__in=practice.ids_in_arm(programme, arm)), min_cell))
                for arm in practice.Arm
            ]
        case By.UNIT:
            return _lines_of_units(found)


def _lines_of_units(found: QuerySet[MeasureValue]) -> list[Line]:
    """A line a unit, by its code; one query for all."""
    rows = _by_week(found.exclude(unit=""), "unit").order_by("unit", "week")
    return [Line(unit, tuple(map(_point, weeks))) for unit, weeks in groupby(rows, itemgetter("unit"))]


def _points(found: QuerySet[MeasureValue], min_cell: int) -> tuple[Point, ...]:
    weeks = _by_week(found).order_by("week")
    return tuple(_point(row) for row in weeks if row["units"] or row["subjects"] >= min_cell)


def _by_week(found: QuerySet[MeasureValue], *within: str) -> QuerySet[MeasureValue, dict[str, Any]]:
    """Moments a week, within each group of the fields named."""
    return (
        found.annotate(week=TruncWeek("day"))
        .values(*within, "week")
        .annotate(
            mean=Avg("value"), variance=Variance("value", sample=True), n=Count("id"),
            subjects=Count("person", distinct=True), units=Count("unit", distinct=True, filter=~Q(unit="")),
        )
    )  # fmt: skip


def _point(row: dict[str, object]) -> Point:
    n, mean, variance = int(str(row["n"])), float(str(row["mean"])), row["variance"]
    subjects = int(str(row["subjects"])) or int(str(row["units"]))
    if n < 2 or variance is None:
        return Point(row["week"], mean, None, None, subjects)  # type: ignore[arg-type]
    reach = float(t.ppf(0.975, n - 1)) * sqrt(float(str(variance)) / n)
    return Point(row["week"], mean, mean - reach, mean + reach, subjects)  # type: ignore[arg-type]


def plans(keys: Iterable[str] | None = None) -> list[Plan]:
    """Comparisons in force."""
    found = Plan.objects.filter(retired_at=None).select_related("measure").order_by("key")
    return list(found if keys is None else found.filter(key__in=list(keys)))


def longer_than(*, days: int, today: dt.date) -> list[Comparison]:
    """The comparisons that run and look back over more than so many days, by their first day."""
    running = Plan.objects.filter(retired_at=None, starts__isnull=False, by__gte=today).order_by("starts", "key")
    titles = _titles()
    rows = [Comparison(titles.get(one.key, one.key), one.starts, one.by) for one in running if one.starts]
    return [one for one in rows if (one.by - one.starts).days > days]


def results() -> list[VerdictRow]:
    """The newest verdict about each action, also of those that no longer run; off track first."""
    newest = VerdictEntry.objects.order_by("plan", "-at", "-id").distinct("plan").select_related("plan__measure")
    titles = _titles()
    rows = [verdict_row(one, titles) for one in newest]
    order = [Verdict.OFF_TRACK, Verdict.CANNOT_TELL_YET, Verdict.ON_TRACK]
    return sorted(rows, key=lambda row: (order.index(row.verdict), row.key))


def action_title(key: str) -> str:
    """What an action is called in the strategy in force."""
    return _titles().get(key, key)


def _titles() -> dict[str, str]:
    current = strategy.current()
    return {one.id: one.title for one in current.document.actions} if current else {}


def verdict_row(one: VerdictEntry, titles: dict[str, str]) -> VerdictRow:
    """A verdict as a row."""
    plan = one.plan
    return VerdictRow(
        key=plan.key,
        title=titles.get(plan.key, plan.key),
        measure=plan.measure.key,
        measure_name=plan.measure.name,
        unit=plan.measure.unit,
        design=plan.design,
        verdict=Verdict(one.verdict),
        sentence=one.sentence,
        estimate=one.estimate,
        low=one.low,
        high=one.high,
        detectable=one.detectable,
        at_least=plan.at_least,
        by=plan.by,
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
    titles = _titles()
    found = VerdictEntry.objects.filter(plan=key).select_related("plan__measure").order_by("-at", "-id")
    return [verdict_row(one, titles) for one in found]
