"""What the forecast says: values, and nothing of how they were found."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from trimtab.forecast.domain.effort import Cost, Effort
from trimtab.forecast.domain.seeing import QuestionOutlook, Seen
from trimtab.kernel.errors import NotEstimable
from trimtab.kernel.said import Said


@dataclass(frozen=True, slots=True)
class Likely:
    """A figure with its interval: with four chances in five it lies between `low` and `high`."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class PracticeOutlook:
    """How an audience would practise, by week.

    `people` are those who would (not held back by lot), `promised` the minutes a week that they
    were promised at most, `planned` the minutes that the programmes ask for together.

    Of those who take part: `minutes` a week, `most_minutes` of the ninth of ten people, `overdue`
    questions that are due and were not asked when a week ends, `met` the share of the questions
    that were met. Of all who would practise, whether they take part or not: `recall`, the share of
    the questions that they would answer right.
    """

    people: int
    promised: float
    planned: float
    minutes: tuple[Likely, ...]
    most_minutes: tuple[float, ...]
    overdue: tuple[Likely, ...]
    met: tuple[Likely, ...]
    recall: tuple[Likely, ...]

    @property
    def usual_minutes(self) -> Likely:
        """Minutes a week over the whole time."""
        weeks = len(self.minutes)
        return Likely(
            *(
                sum(getattr(week, name) for week in self.minutes) / weeks
                for name in ("mean", "low", "high")
            )
        )

    @property
    def busiest(self) -> int:
        """The position of the week with the most minutes."""
        return max(range(len(self.minutes)), key=lambda at: self.minutes[at].mean)

    @property
    def overpromised(self) -> bool:
        """Whether programmes ask for more minutes than were promised."""
        return self.planned > self.promised


@dataclass(frozen=True, slots=True)
class MessagesOutlook:
    """Messages of the strategy to an audience: for each week of `weeks` (Mondays) the most that
    anybody of it would be sent, the most that are written, and the most that the cap holds back for
    a digest.

    `others` are messages of other campaigns a week (Q-C10).
    """

    cap: int
    weeks: tuple[dt.date, ...]
    sent: tuple[int, ...]
    written: tuple[int, ...]
    held: tuple[int, ...]
    others: float | NotEstimable

    @property
    def busiest(self) -> int:
        """The most messages that are written for anybody in one week."""
        return max(self.written, default=0)

    @property
    def over(self) -> tuple[dt.date, ...]:
        """The weeks in which more is written than the cap lets through."""
        return tuple(week for week, held in zip(self.weeks, self.held, strict=True) if held)


@dataclass(frozen=True, slots=True)
class AudienceOutlook:
    """One audience: how many people, how they would practise (None when nothing is practised), and
    what they would be sent.
    """

    key: str
    name: str
    people: int
    practising: PracticeOutlook | NotEstimable | None
    messages: MessagesOutlook


@dataclass(frozen=True, slots=True)
class Forecast:
    """What would happen if the document ran from `begins` (None when no action says) for `weeks`
    weeks.

    `simulated` people stood for `people`, who were `counted` or are the document's head counts.
    `notes` say what was not known and how it was taken.
    """

    begins: dt.date | None
    weeks: int
    people: int
    counted: bool
    simulated: int
    audiences: tuple[AudienceOutlook, ...]
    effort: Effort
    cost: Cost
    seen: tuple[Seen, ...]
    questions: tuple[QuestionOutlook, ...]
    notes: tuple[Said, ...]
