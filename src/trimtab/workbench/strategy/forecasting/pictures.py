"""The pictures of the forecast, each with its title as a sentence and the figures behind it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from trimtab.forecast import api as forecasting
from trimtab.forecast.api import ForecastOutcome, Matters, Swing
from trimtab.kernel.errors import NotEstimable
from trimtab.pictures import Bar, Picture, Point, Series, Svg, gauge, line_chart, tornado


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture with its title, a note, and the rows behind it."""

    title: str
    picture: Picture
    note: str = ""
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Gauge:
    """A gauge and the same in words."""

    picture: Svg
    text: str


def short(told: forecasting.Forecast) -> str:
    """What moves when a slider moves, in one line: what is remembered and the minutes, over all who practise."""
    practising = [
        one.practising
        for one in told.audiences
        if isinstance(one.practising, forecasting.PracticeOutlook)
    ]
    people = sum(one.people for one in practising)
    if not people:
        return ""
    recall = sum(one.people * one.recall[-1].mean for one in practising) / people
    minutes = sum(one.people * one.usual_minutes.mean for one in practising) / people
    return _("%(recall)s of 100 remembered after %(weeks)s weeks, %(minutes)s minutes a week") % {
        "recall": round(100 * recall),
        "weeks": told.weeks,
        "minutes": f"{minutes:.1f}",
    }


def minutes_gauge(one: forecasting.AudienceOutlook) -> Gauge | None:
    """Minutes a week against what was promised, with the busiest week as the pointer."""
    if not isinstance(one.practising, forecasting.PracticeOutlook) or one.practising.promised <= 0:
        return None
    usual, busiest = (
        one.practising.usual_minutes.mean,
        one.practising.minutes[one.practising.busiest].mean,
    )
    text = _(
        "%(usual)s of %(promised)s minutes a week; %(busiest)s in the busiest, week %(week)s"
    ) % {
        "usual": f"{usual:.1f}",
        "promised": f"{one.practising.promised:g}",
        "busiest": f"{busiest:.1f}",
        "week": one.practising.busiest + 1,
    }
    return Gauge(gauge(value=usual, limit=one.practising.promised, mark=busiest, title=text), text)


def messages_gauge(one: forecasting.AudienceOutlook) -> Gauge | None:
    """The messages of the busiest week against the cap; None without any message or cap."""
    told = one.messages
    if not told.busiest or told.cap <= 0:
        return None
    text = _("%(written)s of %(cap)s messages in the busiest week") % {
        "written": told.busiest,
        "cap": told.cap,
    }
    return Gauge(gauge(value=told.busiest, limit=told.cap, title=text), text)


def effort_gauge(work: forecasting.Effort) -> Gauge | None:
    """Hours a month to keep content right, against what authors have."""
    if (
        isinstance(work.keeping, NotEstimable)
        or isinstance(work.capacity, NotEstimable)
        or work.capacity <= 0
    ):
        return None
    text = _("%(keeping)s of %(capacity)s hours a month to keep it right") % {
        "keeping": f"{work.keeping:.1f}",
        "capacity": f"{work.capacity:g}",
    }
    return Gauge(gauge(value=work.keeping, limit=work.capacity, title=text), text)


def recall_chart(one: forecasting.AudienceOutlook, told: forecasting.Forecast) -> Chart | None:
    """What would be remembered, week by week, with its interval."""
    if not isinstance(one.practising, forecasting.PracticeOutlook):
        return None
    recall = one.practising.recall
    title = _(
        "After %(weeks)s weeks %(end)s of 100 questions would be right (with four chances in five %(low)s to %(high)s)"
    ) % {
        "weeks": len(recall),
        "end": round(100 * recall[-1].mean),
        "low": round(100 * recall[-1].low),
        "high": round(100 * recall[-1].high),
    }
    points = tuple(
        Point(n, 100 * each.mean, 100 * each.low, 100 * each.high)
        for n, each in enumerate(recall, 1)
    )
    picture = line_chart(
        title=title,
        description=_(
            "The band holds with four chances in five: at the end from %(low)s to %(high)s."
        )
        % {"low": round(100 * recall[-1].low), "high": round(100 * recall[-1].high)},
        series=[Series(one.name, points)],
        x_labels=_weeks(len(recall)),
    )
    return Chart(
        title,
        picture,
        _(
            "The band holds with four chances in five: it holds what is assumed and not known, and chance among people."
        ),
        (_("Week"), _("remembered of 100"), _("minutes"), _("waiting at its end")),
        tuple(
            (
                str(n),
                _said(recall[n - 1], 100),
                _said(one.practising.minutes[n - 1]),
                _said(one.practising.overdue[n - 1]),
            )
            for n in _some(len(recall))
        ),
    )


