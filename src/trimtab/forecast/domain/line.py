"""A line of the forecast: a sentence, and how what it says stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from trimtab.kernel.errors import NotEstimable
from trimtab.kernel.said import Figure, Said, as_written, figure, say, sentences, within


class ForecastStanding(StrEnum):
    """How something stands: it holds, it is tight, it does not hold, nobody can tell."""

    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    UNSURE = "unsure"


class Topic(StrEnum):
    """What a line is about."""

    REMEMBERING = "remembering"
    MINUTES = "minutes"
    MESSAGES = "messages"
    EFFORT = "effort"
    COST = "cost"
    SEEING = "seeing"


NOBODY = as_written("")


@dataclass(frozen=True, slots=True)
class ForecastLine:
    """A sentence about a topic, how it stands, whom or what it is about, and the place of the
    document ('' for the whole).
    """

    topic: Topic
    standing: ForecastStanding
    says: Said
    subject: Said = NOBODY
    place: str = ""

    @property
    def sentence(self) -> Said:
        """The sentence with what it is about, for where it stands alone."""
        if self.subject.endswith("?"):
            return sentences(self.subject, self.says)
        if not self.subject:
            return self.says
        return say("{subject}: {sentence}", subject=self.subject, sentence=within(self.says))


TIGHT = 0.8
"""From this share of a limit on, it is tight."""


def unknown_line(
    topic: Topic, unknown: NotEstimable, subject: Said = NOBODY, place: str = ""
) -> ForecastLine:
    """The line about what nobody can tell, with the reason why."""
    says = sentences(say("Nobody can tell."), unknown.reason)
    return ForecastLine(topic, ForecastStanding.UNSURE, says, subject, place)


def tenths(amount: float) -> Figure:
    """An amount to a tenth."""
    return figure(amount, ".1f")
