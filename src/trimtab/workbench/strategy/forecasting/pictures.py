"""The pictures of the forecast, each with its title as a sentence and the figures behind it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from trimtab.forecast import api as forecasting
from trimtab.forecast.api import ForecastOutcome, Matters, Swing
from trimtab.kernel.errors import NotEstimable
from trimtab.pictures import Bar, Picture, Point, Series, Svg, gauge, line_chart, tornado
from trimtab.wording import ACTIVE, words

_IN_A_HUNDRED = 100
# From so many weeks on, figures are told every fourth week.
_MANY_WEEKS = 28
_FEW_ROWS = 7


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
    """What moves when a slider moves, in one line.

    What is remembered and the minutes, over all who practise; '' when nobody does.
    """
    practising = [
        outlook.practising
        for outlook in told.audiences
        if isinstance(outlook.practising, forecasting.PracticeOutlook)
    ]
    people = sum(practice.people for practice in practising)
    if not people:
        return ""
    recall = sum(practice.people * practice.recall[-1].mean for practice in practising) / people
    minutes = sum(practice.people * practice.usual_minutes.mean for practice in practising) / people
    said = _("%(recall)s of 100 remembered after %(weeks)s weeks, %(minutes)s minutes a week")
    return said % {
        "recall": round(_IN_A_HUNDRED * recall),
        "weeks": told.weeks,
        "minutes": _number(minutes, ".1f"),
    }


def minutes_gauge(outlook: forecasting.AudienceOutlook) -> Gauge | None:
    """Minutes a week against what was promised, with the busiest week as the pointer."""
    practice = outlook.practising
    if not isinstance(practice, forecasting.PracticeOutlook) or practice.promised <= 0:
        return None
    usual, busiest = practice.usual_minutes.mean, practice.minutes[practice.busiest].mean
    text = _(
        "%(usual)s of %(promised)s minutes a week; %(busiest)s in the busiest, week %(week)s"
    ) % {
        "usual": _number(usual, ".1f"),
        "promised": _number(practice.promised),
        "busiest": _number(busiest, ".1f"),
        "week": practice.busiest + 1,
    }
    return Gauge(gauge(value=usual, limit=practice.promised, mark=busiest, title=text), text)


def messages_gauge(outlook: forecasting.AudienceOutlook) -> Gauge | None:
    """The messages of the busiest week against the cap; None without any message or cap."""
    told = outlook.messages
    if not told.busiest or told.cap <= 0:
        return None
    text = _("%(written)s of %(cap)s messages in the busiest week") % {
        "written": told.busiest,
        "cap": told.cap,
    }
    return Gauge(gauge(value=told.busiest, limit=told.cap, title=text), text)


def effort_gauge(work: forecasting.Effort) -> Gauge | None:
    """Hours a month to keep content right, against what authors have."""
    keeping, capacity = work.keeping, work.capacity
    if isinstance(keeping, NotEstimable) or isinstance(capacity, NotEstimable) or capacity <= 0:
        return None
    text = _("%(keeping)s of %(capacity)s hours a month to keep it right") % {
        "keeping": _number(keeping, ".1f"),
        "capacity": _number(capacity),
    }
    return Gauge(gauge(value=keeping, limit=capacity, title=text), text)


def recall_chart(outlook: forecasting.AudienceOutlook, told: forecasting.Forecast) -> Chart | None:
    """What would be remembered, week by week, with its interval."""
    practice = outlook.practising
    if not isinstance(practice, forecasting.PracticeOutlook):
        return None
    recall = practice.recall
    last = {
        "weeks": len(recall),
        "end": round(_IN_A_HUNDRED * recall[-1].mean),
        "low": round(_IN_A_HUNDRED * recall[-1].low),
        "high": round(_IN_A_HUNDRED * recall[-1].high),
    }
    title = _(
        "After %(weeks)s weeks %(end)s of 100 questions would be right "
        "(with four chances in five %(low)s to %(high)s)"
    )
    band = _("The band holds with four chances in five: at the end from %(low)s to %(high)s.")
    points = tuple(_point(week, share) for week, share in enumerate(recall, 1))
    picture = line_chart(
        title=title % last,
        description=band % last,
        series=[Series(outlook.name, points)],
        x_labels=_weeks(len(recall)),
    )
    note = _(
        "The band holds with four chances in five: "
        "it holds what is assumed and not known, and chance among people."
    )
    headings = (_("Week"), _("remembered of 100"), _("minutes"), _("waiting at its end"))
    rows = tuple(_week_row(practice, week) for week in _some(len(recall)))
    return Chart(title % last, picture, note, headings, rows)


def _point(week: int, share: forecasting.Likely) -> Point:
    return Point(
        week,
        _IN_A_HUNDRED * share.mean,
        _IN_A_HUNDRED * share.low,
        _IN_A_HUNDRED * share.high,
    )


def _week_row(practice: forecasting.PracticeOutlook, week: int) -> tuple[str, ...]:
    return (
        str(week),
        _said(practice.recall[week - 1], _IN_A_HUNDRED),
        _said(practice.minutes[week - 1]),
        _said(practice.overdue[week - 1]),
    )


def seen_chart(seen: forecasting.Seen) -> Chart | None:
    """The smallest effect that can be seen, week by week, against the one that is expected."""
    if not any(value is not None for value in seen.smallest):
        return None
    in_points = seen.amount.is_share and not seen.standardised
    scale = _IN_A_HUNDRED if in_points else 1
    smallest = [None if value is None else scale * value for value in seen.smallest]
    # One week alone shows no effect that anybody would look for.
    first = 2 if len(smallest) > 2 else 1
    points = tuple(Point(week, value) for week, value in enumerate(smallest, 1) if week >= first)
    unit = _unit(seen, in_points=in_points)
    title = _("The smallest effect that can be seen, in %(unit)s: %(end)s by week %(week)s") % {
        "unit": unit,
        "end": "–" if seen.at_the_end is None else _number(scale * seen.at_the_end, ".2g"),
        "week": seen.by_week,
    }
    effect = words(seen.amount.towards_better(seen.at_least))
    expected = _("expected: %(effect)s") % {"effect": effect}
    picture = line_chart(
        title=title,
        description=_("It falls as figures come in."),
        series=[Series(seen.measure, points)],
        x_labels=_weeks(len(smallest)),
        target=None if seen.standardised else scale * seen.at_least,
        target_name=expected,
        from_zero=True,
        say=_on_axis,
    )
    rows = tuple(
        (str(week), "–" if (value := smallest[week - 1]) is None else _number(value, ".3g"))
        for week in _some(len(smallest))
    )
    return Chart(title, picture, "", (_("Week"), unit), rows)


def _unit(seen: forecasting.Seen, *, in_points: bool) -> str:
    if seen.standardised:
        return _("standard deviations")
    return _("percentage points") if in_points else seen.unit


def tornado_chart(matters: Matters) -> Chart:
    """What matters most for an outcome, the widest swing at the top."""
    most = words(matters.swings[0].says)
    title = _title(matters) % {"name": most, "about": matters.about}

    def said(value: float) -> str:
        match matters.outcome:
            case ForecastOutcome.RECALL:
                return _number(_IN_A_HUNDRED * value, ".0f")
            case ForecastOutcome.MINUTES | ForecastOutcome.MONTHS:
                return _number(value, ".1f")
            case ForecastOutcome.SMALLEST:
                return _number(value, ".2g")

    told = [
        (swing, words(swing.says), said(swing.at_low), said(swing.at_high))
        for swing in matters.swings
    ]
    low_name, high_name = _("at its low end"), _("at its high end")
    picture = tornado(
        title=title,
        description="; ".join(f"{name}: {low}, {high}" for _swing, name, low, high in told),
        bars=[
            Bar(name, swing.at_low, swing.at_high, _ends(swing))
            for swing, name, _low, _high in told
        ],
        usual=matters.usual,
        usual_name=_("usual: %(value)s") % {"value": said(matters.usual)},
        low_name=low_name,
        high_name=high_name,
        say=said,
    )
    rows = tuple((name, _ends(swing), low, high) for swing, name, low, high in told)
    headings = (_("Answer"), _("from and to"), low_name, high_name)
    return Chart(title, picture, words(matters.unit), headings, rows)


def _title(matters: Matters) -> str:
    match matters.outcome:
        case ForecastOutcome.RECALL:
            return _("For what is remembered, this matters most: %(name)s")
        case ForecastOutcome.MINUTES:
            return _("For the minutes a week, this matters most: %(name)s")
        case ForecastOutcome.MONTHS:
            return _("For the months of writing, this matters most: %(name)s")
        case ForecastOutcome.SMALLEST:
            return _("For what can be seen of '%(about)s', this matters most: %(name)s")


def _ends(swing: Swing) -> str:
    scale = _IN_A_HUNDRED if swing.unit == "of 100" else 1
    return _("%(low)s to %(high)s %(unit)s") % {
        "low": _number(swing.low * scale),
        "high": _number(swing.high * scale),
        "unit": words(swing.unit),
    }


def _weeks(count: int) -> list[tuple[float, str]]:
    return [(float(week), _("week %(n)s") % {"n": week}) for week in _some(count)]


def _some(count: int) -> list[int]:
    """The first week, every fourth (or so), and the last."""
    few = count < _MANY_WEEKS
    step = max(count // _FEW_ROWS, 1) if few else 4 * max(count // _MANY_WEEKS, 1)
    return sorted({1, *range(step, count + 1, step), count})


def _said(likely: forecasting.Likely, scale: float = 1) -> str:
    form = ".0f" if scale == _IN_A_HUNDRED else ".1f"
    mean, low, high = (
        _number(value * scale, form) for value in (likely.mean, likely.low, likely.high)
    )
    return f"{mean} ({low} – {high})"


def _number(value: float, form: str = "g") -> str:
    """A number with the marks of the reader's language."""
    return ACTIVE.figure(format(value, form))


def _on_axis(value: float) -> str:
    return _number(value, ".6g").replace("-", "−")
