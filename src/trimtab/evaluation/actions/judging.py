"""What a night does with what was expected: describe before the date, wait for its figures, judge once, and let the verdict stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from trimtab.evaluation.domain import waiting
from trimtab.evaluation.domain.rows import VerdictRow
from trimtab.evaluation.domain.sentences import sentence
from trimtab.evaluation.domain.verdicts import Design, Expected, look
from trimtab.evaluation.models import Plan, VerdictEntry
from trimtab.evaluation.queries import moments
from trimtab.evaluation.queries import verdicts as queries
from trimtab.governance import api as governance
from trimtab.kernel.errors import NotEstimable
from trimtab.people import api as people
from trimtab.practice import api as practice
from trimtab.practice.api import Arm
from trimtab.science.stats.effects import (
    Effect,
    difference_of_means,
    difference_of_proportions,
    mean_change,
)
from trimtab.science.stats.moments import Moments
from trimtab.science.stats.power import sample_ratio_mismatch
from trimtab.strategy.api import Amount

SUBJECTS = {"person": "people", "unit": "units"}


@transaction.atomic
def evaluate(*, now: dt.datetime) -> list[VerdictRow]:
    """Looks at every comparison in force and writes down what there is to say; returns the newest verdict about each.

    A verdict that was given at the date stands as long as the expectation is the same, and is not looked at again.
    """
    plans = queries.plans()
    standing, titles = queries.final_terms(), queries.titles()
    today = _today(now)
    entries = [
        _entry(plan, titles.get(plan.key, plan.key), today, now)
        for plan in plans
        if standing.get(plan.key) != terms(plan)
    ]
    VerdictEntry.objects.bulk_create(entries)
    keys = {plan.key for plan in plans}
    return [row for row in queries.results() if row.key in keys]


def terms(plan: Plan) -> dict[str, Any]:
    """What was expected, as plain data: whoever changes any of it expects something else, which is judged anew."""
    return {
        "measure": plan.measure_id,
        "direction": plan.measure.direction,
        "design": plan.design,
        "at_least": plan.at_least,
        "by": plan.by.isoformat(),
        "starts": plan.starts.isoformat() if plan.starts else None,
        "counts_from": plan.counts_from.isoformat() if plan.counts_from else None,
    }


def _today(now: dt.datetime) -> dt.date:
    organisation = people.organisation()
    return now.astimezone(ZoneInfo(organisation.time_zone if organisation else "UTC")).date()


def _entry(plan: Plan, title: str, today: dt.date, now: dt.datetime) -> VerdictEntry:
    expected = _expected(plan, title)
    days = moments.days(plan.measure_id)
    missing = waiting.missing(days, since=expected.since, by=plan.by, today=today)
    judged = look(expected, _effect(plan, expected), missing=missing, today=today)
    until = max((one.day for one in days if one.day <= plan.by), default=None)
    said = sentence(expected, judged, until)
    if judged.is_final and (few := waiting.shortfall(days, plan.by)):
        said += f" The figures were not complete: {few}."
    effect = judged.effect
    return VerdictEntry(
        plan=plan,
        at=now,
        verdict=judged.verdict,
        sentence=said,
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
        subjects=SUBJECTS.get(measure.grain, measure.grain),
        design=Design(plan.design),
        at_least=plan.at_least,
        starts=plan.starts,
        counts_from=plan.counts_from,
        by=plan.by,
    )


def _effect(plan: Plan, expected: Expected) -> Effect | NotEstimable:
    try:
        match expected.design:
            case Design.RANDOMISED:
                effect = _between_arms(plan, expected.since)
            case Design.BEFORE_AFTER:
                effect = _before_after(plan, expected.since)
        if plan.measure.grain == "person":
            check_groups(effect, least=governance.min_cell())
    except NotEstimable as reason:
        return reason
    return effect


def check_groups(effect: Effect, *, least: int) -> None:
    """Raises NotEstimable when an effect would tell the mean of fewer people than may be shown."""
    if any(0 < n < least for n in (effect.n_treated, effect.n_control)):
        raise NotEstimable(
            f"Fewer than {least} people have figures in one of the groups: a mean of so few is not shown."
        )


def _between_arms(plan: Plan, since: dt.date | None) -> Effect:
    sizes = moments.arm_sizes(plan.key)
    if not sizes[Arm.HOLDOUT]:
        raise NotEstimable("Nobody was left out by lot, so there is nothing to compare with.")
    share = next((one.holdout for one in practice.programmes() if one.key == plan.key), 0.5)
    if sample_ratio_mismatch((sizes[Arm.PRACTICE], sizes[Arm.HOLDOUT]), (1 - share, share)):
        raise NotEstimable(
            "The arms are not of the planned sizes, so the comparison is invalid. Find out who is missing."
        )
    found = moments.by_arm(plan.measure_id, plan.key, since, plan.by)
    treated, control = found[Arm.PRACTICE], found[Arm.HOLDOUT]
    _same_share_seen(sizes, treated.moments, control.moments)
    if plan.measure.scale == "proportion" and treated.yes_no and control.yes_no:
        return difference_of_proportions(_counts(treated.moments), _counts(control.moments))
    return difference_of_means(treated.moments, control.moments)


def _same_share_seen(sizes: Mapping[Arm, int], treated: Moments, control: Moments) -> None:
    """Raises NotEstimable when one arm has far fewer figures than the other: what is compared is then no longer by lot."""
    if sample_ratio_mismatch((treated.n, control.n), (sizes[Arm.PRACTICE], sizes[Arm.HOLDOUT])):
        raise NotEstimable(
            f"{treated.n:,} of {sizes[Arm.PRACTICE]:,} with it have figures and {control.n:,} of {sizes[Arm.HOLDOUT]:,} "
            "without it, so the comparison is no longer by lot. Find out whose are missing."
        )


def _counts(found: Moments) -> tuple[int, int]:
    return round(found.mean * found.n), found.n


def _before_after(plan: Plan, since: dt.date | None) -> Effect:
    if plan.starts is None or since is None:
        raise NotEstimable("The action has no first day, so there is no before and after.")
    changes = moments.of_changes(plan.measure_id, plan.starts, since, plan.by)
    if changes.n < 2:
        raise NotEstimable("Fewer than two have figures both before and after the start.")
    return mean_change(changes)
