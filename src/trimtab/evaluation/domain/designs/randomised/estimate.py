"""The effect of an action that some go without by lot: the difference between the arms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from trimtab.evaluation.domain.designs.design import Compared
from trimtab.evaluation.domain.sums import Summed, moments_of_row
from trimtab.evaluation.domain.wording import count
from trimtab.kernel.errors import NotEstimable
from trimtab.kernel.said import say
from trimtab.practice.values import Arm
from trimtab.science.stats.effects import (
    Effect,
    difference_of_means,
    difference_of_proportions,
)
from trimtab.science.stats.moments import Moments
from trimtab.science.stats.power import sample_ratio_mismatch


class RandomisedSum(StrEnum):
    """What it sums up; `sums` says how."""

    ARM_SIZES = "arm_sizes"
    PEOPLE_BY_ARM = "people_by_arm"


@dataclass(frozen=True, slots=True)
class ArmMoments:
    """Moments over the people of an arm of each one's mean figure, and whether every mean is 0 or 1
    (one yes or no each).
    """

    moments: Moments
    yes_no: bool

    @property
    def counts(self) -> tuple[int, int]:
        """How many said yes, and how many there are."""
        return round(self.moments.mean * self.moments.n), self.moments.n


def estimate(compared: Compared, summed: Summed) -> Effect:
    """The difference between the arms (practice less holdout).

    Raises NotEstimable where nobody goes without, where the arms are not of the planned sizes or
    not seen alike, or where figures are too few.
    """
    sizes = _arm_sizes(compared.action, summed)
    if not sizes[Arm.HOLDOUT]:
        raise NotEstimable(say("Nobody was left out by lot, so there is nothing to compare with."))
    planned = (1 - compared.holdout, compared.holdout)
    if sample_ratio_mismatch((sizes[Arm.PRACTICE], sizes[Arm.HOLDOUT]), planned):
        raise NotEstimable(
            say(
                "The arms are not of the planned sizes, so the comparison is invalid. Find "
                "out who is missing."
            )
        )
    arms = _by_arm(compared, summed)
    treated, control = arms[Arm.PRACTICE], arms[Arm.HOLDOUT]
    _check_seen_alike(sizes, treated.moments, control.moments)
    if compared.is_share and treated.yes_no and control.yes_no:
        return difference_of_proportions(treated.counts, control.counts)
    return difference_of_means(treated.moments, control.moments)


def _arm_sizes(programme: str, summed: Summed) -> Mapping[Arm, int]:
    """How many people each arm has, those who have left included."""
    rows = summed(RandomisedSum.ARM_SIZES, programme=programme)
    people = {Arm(row["arm"]): row["people"] for row in rows}
    return {arm: people.get(arm, 0) for arm in Arm}


def _by_arm(compared: Compared, summed: Summed) -> Mapping[Arm, ArmMoments]:
    """Of each arm, over those who have figures that count."""
    rows = summed(
        RandomisedSum.PEOPLE_BY_ARM,
        measure=compared.measure,
        programme=compared.action,
        since=compared.since,
        until=compared.until,
        as_of=None,
    )
    arms = {Arm(row["arm"]): ArmMoments(moments_of_row(row), row["neither"] == 0) for row in rows}
    return {arm: arms.get(arm, ArmMoments(Moments(), False)) for arm in Arm}


def _check_seen_alike(sizes: Mapping[Arm, int], treated: Moments, control: Moments) -> None:
    """Raises NotEstimable when one arm has far fewer figures than the other: what is compared is
    then no longer by lot.
    """
    practice, holdout = sizes[Arm.PRACTICE], sizes[Arm.HOLDOUT]
    if sample_ratio_mismatch((treated.n, control.n), (practice, holdout)):
        raise NotEstimable(
            say(
                "{seen} of {practice} with it have figures and {seen_without} of {holdout} "
                "without it, so the comparison is no longer by lot. Find out whose are missing.",
                seen=count(treated.n),
                practice=count(practice),
                seen_without=count(control.n),
                holdout=count(holdout),
            )
        )
