"""The finding about how many people an audience has, against what the strategy says (A1).

The document does not know who is here, so the counts are given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from trimtab.kernel.said import say
from trimtab.strategy.domain.audiences import Audience
from trimtab.strategy.domain.coherence.finding import Finding, Severity
from trimtab.strategy.domain.document import Strategy

HEADCOUNT = "A1"
FAR = 0.5
"""How far a count may be off, as a share of the larger of the two numbers."""
SMALL = 5
"""Fewer people apart are no matter, unless nobody is there."""


def is_far(headcount: int, count: int) -> bool:
    """Whether the number of people in an audience is far from what the strategy says."""
    apart = abs(headcount - count)
    return (count == 0 < headcount) or (apart >= SMALL and apart > FAR * max(headcount, count))


def headcounts(document: Strategy, counted: Mapping[str, int | None]) -> Iterator[Finding]:
    """What is far off among the audiences; `counted` is how many people each has by its id, None
    where there are too few to be told.
    """
    for audience in document.audiences:
        count = counted.get(audience.id)
        if count is not None and is_far(audience.headcount, count):
            yield _far(audience, count)


def _far(audience: Audience, count: int) -> Finding:
    if not count:
        says = say(
            "Nobody belongs to '{name}', and the strategy counts on {headcount}.",
            name=audience.name,
            headcount=audience.headcount,
        )
        mend = say("Bring people in, or say by another rule who belongs.")
    else:
        says = say(
            "'{name}' has {count} people here, and the strategy counts on {headcount}.",
            name=audience.name,
            count=count,
            headcount=audience.headcount,
        )
        mend = say("Look at who belongs, or correct the number.")
    place = f"audiences/{audience.id}/headcount"
    return Finding(HEADCOUNT, Severity.WARNING, place, says, mend)
