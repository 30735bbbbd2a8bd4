"""What the forecast takes for granted, as data: each assumption with its range, its unit and where
it comes from.

A value that somebody sets holds as it is; one that nobody sets lies anywhere in its range, and the
forecast's interval shows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from trimtab.evaluation.values import Spread
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import Said, figure, say, say_in


class AssumptionKey(StrEnum):
    """The assumptions by name."""

    TAKES_PART = "takes_part"
    DAYS_A_WEEK = "days_a_week"
    SECONDS_EACH = "seconds_each"
    FORGETTING = "forgetting"
    KNOWN_BEFORE = "known_before"
    HOURS_A_PIECE = "hours_a_piece"
    FIGURES_A_MONTH = "figures_a_month"
    STEADINESS = "steadiness"
    TEAM_LIKENESS = "team_likeness"
    TEAM_SIZE = "team_size"
    UNITS = "units"
    COST_AN_HOUR = "cost_an_hour"


@dataclass(frozen=True, slots=True)
class Assumption:
    """One assumption: what it says, its unit, its range (`low`, `usual`, `high`), the step of a
    slider, and its source.

    `usual` None is unknown: what rests on it cannot be told before somebody sets it. `percent` is
    shown in hundredths.
    """

    key: AssumptionKey
    says: Said
    unit: Said
    low: float
    usual: float | None
    high: float
    step: float
    source: Said
    percent: bool = False

    @property
    def most(self) -> float:
        """The most that makes sense: all of a hundred, next to full correlation, or twice the high
        end.
        """
        if self.percent:
            return 1.0
        return 0.95 if self.high < 1 else 2 * self.high


GUESS = say("A guess. Set it to what you know.")
ASSUMPTIONS = (
    Assumption(
        AssumptionKey.TAKES_PART,
        say("People who take part at all"),
        say_in("a unit", "of 100"),
        0.4,
        0.7,
        0.87,
        0.01,
        say(
            "Kerfoot et al. 2010 and 2014: 66 to 87 of 100 professionals in trials; fewer "
            "where it is no trial"
        ),
        True,
    ),
    Assumption(
        AssumptionKey.DAYS_A_WEEK,
        say("Days on which somebody who takes part opens Today"),
        say_in("a unit", "a week"),
        1.0,
        2.5,
        4.0,
        0.1,
        GUESS,
    ),
    Assumption(
        AssumptionKey.SECONDS_EACH,
        say("Time for one answer"),
        say_in("a unit", "seconds"),
        12.0,
        20.0,
        35.0,
        1.0,
        say("What practice counts with before it knows somebody's pace"),
    ),
    Assumption(
        AssumptionKey.FORGETTING,
        say("How fast people forget, beside the memory model"),
        say_in("a unit", "times"),
        0.5,
        1.0,
        2.0,
        0.1,
        say("FSRS-6 with its default parameters; how well they fit people at work is not known"),
    ),
    Assumption(
        AssumptionKey.KNOWN_BEFORE,
        say("Questions that are known before"),
        say_in("a unit", "of 100"),
        0.3,
        0.5,
        0.7,
        0.01,
        GUESS,
        True,
    ),
    Assumption(
        AssumptionKey.HOURS_A_PIECE,
        say("Time to write a question or an aid and have it checked"),
        say_in("a unit", "h"),
        0.5,
        1.0,
        2.0,
        0.1,
        GUESS,
    ),
    Assumption(
        AssumptionKey.FIGURES_A_MONTH,
        say("Figures that come in about each person or unit"),
        say_in("a unit", "a month"),
        0.25,
        1.0,
        4.0,
        0.25,
        GUESS,
    ),
    Assumption(
        AssumptionKey.STEADINESS,
        say("How alike two figures about the same one are"),
        say_in("a unit", "correlation"),
        0.2,
        0.5,
        0.8,
        0.05,
        say("Frison & Pocock 1992: 0.5 to 0.7 between repeated clinical measures"),
    ),
    Assumption(
        AssumptionKey.TEAM_LIKENESS,
        say("How alike people of one team are"),
        say_in("a unit", "intraclass correlation"),
        0.01,
        0.05,
        0.10,
        0.01,
        say("0.01 to 0.10 is usual within sites; Kish 1965 for what it does"),
    ),
    Assumption(
        AssumptionKey.TEAM_SIZE,
        say("People in one team"),
        say_in("a unit", "people"),
        4.0,
        None,
        60.0,
        1.0,
        say("Operations know it"),
    ),
    Assumption(
        AssumptionKey.UNITS,
        say("Units that figures come from"),
        say_in("a unit", "units"),
        2.0,
        None,
        100.0,
        1.0,
        say("The owner of the figure knows it"),
    ),
    Assumption(
        AssumptionKey.COST_AN_HOUR,
        say("Cost of an hour of work"),
        say_in("a unit", "in your currency"),
        0.0,
        None,
        200.0,
        1.0,
        say("Finance knows it"),
    ),
)
BY_KEY: dict[AssumptionKey, Assumption] = {assumption.key: assumption for assumption in ASSUMPTIONS}


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What somebody has set, by key, and what the platform knows already.

    `written` is how many pieces each action holds by now (by action id), `spreads` what is known of
    a measure (by measure id).
    """

    given: Mapping[AssumptionKey, float] = field(default_factory=dict)
    written: Mapping[str, int] = field(default_factory=dict)
    spreads: Mapping[str, Spread] = field(default_factory=dict)

    def value(self, key: AssumptionKey) -> float | None:
        """What is set, or the usual value; None when nobody knows."""
        return self.given.get(key, BY_KEY[key].usual)

    def usual(self, key: AssumptionKey) -> float:
        """The same of an assumption that always has a value."""
        value = self.value(key)
        assert value is not None, key
        return value

    def range(self, key: AssumptionKey) -> tuple[float, float, float]:
        """Low, usual and high; all the same where somebody has set it.

        Only of an assumption that always has a value.
        """
        assumption, value = BY_KEY[key], self.usual(key)
        return (
            (value, value, value) if key in self.given else (assumption.low, value, assumption.high)
        )

    def setting(self, key: AssumptionKey, value: float) -> Assumptions:
        """The same with one value set.

        Raises Refusal for one that cannot be: below half of the low end, or above `most`.
        """
        assumption = BY_KEY[key]
        if not assumption.low / 2 <= value <= assumption.most:
            raise Refusal(
                "forecast.assumption",
                say(
                    "{what}: from {low} to {high}.",
                    what=assumption.says,
                    low=figure(assumption.low / 2),
                    high=figure(assumption.most),
                ),
                key.value,
            )
        return replace(self, given={**self.given, key: value})
