"""What would happen if a document ran: everything that the rooms' rules say about it, in one
value.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import numpy as np

from trimtab.forecast.domain.assumptions import Assumptions
from trimtab.forecast.domain.effort import cost, effort
from trimtab.forecast.domain.outlook import (
    AudienceOutlook,
    Forecast,
    MessagesOutlook,
    PracticeOutlook,
)
from trimtab.forecast.domain.population import Population
from trimtab.forecast.domain.practising import (
    PlayedStage,
    Stage,
    learners_hours,
    of_audience,
    play,
    stage,
)
from trimtab.forecast.domain.seeing import what_is_asked, what_is_seen
from trimtab.forecast.domain.worlds import spread_worlds
from trimtab.kernel.errors import NotEstimable
from trimtab.kernel.said import Said, say
from trimtab.messaging.values import Limits, MessageWeeks, Planned, message_weeks
from trimtab.strategy.values import Plan, Strategy, number
from trimtab.strategy.values import plan as plan_of

SAMPLE = 300
WORLDS = 40
MOST_WEEKS = 104
ANY_MONDAY = dt.date(2026, 1, 5)
"""Weeks are counted from here when no action says when it starts."""


def forecast(
    document: Strategy,
    population: Population,
    assumptions: Assumptions,
    dice: np.random.Generator,
    *,
    people: int = SAMPLE,
) -> Forecast:
    """What would happen to `population` if `document` ran for its horizon.

    `people` are simulated and stand for all of them.

    The same document, population, assumptions, dice and people give the same forecast. What cannot
    be told is NotEstimable in its place.
    """
    plan = plan_of(document)
    begins = beginning(plan)
    monday = monday_of(begins or ANY_MONDAY)
    weeks = horizon(document)
    scene = stage(document, plan, population, assumptions, monday)
    played = play(
        scene,
        spread_worlds(assumptions, plan.limits.minutes_per_week, WORLDS, dice),
        turnover={audience.id: audience.turnover_per_year for audience in document.audiences},
        count=-(-people // WORLDS),
        weeks=weeks,
        dice=dice,
    )
    messages = _messages(document, plan, population, monday, weeks)
    work = effort(document, assumptions)
    seen = what_is_seen(document, plan, population, assumptions)
    return Forecast(
        begins=begins,
        weeks=weeks,
        people=population.total,
        counted=population.counted,
        simulated=played.count if played else 0,
        audiences=_audiences(document, plan, population, scene, played, messages),
        effort=work,
        cost=cost(_hours(played, scene.unknown), work, weeks, assumptions),
        seen=seen,
        questions=tuple(what_is_asked(document, seen, plan)),
        notes=tuple(notes(document, plan, population, begins)),
    )


def horizon(document: Strategy) -> int:
    """How many weeks are told: those of the document, two years at most."""
    return min(max(document.horizon_weeks, 1), MOST_WEEKS)


def beginning(plan: Plan) -> dt.date | None:
    """The first day on which something of a plan starts; None when no action says."""
    starts = [
        day
        for day in (
            *(programme.starts for programme in plan.programmes),
            *(campaign.starts for campaign in plan.campaigns),
        )
        if day
    ]
    return min(starts, default=None)


def monday_of(day: dt.date) -> dt.date:
    """The Monday of the week of a day."""
    return day - dt.timedelta(days=day.weekday())


def _audiences(
    document: Strategy,
    plan: Plan,
    population: Population,
    scene: Stage,
    played: PlayedStage | None,
    messages: Mapping[str, MessagesOutlook],
) -> tuple[AudienceOutlook, ...]:
    """What each audience of the document would do and be sent."""

    def practising(audience: str) -> PracticeOutlook | NotEstimable | None:
        if played is None or audience in scene.unknown:
            return scene.unknown.get(audience)
        return of_audience(played, audience, document, plan, population)

    return tuple(
        AudienceOutlook(
            key=audience.id,
            name=audience.name,
            people=population.people(audience.id),
            practising=practising(audience.id),
            messages=messages[audience.id],
        )
        for audience in document.audiences
    )


def _hours(
    played: PlayedStage | None, unknown: dict[str, NotEstimable]
) -> tuple[float, float, float] | NotEstimable:
    if unknown:
        return next(iter(unknown.values()))
    return learners_hours(played) if played else (0.0, 0.0, 0.0)


def _messages(
    document: Strategy, plan: Plan, population: Population, monday: dt.date, weeks: int
) -> dict[str, MessagesOutlook]:
    limits = Limits(plan.limits.messages_per_week, plan.limits.quiet_from, plan.limits.quiet_until)
    groups = {group.audiences for group in population.groups} | {
        frozenset({audience.id}) for audience in document.audiences
    }
    by_group = {
        group: message_weeks(
            [
                Planned(campaign.key, campaign.starts)
                for campaign in plan.campaigns
                if campaign.starts and campaign.audience in group
            ],
            limits,
            monday=monday,
            weeks=weeks,
            time_zone=population.time_zone,
        )
        for group in groups
    }
    others = number(document, "Q-C10")
    said = (
        NotEstimable(say("Nobody has said how many messages of others reach people (Q-C10)."))
        if others is None
        else others
    )
    mondays = tuple(monday + dt.timedelta(weeks=n) for n in range(weeks))
    return {
        audience.id: MessagesOutlook(
            limits.messages_per_week,
            mondays,
            *_most([by_group[group] for group in groups if audience.id in group]),
            said,
        )
        for audience in document.audiences
    }


def _most(
    of_groups: list[MessageWeeks],
) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """Sent, written and held, by week: the most of any group."""
    sent, written, held = (
        tuple(
            max(each) for each in zip(*(getattr(weeks, name) for weeks in of_groups), strict=True)
        )
        for name in ("sent", "written", "held")
    )
    return sent, written, held


def notes(
    document: Strategy, plan: Plan, population: Population, begins: dt.date | None
) -> list[Said]:
    """What was not known, and how it was taken."""
    remarks = []
    concerned = {programme.audience for programme in plan.programmes} | {
        campaign.audience for campaign in plan.campaigns
    }
    if not population.counted and len(concerned) > 1:
        remarks.append(
            say(
                "How many people belong to several audiences is not known; it is counted as "
                "if nobody did."
            )
        )
    if begins is None and plan.programmes:
        remarks.append(
            say(
                "No action says when it starts; weeks are counted from the first day, whenever "
                "that is."
            )
        )
    if document.horizon_weeks > MOST_WEEKS:
        remarks.append(
            say(
                "The strategy plans {weeks} weeks; two years of them are told.",
                weeks=document.horizon_weeks,
            )
        )
    remarks += [
        say("'{title}' has no day, so it is never sent.", title=campaign.title)
        for campaign in plan.campaigns
        if campaign.starts is None
    ]
    if number(document, "Q-D9") is None:
        remarks.append(
            say(
                "Nobody has said how many minutes a week the business releases (Q-D9); the "
                "policy's limit is taken as the promise."
            )
        )
    remarks += [
        say("'{name}' has no people yet, so nothing is told about it.", name=audience.name)
        for audience in document.audiences
        if not population.people(audience.id)
    ]
    return remarks
