"""What a manager may know of the team, and what a stakeholder is asked."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from trimtab import clock
from trimtab.evaluation import api as evaluation
from trimtab.governance import api as governance
from trimtab.journeys import asking as asking_journey
from trimtab.journeys import seeing
from trimtab.people import api as people
from trimtab.people.api import Role
from trimtab.portal.charts import unit_charts
from trimtab.portal.teams import team_rows
from trimtab.strategy import api as strategy
from trimtab.web.requests import Request


@require_GET
@login_required
def team(request: Request) -> HttpResponse:
    """The page /team: aggregates of the manager's units, above the smallest group alone."""
    person = request.person
    people.require(person, Role.MANAGER)
    rows = team_rows(person, now=clock.now())
    charts = unit_charts(person, [row.code for row in rows], now=clock.now())
    context = {
        "teams": [(row, charts[row.code]) for row in rows],
        "min_cell": governance.min_cell(),
        "ended": next((row.ended for row in rows if row.ended), ""),
        "granted": any(row.is_granted for row in rows) or any(charts.values()),
    }
    return render(request, "portal/team.html", context)


@require_GET
@login_required
def part(request: Request) -> HttpResponse:
    """The page /part: what is asked of a stakeholder, and the results in a sentence each."""
    person = request.person
    people.require(person, Role.STAKEHOLDER)
    today = asking_journey.local_day(clock.now())
    asked = strategy.asking.asked_of(person.id, today=today)
    waiting = [
        proposal
        for proposal in governance.proposals(governance.ProposalState.OPEN)
        if governance.may_decide(proposal, person)
    ]
    access = governance.access(person, governance.What.RESULTS, now=clock.now())
    results = evaluation.results() if access.is_open else None
    context = {
        "waiting": waiting,
        "asked": [(each, strategy.asking.token(each.invitation.id)) for each in asked],
        "count": len(waiting) + len(asked),
        "results": results,
        "until": seeing.until(access),
        "ended": seeing.why_closed(access, ""),
    }
    return render(request, "portal/part.html", context)
