"""What the forecast takes for granted, as data: each assumption with its range, its unit and where it comes from.

A value that somebody sets holds as it is; one that nobody sets lies anywhere in its range, and the forecast's interval shows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from trimtab.kernel.errors import Refusal


class Key(StrEnum):
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
    """One assumption: what it says, its unit, its range (`low`, `usual`, `high`), the step of a slider, and its source.

    `usual` None is unknown: what rests on it cannot be told before somebody sets it. `percent` is shown in hundredths.
    """

    key: Key
    says: str
    unit: str
    low: float
    usual: float | None
    high: float
    step: float
    source: str
    percent: bool = False


GUESS = "A guess. Your own evidence replaces it."
ASSUMPTIONS = (
    Assumption(Key.TAKES_PART, "So many of a hundred take part at all", "of 100 people", 0.4, 0.7, 0.87, 0.01,
               "Kerfoot et al. 2010 and 2014: 66 to 87 of 100 professionals, in trials; lower where nobody is in a trial", True),
    Assumption(Key.DAYS_A_WEEK, "Who takes part opens Today on so many days a week", "days a week", 1.0, 2.5, 4.0, 0.1, GUESS),
    Assumption(Key.SECONDS_EACH, "An answer takes so long", "seconds", 12.0, 20.0, 35.0, 1.0,
               "What practice counts with before it knows somebody's pace"),
    Assumption(Key.FORGETTING, "People forget so many times as fast as the memory model says", "times", 0.5, 1.0, 2.0, 0.1,
               "FSRS-6 with default parameters, whose fit to people at work is not known"),
    Assumption(Key.KNOWN_BEFORE, "So many of a hundred questions are known before", "of 100 questions", 0.3, 0.5, 0.7, 0.01, GUESS, True),
    Assumption(Key.HOURS_A_PIECE, "To write one question or aid and have it checked takes so long", "hours", 0.5, 1.0, 2.0, 0.1, GUESS),
    Assumption(Key.FIGURES_A_MONTH, "So many figures a month come in about each person or unit", "figures a month", 0.25, 1.0, 4.0, 0.25, GUESS),
    Assumption(Key.STEADINESS, "So alike are two figures about the same one (correlation)", "", 0.2, 0.5, 0.8, 0.05,
               "Frison & Pocock 1992: 0.5 to 0.7 between repeated clinical measures"),
    Assumption(Key.TEAM_LIKENESS, "So alike are people of one team (intraclass correlation)", "", 0.01, 0.05, 0.10, 0.01,
               "Kish 1965 for the design effect; 0.01 to 0.10 is usual within sites"),
    Assumption(Key.TEAM_SIZE, "A team has so many people", "people", 4.0, None, 60.0, 1.0, "Known to operations"),
    Assumption(Key.UNITS, "Figures about units come from so many of them", "units", 2.0, None, 100.0, 1.0, "Known to the owner of the figure"),
    Assumption(Key.COST_AN_HOUR, "An hour of work costs so much", "in your currency", 0.0, None, 200.0, 1.0,
               "Known to finance alone"),
)  # fmt: skip
BY_KEY: dict[Key, Assumption] = {one.key: one for one in ASSUMPTIONS}


@dataclass(frozen=True, slots=True)
class Spread:
    """What figures that were collected already say of a measure: the standard deviation of single ones (in its unit), about how many
    persons or units they are, and how many come in about each of them in a month."""

    sd: float
    subjects: int
    figures_a_month: float


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What somebody has set, by key, and what the platform knows already.

    `written` is how many pieces each action holds by now (by action id), `spreads` what is known of a measure (by measure id).
    """

    given: Mapping[Key, float] = field(default_factory=dict)
    written: Mapping[str, int] = field(default_factory=dict)
    spreads: Mapping[str, Spread] = field(default_factory=dict)

    def value(self, key: Key) -> float | None:
        """What is set, or the usual value; None when nobody knows."""
        return self.given.get(key, BY_KEY[key].usual)

    def usual(self, key: Key) -> float:
        """The same of an assumption that always has a value."""
        value = self.value(key)
        assert value is not None, key
        return value

    def range(self, key: Key) -> tuple[float, float, float]:
        """Low, usual and high; all the same where somebody has set it. Only of an assumption that always has a value."""
        one, value = BY_KEY[key], self.usual(key)
        return (value, value, value) if key in self.given else (one.low, value, one.high)

    def setting(self, key: Key, value: float) -> Assumptions:
        """The same with one value set. Raises Refusal outside its range (half of the low end to twice the high end)."""
        one = BY_KEY[key]
        least, most = one.low / 2, 1.0 if one.percent or not one.unit else 2 * one.high
        if not least <= value <= most:
            raise Refusal("forecast.assumption", f"{one.says}: from {least:g} to {most:g}.", key.value)
        return replace(self, given={**self.given, key: value})
