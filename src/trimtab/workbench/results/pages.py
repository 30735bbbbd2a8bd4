"""Measures and results: a sentence, a picture, and the figures behind it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from trimtab import clock
from trimtab.evaluation import api as evaluation
from trimtab.evaluation.api import By, MeasureRow, Verdict, VerdictRow
from trimtab.evaluation.api import SeriesLine as Line
from trimtab.governance import api as governance
from trimtab.journeys import seeing
from trimtab.kernel import written
from trimtab.kernel.errors import NotAllowed
from trimtab.people.api import PersonRow, Role
from trimtab.pictures import Estimate, EstimateStanding, Picture, Point, Series, line_chart
from trimtab.strategy import api as strategy
from trimtab.web.files import csv_file
from trimtab.web.requests import Request
from trimtab.wording import dated, words
from trimtab.workbench.permission import STEERING, asked_by
from trimtab.workbench.results.effects import effect_picture

BRINGING = {Role.STRATEGIST, Role.STEWARD, Role.ADMINISTRATOR}
_STANDING = {Verdict.ON_TRACK: EstimateStanding.GOOD, Verdict.OFF_TRACK: EstimateStanding.BAD}
_DAY = dt.timedelta(days=1)


@require_GET
@login_required
def page(request: Request) -> HttpResponse:
    """The page /results."""
    person = asked_by(request, *STEERING)
    access = _may_see(person)
    results, measures = evaluation.results(), evaluation.measures()
    verdicts = {result.measure: result for result in reversed(results)}
    least, as_of = governance.min_cell(), _as_of(request)
    cards = [_card(measure, verdicts.get(measure.key), least, as_of) for measure in measures]
    revision = strategy.current()
    running = strategy.plan(revision.document) if revision else None
    context = {
        "until": seeing.until(access),
        "as_of": (as_of - _DAY).date().isoformat() if as_of else "",
        "may_bring": bool(person.roles & BRINGING),
        "results": [(result, _effect(result)) for result in results],
        "cards": cards,
        "measures": measures,
        "collected": {measure.key for measure in running.measures} if running else (),
        "compared": {comparison.key for comparison in running.evaluations} if running else (),
    }
    return render(request, "workbench/results/results.html", context)


def _may_see(person: PersonRow) -> governance.Access:
    """How this person sees results. Raises NotAllowed, with the reason."""
    access = governance.access_to_any(person, governance.FIGURES, now=clock.now())
    if not access.is_open:
        never = _("The strategy grants you no view of results. Ask the steward.")
        raise NotAllowed("workbench.grant", seeing.why_closed(access, never))
    return access


def _as_of(request: Request) -> dt.datetime | None:
    """The end of the day for which figures are asked as they were known then.

    None for what is known now.
    """
    day = written.day(request.GET.get("as_of"))
    if day is None:
        return None
    return dt.datetime.combine(day + _DAY, dt.time(), timezone.get_current_timezone())


def _effect(result: VerdictRow) -> Picture | None:
    """The effect of an action as a picture; None before there is an estimate."""
    if result.estimate is None or result.low is None or result.high is None:
        return None
    estimate = Estimate(
        name=result.title,
        value=result.estimate,
        low=result.low,
        high=result.high,
        said=words(result.said),
        standing=_STANDING.get(result.verdict, EstimateStanding.UNSURE),
    )
    return effect_picture(
        estimate,
        title=result.measure_name,
        description=words(result.sentence),
        expected=result.at_least,
        amount=result.amount,
    )


def _card(
    measure: MeasureRow, verdict: VerdictRow | None, least: int, as_of: dt.datetime | None
) -> dict[str, Any]:
    shown = _lines(measure.key, verdict, least, as_of)
    return {
        "measure": measure,
        "picture": _chart(measure, shown) if shown else None,
        "title": _title(measure, shown),
        "headings": [_("week of"), *(_name(line, measure) for line in shown)],
        "rows": _rows(shown),
        "download": reverse("workbench:measure-csv", args=[measure.key]),
    }


def _lines(
    key: str, verdict: VerdictRow | None, least: int, as_of: dt.datetime | None = None
) -> list[Line]:
    """What is shown of a measure, on the page and in its file alike.

    The arms of a comparison by lot, else everybody. Never both: from everybody and one arm the
    other could be had, also where it is too small to be shown.
    """
    by = verdict.shown_by if verdict else By.NOTHING
    lines = evaluation.series(
        key,
        by=by,
        programme=verdict.key if verdict else "",
        min_cell=least,
        as_of=as_of,
    )
    return [line for line in lines if line.points]


def _name(line: Line, measure: MeasureRow) -> str:
    names = {"practice": _("practise"), "holdout": _("go without"), "": measure.name}
    return names.get(line.name, line.name)


def _title(measure: MeasureRow, lines: list[Line]) -> str:
    """What is shown, without a figure: a single week tells nothing.

    What may be said of all of them is the verdict above.
    """
    better = _("more is better") if measure.direction == "higher" else _("less is better")
    words = {"name": measure.name, "unit": measure.unit, "better": better}
    if len(lines) > 1:
        title = _(
            "%(name)s by week, of those who practise and those who go without "
            "(%(unit)s; %(better)s)"
        )
    else:
        title = _("%(name)s by week (%(unit)s; %(better)s)")
    return title % words


def _chart(measure: MeasureRow, lines: list[Line]) -> Picture:
    weeks = sorted({point.week for line in lines for point in line.points})
    series = [Series(_name(line, measure), _points(line)) for line in lines]
    # The first, the middle and the last week, once each where there are fewer.
    marked = dict.fromkeys((weeks[0], weeks[len(weeks) // 2], weeks[-1]))
    return line_chart(
        title=_title(measure, lines),
        description=_("Weekly means with 95 % intervals."),
        series=series,
        x_labels=[(_at(week), dated(week, "j M")) for week in marked],
        target=measure.target,
        target_name=_("target"),
    )


def _points(line: Line) -> tuple[Point, ...]:
    return tuple(Point(_at(point.week), point.mean, point.low, point.high) for point in line.points)


def _at(week: dt.date) -> float:
    return float(week.toordinal())


def _rows(lines: list[Line]) -> list[list[str]]:
    weeks: dict[dt.date, dict[str, str]] = {}
    for line in lines:
        for point in line.points:
            weeks.setdefault(point.week, {})[line.name] = point.said
    return [
        [dated(week, "j M Y"), *(cells.get(line.name, "–") for line in lines)]
        for week, cells in sorted(weeks.items())
    ]


@require_GET
@login_required
def download(request: Request, key: str) -> HttpResponse:
    """A measure's weekly means as CSV; small groups are left out as on the page."""
    _may_see(asked_by(request, *STEERING))
    verdict = next((result for result in evaluation.results() if result.measure == key), None)
    rows = (
        (point.week, point.mean, point.low, point.high, point.n, line.name)
        for line in _lines(key, verdict, governance.min_cell())
        for point in line.points
    )
    return csv_file(("week", "mean", "low", "high", "n", "group"), rows, f"{key}.csv")
