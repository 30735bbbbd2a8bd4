"""Measures and results: a sentence, a picture, and the figures behind it."""

from __future__ import annotations

import csv
import datetime as dt
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
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
from trimtab.pictures import Estimate, EstimateStanding, Picture, Point, Series, forest, line_chart
from trimtab.strategy import api as strategy
from trimtab.workbench.permission import STEERING, asked_by

_STANDING = {Verdict.ON_TRACK: EstimateStanding.GOOD, Verdict.OFF_TRACK: EstimateStanding.BAD}


@require_GET
@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The page /results."""
    person = asked_by(request, *STEERING)
    access = _may_see(person)
    results = evaluation.results()
    measures = evaluation.measures()
    verdicts, least, as_of = (
        {one.measure: one for one in reversed(results)},
        governance.min_cell(),
        _as_of(request),
    )
    cards = [_card(one, verdicts.get(one.key), least, as_of) for one in measures]
    revision = strategy.current()
    running = strategy.plan(revision.document) if revision else None
    context = {
        "until": seeing.until(access),
        "as_of": (as_of - dt.timedelta(days=1)).date().isoformat() if as_of else "",
        "may_bring": bool(person.roles & {Role.STRATEGIST, Role.STEWARD, Role.ADMINISTRATOR}),
        "results": [(one, _effect(one)) for one in results],
        "cards": cards,
        "measures": measures,
        "collected": {one.key for one in running.measures} if running else (),
        "compared": {one.key for one in running.evaluations} if running else (),
    }
    return render(request, "workbench/results/results.html", context)


def _may_see(person: PersonRow) -> governance.Access:
    """How this person sees results. Raises NotAllowed, with the reason."""
    access = governance.access_to_any(person, governance.FIGURES, now=clock.now())
    if not access.is_open:
        never = _("The strategy grants you no view of results. Ask the steward.")
        raise NotAllowed("workbench.grant", seeing.why_closed(access, never))
    return access


def _as_of(request: HttpRequest) -> dt.datetime | None:
    """The end of the day for which figures are asked as they were known then; None for what is known now."""
    day = written.day(request.GET.get("as_of"))
    if day is None:
        return None
    return dt.datetime.combine(
        day + dt.timedelta(days=1), dt.time(), timezone.get_current_timezone()
    )


def _effect(one: VerdictRow) -> Picture | None:
    if one.estimate is None or one.low is None or one.high is None:
        return None
    row = Estimate(
        name=one.title,
        value=one.estimate,
        low=one.low,
        high=one.high,
        said=one.said,
        standing=_STANDING.get(one.verdict, EstimateStanding.UNSURE),
    )
    return forest(
        title=one.measure_name,
        description=one.sentence,
        rows=[row],
        null=0.0,
        null_name=_("no effect"),
        expected=one.at_least,
        expected_name=_("expected"),
        say=one.amount.scaled,
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
    """What is shown of a measure, on the page and in its file alike: the arms of a comparison by lot, else everybody.

    Never both: from everybody and one arm the other could be had, also where it is too small to be shown.
    """
    by = verdict.shown_by if verdict else By.NOTHING
    lines = evaluation.series(
        key, by=by, programme=verdict.key if verdict else "", min_cell=least, as_of=as_of
    )
    return [line for line in lines if line.points]


def _name(line: Line, measure: MeasureRow) -> str:
    return {"practice": _("practise"), "holdout": _("go without"), "": measure.name}.get(
        line.name, line.name
    )


def _title(measure: MeasureRow, lines: list[Line]) -> str:
    """What is shown, without a figure: a single week tells nothing, and what may be said of all of them is the verdict above."""
    better = _("more is better") if measure.direction == "higher" else _("less is better")
    words = {"name": measure.name, "unit": measure.unit, "better": better}
    if len(lines) > 1:
        return (
            _(
                "%(name)s by week, of those who practise and those who go without (%(unit)s; %(better)s)"
            )
            % words
        )
    return _("%(name)s by week (%(unit)s; %(better)s)") % words


def _chart(measure: MeasureRow, lines: list[Line]) -> Picture:
    weeks = sorted({point.week for line in lines for point in line.points})
    series = [
        Series(
            _name(line, measure),
            tuple(Point(float(p.week.toordinal()), p.mean, p.low, p.high) for p in line.points),
        )
        for line in lines
    ]
    labels = [
        (float(week.toordinal()), date_format(week, "j M"))
        for week in (weeks[0], weeks[len(weeks) // 2], weeks[-1])
    ]
    return line_chart(
        title=_title(measure, lines),
        description=_("Weekly means with 95 % intervals."),
        series=series,
        x_labels=list(dict.fromkeys(labels)),
        target=measure.target,
        target_name=_("target"),
    )


def _rows(lines: list[Line]) -> list[list[str]]:
    found: dict[dt.date, dict[str, str]] = {}
    for line in lines:
        for point in line.points:
            interval = (
                ""
                if point.low is None or point.high is None
                else f" ({point.low:.3g} – {point.high:.3g})"
            )
            found.setdefault(point.week, {})[line.name] = f"{point.mean:.3g}{interval}, n {point.n}"
    return [
        [date_format(week, "j M Y"), *(cells.get(line.name, "–") for line in lines)]
        for week, cells in sorted(found.items())
    ]


@require_GET
@login_required
def download(request: HttpRequest, key: str) -> HttpResponse:
    """A measure's weekly means as CSV; small groups are left out as on the page."""
    _may_see(asked_by(request, *STEERING))
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{key}.csv"'
    writer = csv.writer(response)
    writer.writerow(["week", "mean", "low", "high", "n", "group"])
    verdict = next((one for one in evaluation.results() if one.measure == key), None)
    for line in _lines(key, verdict, governance.min_cell()):
        writer.writerows([p.week, p.mean, p.low, p.high, p.n, line.name] for p in line.points)
    return response
