"""A unit's measures as pictures, each with a sentence for its title and the figures behind it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trimtab.evaluation import api as evaluation
from trimtab.governance import api as governance
from trimtab.journeys import seeing
from trimtab.people import api as people
from trimtab.people.api import PersonRow
from trimtab.pictures import Picture, Point, Series, line_chart
from trimtab.portal.teams import unit_access
from trimtab.wording import ACTIVE, dated


@dataclass(frozen=True, slots=True)
class Chart:
    """A measure of one unit: its title as a sentence, the picture, the rows behind it, and until when it is seen."""

    title: str
    picture: Picture
    headings: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]
    until: str = ""


def unit_charts(person: PersonRow, codes: list[str], *, now: dt.datetime) -> dict[str, list[Chart]]:
    """Charts by unit of the measures that are counted by unit and that this person may see there.

    One query a measure. Units so small that their figure is a person's, and units that are too
    large a part of another one shown, have none.
    """
    access = unit_access(person, governance.What.MEASURES, codes, now=now)
    granted = [code for code in codes if access[code].is_open]
    large = governance.shown(
        people.units_within(granted), people.count_by_unit(), least=governance.min_cell()
    )
    allowed = [code for code in granted if code in large]
    found: dict[str, list[Chart]] = {code: [] for code in codes}
    for measure in evaluation.measures() if allowed else ():
        if measure.grain != "unit" or not measure.values:
            continue
        lines = {line.name: line for line in evaluation.series(measure.key, by=evaluation.By.UNIT)}
        for code in allowed:
            if code in lines and lines[code].points:
                chart = _chart(measure, lines[code])
                found[code].append(replace(chart, until=seeing.until(access[code])))
    return found


def _chart(measure: evaluation.MeasureRow, line: evaluation.SeriesLine) -> Chart:
    better = _("more is better") if measure.direction == "higher" else _("less is better")
    title = _("%(name)s by week (%(unit)s; %(better)s)") % {
        "name": measure.name,
        "unit": measure.unit,
        "better": better,
    }
    points = tuple(
        Point(float(point.week.toordinal()), point.mean, point.low, point.high)
        for point in line.points
    )
    labels = [(float(point.week.toordinal()), dated(point.week, "j M")) for point in line.points]
    picture = line_chart(
        title=title,
        description=_weeks(len(points)),
        series=[Series(measure.name, points)],
        x_labels=labels,
        target=measure.target,
        target_name=_("Target"),
        say=_on_axis,
    )
    rows = tuple((dated(point.week, "j M Y"), _said(point.mean)) for point in line.points)
    return Chart(title, picture, (_("Week of"), measure.unit.capitalize()), rows)


def _weeks(n: int) -> str:
    said = ngettext("Weekly mean of %(n)s week.", "Weekly means of %(n)s weeks.", n)
    return said % {"n": n}


def _said(value: float) -> str:
    return ACTIVE.figure(f"{value:.2g}" if abs(value) < 1 else f"{value:.1f}")


def _on_axis(value: float) -> str:
    return ACTIVE.figure(f"{value:.6g}").replace("-", "−")