def seen_chart(one: forecasting.Seen) -> Chart | None:
    """The smallest effect that can be seen, week by week, against the one that is expected."""
    if not any(value is not None for value in one.smallest):
        return None
    in_points = one.amount.is_share and not one.standardised
    scale = 100 if in_points else 1
    smallest = [None if value is None else scale * value for value in one.smallest]
    points = tuple(
        Point(n, value) for n, value in enumerate(smallest, 1) if n >= 2 or len(smallest) < 3
    )
    unit = (
        _("standard deviations")
        if one.standardised
        else _("percentage points")
        if in_points
        else one.unit
    )
    title = _("The smallest effect that can be seen, in %(unit)s: %(end)s by week %(week)s") % {
        "unit": unit,
        "end": "–" if one.at_the_end is None else f"{scale * one.at_the_end:.2g}",
        "week": one.by_week,
    }
    picture = line_chart(
        title=title,
        description=_("It falls as figures come in."),
        series=[Series(one.measure, points)],
        x_labels=_weeks(len(one.smallest)),
        target=None if one.standardised else scale * one.at_least,
        target_name=_("expected: %(effect)s") % {"effect": one.amount.towards_better(one.at_least)},
        from_zero=True,
    )
    rows = (
        (str(n), "–" if (value := smallest[n - 1]) is None else f"{value:.3g}")
        for n in _some(len(one.smallest))
    )
    return Chart(title, picture, "", (_("Week"), unit), tuple(rows))


def tornado_chart(one: Matters) -> Chart:
    """What matters most for an outcome, the widest swing at the top."""
    title = _title(one) % {"name": one.swings[0].says, "about": one.about}

    def said(value: float) -> str:
        match one.outcome:
            case ForecastOutcome.RECALL:
                return f"{100 * value:.0f}"
            case ForecastOutcome.MINUTES | ForecastOutcome.MONTHS:
                return f"{value:.1f}"
            case ForecastOutcome.SMALLEST:
                return f"{value:.2g}"

    picture = tornado(
        title=title,
        description="; ".join(
            f"{each.says}: {said(each.at_low)}, {said(each.at_high)}" for each in one.swings
        ),
        bars=[Bar(each.says, each.at_low, each.at_high, _ends(each)) for each in one.swings],
        usual=one.usual,
        usual_name=_("usual: %(value)s") % {"value": said(one.usual)},
        low_name=_("at its low end"),
        high_name=_("at its high end"),
        say=said,
    )
    rows = tuple(
        (each.says, _ends(each), said(each.at_low), said(each.at_high)) for each in one.swings
    )
    return Chart(
        title,
        picture,
        one.unit,
        (_("Answer"), _("from and to"), _("at its low end"), _("at its high end")),
        rows,
    )


def _title(one: Matters) -> str:
    match one.outcome:
        case ForecastOutcome.RECALL:
            return _("For what is remembered, this matters most: %(name)s")
        case ForecastOutcome.MINUTES:
            return _("For the minutes a week, this matters most: %(name)s")
        case ForecastOutcome.MONTHS:
            return _("For the months of writing, this matters most: %(name)s")
        case ForecastOutcome.SMALLEST:
            return _("For what can be seen of '%(about)s', this matters most: %(name)s")


def _ends(one: Swing) -> str:
    scale = 100 if one.unit == "of 100" else 1
    return _("%(low)s to %(high)s %(unit)s") % {
        "low": f"{one.low * scale:g}",
        "high": f"{one.high * scale:g}",
        "unit": one.unit,
    }


def _weeks(count: int) -> list[tuple[float, str]]:
    return [(float(n), _("week %(n)s") % {"n": n}) for n in _some(count)]


def _some(count: int) -> list[int]:
    """The first week, every fourth (or so), and the last."""
    step = max(count // 7, 1) if count < 28 else 4 * max(count // 28, 1)
    return sorted({1, *range(step, count + 1, step), count})


def _said(one: forecasting.Likely, scale: float = 1) -> str:
    digits = 0 if scale == 100 else 1
    return f"{one.mean * scale:.{digits}f} ({one.low * scale:.{digits}f} – {one.high * scale:.{digits}f})"


def day(told: forecasting.Forecast) -> str:
    """The first day in words; '' when no action says."""
    return date_format(told.begins, "j F Y") if told.begins else ""
