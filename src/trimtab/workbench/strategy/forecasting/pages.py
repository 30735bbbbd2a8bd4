"""What would happen if a revision ran: sentences and pictures, and sliders for what is only assumed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
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
from trimtab.workbench.permission import STEERING, asked_by, readable
from trimtab.workbench.strategy.editing.drafts import WRITING
from trimtab.workbench.strategy.forecasting import pictures
from trimtab.workbench.strategy.places import address_for

READING = (*STEERING, Role.ADMINISTRATOR)


@require_GET
@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The page /strategy/forecast: of the newest revision, or of `?revision=`; assumptions by name in the address.

    `?part=figures` answers the figures alone, `?part=matters` what matters most alone: for the sliders.
    """
    person = asked_by(request, *READING)
    newest = _revision(request)
    row = readable(newest, person) if newest else None
    if row is None:
        may_write = bool(person.roles & set(WRITING))
        return render(
            request, "workbench/strategy/no_strategy.html", {"draft": None, "may_write": may_write}
        )
    given, faults = _given(request)
    figures = governance.access(person, governance.What.MEASURES, now=clock.now()).is_open
    if request.GET.get("part") == "matters":
        return render(
            request,
            "workbench/strategy/forecast_matters.html",
            _matters(row.document, given, figures),
        )
    told, assumptions = forecast_here(row.document, given, figures=figures)
    context = {
        "revision": row,
        "address": _address(row.number, given),
        "given": given,
        "faults": faults,
        "sliders": [
            _slider(one, assumptions) for one in forecasting.ASSUMPTIONS if one.usual is not None
        ],
        "unknowns": [
            _slider(one, assumptions) for one in forecasting.ASSUMPTIONS if one.usual is None
        ],
        **_figures(row.document, told, person),
    }
    if request.GET.get("part") == "figures":
        return render(request, "workbench/strategy/forecast_figures.html", context)
    if request.GET.get("matters"):
        context |= _matters(row.document, given, figures)
    return render(request, "workbench/strategy/forecast.html", context)


def _revision(request: HttpRequest) -> strategy.RevisionRow | None:
    number = written.whole(request.GET.get("revision"))
    return strategy.latest() if number is None else strategy.revision(number)


def _given(request: HttpRequest) -> tuple[dict[forecasting.AssumptionKey, float], list[str]]:
    """What somebody set: a slider that stands at its usual value sets nothing. And what is wrong with what was set."""
    found, faults = forecasting.Assumptions(), []
    for one in forecasting.ASSUMPTIONS:
        text = request.GET.get(one.key, "").strip()
        if not text:
            continue
        value = written.real(text)
        if value is None:
            faults.append(_("%(name)s: a number is needed, such as 0.5.") % {"name": one.says})
            continue
        try:
            if value != one.usual:
                found = found.setting(one.key, value)
        except Refusal as refusal:
            faults.append(refusal.sentence)
    return dict(found.given), faults


def _address(number: int, given: Mapping[forecasting.AssumptionKey, float]) -> str:
    return "&".join([f"?revision={number}", *(f"{key}={value:g}" for key, value in given.items())])


def _slider(one: forecasting.Assumption, assumptions: forecasting.Assumptions) -> dict[str, Any]:
    value = assumptions.value(one.key)
    scale = 100 if one.percent else 1
    return {
        "assumption": one,
        "value": None if value is None else f"{value:g}",
        "shown": "" if value is None else f"{value * scale:g}",
        "scale": scale,
        "low": f"{one.low:g}",
        "high": f"{one.high:g}",
        "step": f"{one.step:g}",
        "is_set": one.key in assumptions.given,
    }


def _figures(
    document: strategy.Strategy, told: forecasting.Forecast, reader: PersonRow
) -> dict[str, Any]:
    found = [_row(document, one, reader) for one in forecasting.lines(told)]
    return {
        "forecast": told,
        "headline": forecasting.headline(told),
        "short": pictures.short(told),
        "trouble": [one for one in found if one["state"] == forecasting.ForecastStanding.BAD.value],
        "audiences": [
            {
                "outlook": one,
                "lines": _about(
                    found,
                    f"audiences/{one.key}",
                    forecasting.Topic.REMEMBERING,
                    forecasting.Topic.MINUTES,
                    forecasting.Topic.MESSAGES,
                ),
                "gauges": [
                    each
                    for each in (pictures.minutes_gauge(one), pictures.messages_gauge(one))
                    if each
                ],
                "chart": pictures.recall_chart(one, told),
            }
            for one in told.audiences
            if one.practising or one.messages.busiest
        ],
        "effort": _about(found, "", forecasting.Topic.EFFORT, forecasting.Topic.COST),
        "effort_gauge": pictures.effort_gauge(told.effort),
        "seen": [
            {
                "title": one.title,
                "lines": _about(found, f"actions/{one.key}/expects", forecasting.Topic.SEEING),
                "chart": pictures.seen_chart(one),
            }
            for one in told.seen
        ],
        "unanswered": [
            row
            for row in _about(found, "", forecasting.Topic.SEEING)
            if row["place"].startswith("questions/")
        ],
    }


def _about(
    found: list[dict[str, Any]], place: str, *topics: forecasting.Topic
) -> list[dict[str, Any]]:
    return [one for one in found if one["topic"] in topics and (not place or one["place"] == place)]


def _row(
    document: strategy.Strategy, one: forecasting.ForecastLine, reader: PersonRow
) -> dict[str, Any]:
    return {
        "says": one.says,
        "subject": one.subject,
        "state": one.standing.value,
        "place": one.place,
        "topic": one.topic,
        "href": address_for(reader, document, one.place) if one.place else "",
    }


def _matters(
    document: strategy.Strategy, given: Mapping[forecasting.AssumptionKey, float], figures: bool
) -> dict[str, Any]:
    return {
        "tornados": [
            pictures.tornado_chart(one) for one in matters_here(document, given, figures=figures)
        ]
    }
