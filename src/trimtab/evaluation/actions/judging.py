"""What a night does with what was expected: describe before the date, wait for its figures, judge
once, and let the verdict stand.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from trimtab.evaluation.domain import waiting
from trimtab.evaluation.domain.designs import rules_of
from trimtab.evaluation.domain.designs.design import Compared
from trimtab.evaluation.domain.expectations import Expected
from trimtab.evaluation.domain.quality import Day
from trimtab.evaluation.domain.rows import VerdictRow
from trimtab.evaluation.domain.sentences import sentence
from trimtab.evaluation.domain.verdicts import check_groups, look
from trimtab.evaluation.models import Plan, VerdictEntry
from trimtab.evaluation.queries import moments, verdicts
from trimtab.evaluation.queries.summing import summed
from trimtab.governance import api as governance
from trimtab.kernel.errors import NotEstimable
from trimtab.kernel.said import say, sentences
from trimtab.people import api as people
from trimtab.practice import api as practice
from trimtab.science.stats.effects import Effect
from trimtab.strategy.api import Amount, Strategy, parts

USUAL_HOLDOUT = 0.5
"""The share that goes without, where the programme that was compared no longer runs."""


@dataclass(frozen=True, slots=True)
class _Night:
    """What every comparison of a night needs, read once.

    `days` are the days with figures by measure, `holdouts` the shares that go without by programme,
    and `least` the fewest people whose mean may be shown.
    """

    now: dt.datetime
    today: dt.date
    titles: verdicts.Titles
    days: Mapping[str, Sequence[Day]]
    holdouts: Mapping[str, float]
    least: int


@transaction.atomic
def evaluate(*, document: Strategy, now: dt.datetime) -> list[VerdictRow]:
    """Looks at every comparison in force and writes down what there is to say; returns the newest
    verdict about each.

    `document` is the strategy in force, whose actions are compared. A verdict that was given at the
    date stands as long as the expectation is the same, and is not looked at again.
    """
    plans, standing = verdicts.plans(), verdicts.final_terms()
    titles = verdicts.titles_of(document)
    undecided = [plan for plan in plans if standing.get(plan.key) != terms(plan)]
    if undecided:
        night = _night(undecided, titles, now)
        VerdictEntry.objects.bulk_create([_entry(plan, night) for plan in undecided])
    keys = {plan.key for plan in plans}
    return [row for row in verdicts.newest(titles) if row.key in keys]


def terms(plan: Plan) -> dict[str, Any]:
    """What was expected, as plain data: whoever changes any of it expects something else, which is
    judged anew.
    """
    return {
        "measure": plan.measure_id,
        "direction": plan.measure.direction,
        "design": plan.design,
        "at_least": plan.at_least,
        "by": plan.by.isoformat(),
        "starts": plan.starts.isoformat() if plan.starts else None,
        "counts_from": plan.counts_from.isoformat() if plan.counts_from else None,
    }


def _night(plans: Sequence[Plan], titles: verdicts.Titles, now: dt.datetime) -> _Night:
    organisation = people.organisation()
    zone = ZoneInfo(organisation.time_zone if organisation else "UTC")
    return _Night(
        now=now,
        today=now.astimezone(zone).date(),
        titles=titles,
        days={measure: moments.days(measure) for measure in {plan.measure_id for plan in plans}},
        holdouts={programme.key: programme.holdout for programme in practice.programmes()},
        least=governance.min_cell(),
    )


def _entry(plan: Plan, night: _Night) -> VerdictEntry:
    expected = _expected(plan, night.titles.get(plan.key, plan.key))
    days = night.days[plan.measure_id]
    missing = waiting.missing(days, since=expected.since, by=plan.by, today=night.today)
    judged = look(expected, _effect(plan, expected, night), missing=missing, today=night.today)
    until = max((day.day for day in days if day.day <= plan.by), default=None)
    words = sentence(expected, judged, until)
    if judged.is_final and (few := waiting.shortfall(days, plan.by)):
        words = sentences(words, say("The figures were not complete: {few}.", few=few))
    effect = judged.effect
    return VerdictEntry(
        plan=plan,
        at=night.now,
        verdict=judged.verdict,
        sentence=words,
        estimate=effect.estimate if effect else None,
        low=effect.low if effect else None,
        high=effect.high if effect else None,
        detectable=judged.detectable,
        n_treated=effect.n_treated if effect else 0,
        n_control=effect.n_control if effect else 0,
        terms=terms(plan),
        is_final=judged.is_final,
    )


def _expected(plan: Plan, title: str) -> Expected:
    measure = plan.measure
    return Expected(
        title=title,
        measure=measure.name,
        amount=Amount.named(measure.unit, measure.scale, measure.direction),
        grain=parts.Grain(measure.grain),
        design=parts.Design(plan.design),
        at_least=plan.at_least,
        starts=plan.starts,
        counts_from=plan.counts_from,
        by=plan.by,
    )


def _effect(plan: Plan, expected: Expected, night: _Night) -> Effect | NotEstimable:
    compared = Compared(
        action=plan.key,
        measure=plan.measure_id,
        is_share=plan.measure.scale == parts.Scale.PROPORTION,
        starts=plan.starts,
        since=expected.since,
        until=plan.by,
        holdout=night.holdouts.get(plan.key, USUAL_HOLDOUT),
    )
    try:
        effect = rules_of(expected.design).estimate(compared, summed)
        if plan.measure.grain == parts.Grain.PERSON:
            check_groups(effect, least=night.least)
    except NotEstimable as reason:
        return reason
    return effect
