"""What would happen if a revision ran: sentences, pictures, and sliders for what is assumed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from trimtab import clock
from trimtab.forecast import api as forecasting
from trimtab.forecast.api import forecast_here, matters_here
from trimtab.governance import api as governance
from trimtab.kernel import written
from trimtab.kernel.errors import Refusal
from trimtab.people.api import PersonRow, Role
from trimtab.strategy import api as strategy
from trimtab.web.requests import Request
from trimtab.wording import words
from trimtab.workbench.permission import STEERING, WRITING, asked_by, readable
from trimtab.workbench.strategy.forecasting import pictures
from trimtab.workbench.strategy.places import address_for

READING = (*STEERING, Role.ADMINISTRATOR)


@require_GET
@login_required
def page(request: Request) -> HttpResponse:
    """The page /strategy/forecast: of the newest revision, or of `?revision=`.

    Assumptions stand by name in the address. `?part=figures` answers the figures alone,
    `?part=matters` what matters most alone: for the sliders.
    """
    person = asked_by(request, *READING)
    newest = _revision(request)
    if newest is None:
        begin = {"draft": None, "may_write": bool(person.roles & set(WRITING))}
        return render(request, "workbench/strategy/no_strategy.html", begin)
    row = readable(newest, person)
    given, faults = _given(request)
    figures, part = (
        governance.access(person, governance.What.MEASURES, now=clock.now()).is_open,
        request.GET.get("part"),
    )
    if part == "matters":
        matters = _matters(row.document, given, figures)
        return render(request, "workbench/strategy/forecast_matters.html", matters)
    told, assumptions = forecast_here(row.document, given, figures=figures)
    sliders = [(each, _slider(each, assumptions)) for each in forecasting.ASSUMPTIONS]
    context = {
        "revision": row,
        "address": _address(row.number, given),
        "given": given,
        "faults": faults,
        "sliders": [slider for each, slider in sliders if each.usual is not None],
        "unknowns": [slider for each, slider in sliders if each.usual is None],
        **_figures(row.document, told, person),
    }
    if part == "figures":
        return render(request, "workbench/strategy/forecast_figures.html", context)
    if request.GET.get("matters"):
        context |= _matters(row.document, given, figures)
    return render(request, "workbench/strategy/forecast.html", context)


def _revision(request: Request) -> strategy.RevisionRow | None:
    number = written.whole(request.GET.get("revision"))
    return strategy.latest() if number is None else strategy.revision(number)


def _given(request: Request) -> tuple[dict[forecasting.AssumptionKey, float], list[str]]:
    """What somebody set, and what is wrong with it.

    A slider that stands at its usual value sets nothing.
    """
    assumptions, faults = forecasting.Assumptions(), []
    for each in forecasting.ASSUMPTIONS:
        text = request.GET.get(each.key, "").strip()
        if not text:
            continue
        value = written.real(text)
        if value is None:
            fault = _("%(name)s: a number is needed, such as 0.5.")
            faults.append(fault % {"name": words(each.says)})
            continue
        try:
            if value != each.usual:
                assumptions = assumptions.setting(each.key, value)
        except Refusal as refusal:
            faults.append(refusal.sentence)
    return dict(assumptions.given), faults


def _address(number: int, given: Mapping[forecasting.AssumptionKey, float]) -> str:
    return "&".join([f"?revision={number}", *(f"{key}={value:g}" for key, value in given.items())])


def _slider(
    assumption: forecasting.Assumption, assumptions: forecasting.Assumptions
) -> dict[str, Any]:
    value = assumptions.value(assumption.key)
    scale = 100 if assumption.percent else 1
    return {
        "assumption": assumption,
        "value": None if value is None else f"{value:g}",
        "shown": "" if value is None else f"{value * scale:g}",
        "scale": scale,
        "low": f"{assumption.low:g}",
        "high": f"{assumption.high:g}",
        "step": f"{assumption.step:g}",
        "is_set": assumption.key in assumptions.given,
    }


def _figures(
    document: strategy.Strategy, told: forecasting.Forecast, reader: PersonRow
) -> dict[str, Any]:
    lines = [_row(document, line, reader) for line in forecasting.lines(told)]
    seeing = forecasting.Topic.SEEING
    return {
        "forecast": told,
        "headline": forecasting.headline(told),
        "short": pictures.short(told),
        "trouble": [
            line for line in lines if line["state"] == forecasting.ForecastStanding.BAD.value
        ],
        "audiences": [
            _audience(outlook, told, lines)
            for outlook in told.audiences
            if outlook.practising or outlook.messages.busiest
        ],
        "effort": _about(lines, "", forecasting.Topic.EFFORT, forecasting.Topic.COST),
        "effort_gauge": pictures.effort_gauge(told.effort),
        "seen": [
            {
                "title": seen.title,
                "lines": _about(lines, f"actions/{seen.key}/expects", seeing),
                "chart": pictures.seen_chart(seen),
            }
            for seen in told.seen
        ],
        "unanswered": [
            line for line in _about(lines, "", seeing) if line["place"].startswith("questions/")
        ],
    }


def _audience(
    outlook: forecasting.AudienceOutlook,
    told: forecasting.Forecast,
    lines: list[dict[str, Any]],
) -> dict[str, Any]:
    """What would happen to one audience: sentences, gauges, and what would be remembered."""
    topics = (
        forecasting.Topic.REMEMBERING,
        forecasting.Topic.MINUTES,
        forecasting.Topic.MESSAGES,
    )
    gauges = (pictures.minutes_gauge(outlook), pictures.messages_gauge(outlook))
    return {
        "outlook": outlook,
        "lines": _about(lines, f"audiences/{outlook.key}", *topics),
        "gauges": [gauge for gauge in gauges if gauge],
        "chart": pictures.recall_chart(outlook, told),
    }


def _about(
    lines: list[dict[str, Any]], place: str, *topics: forecasting.Topic
) -> list[dict[str, Any]]:
    """The lines on some topics; about one place when it is named."""
    return [
        line for line in lines if line["topic"] in topics and (not place or line["place"] == place)
    ]


def _row(
    document: strategy.Strategy, line: forecasting.ForecastLine, reader: PersonRow
) -> dict[str, Any]:
    return {
        "says": line.says,
        "subject": line.subject,
        "state": line.standing.value,
        "place": line.place,
        "topic": line.topic,
        "href": address_for(reader, document, line.place) if line.place else "",
    }


def _matters(
    document: strategy.Strategy, given: Mapping[forecasting.AssumptionKey, float], figures: bool
) -> dict[str, Any]:
    found = matters_here(document, given, figures=figures)
    return {"tornados": [pictures.tornado_chart(matters) for matters in found]}
