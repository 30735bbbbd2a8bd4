"""How the people of the demonstration really remember and forget.

The scheduler does not know this model.

An item is either known from daily work, then for good, or held by a trace that fades. The chance to
recall a trace after t days is (1 + t / (9 s)) ** -1.3 with s its strength in days: a power law with
another exponent and other growth than the scheduler's. A recall that succeeds makes the trace
stronger, most when it was nearly forgotten; one that fails leaves a short new trace, since the
right answer is shown at once.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from trimtab.library.values import KINDS

EXPONENT = 1.3
SCALE = 9.0
FIRST_STRENGTH = 2.0
EVERYDAY = 0.36  # chance that somebody of mean ability knows an item from daily work
EVERYDAY_PER_ABILITY = 0.09
SLIP = 0.03  # chance to answer wrongly what is known


@dataclass(slots=True)
class Trace:
    """What one person holds of one item: strength in days and the day it was last strengthened;
    `everyday` never fades.
    """

    everyday: bool
    strength: float
    last: float

    def recall(self, day: float) -> float:
        """Chance (0 to 1) to recall the item on `day`."""
        if self.everyday:
            return 1.0
        if self.strength <= 0:
            return 0.0
        return float((1 + max(0.0, day - self.last) / (SCALE * self.strength)) ** -EXPONENT)

    def practised(self, day: float, recalled: bool, gain: float) -> None:
        """Strengthens the trace after a try on `day`; `gain` is the person's speed of learning
        (about 1).
        """
        if self.everyday:
            return
        forgotten = 1 - self.recall(day)
        grown = self.strength * (1 + gain * (0.5 + 5.0 * forgotten))
        self.strength = (
            min(400.0, grown) if recalled else max(FIRST_STRENGTH * gain, 0.4 * self.strength)
        )
        self.last = day


class Mind:
    """The memory of one person over all items: traces that appear as items are met, by keys; and
    the dice of this person.
    """

    def __init__(self, ability: float, dice: random.Random) -> None:
        self.gain = max(0.4, 1 + 0.18 * ability)
        self._ability = ability
        self._dice = dice
        self._traces: dict[str, Trace] = {}

    def trace(self, item: str) -> Trace:
        """The trace of `item`: from daily work, from the course five months ago, or nothing yet."""
        if item not in self._traces:
            everyday = self._dice.random() < EVERYDAY + EVERYDAY_PER_ABILITY * self._ability
            self._traces[item] = Trace(everyday, self._dice.expovariate(1 / 4.0), -150.0)
        return self._traces[item]

    def answers(self, item: str, kind: str, day: float) -> bool:
        """Tries to answer `item` on `day`, sees the right answer, and says whether the try was
        right.
        """
        trace = self.trace(item)
        recalled = self._dice.random() < trace.recall(day)
        right = self._dice.random() > SLIP if recalled else self._dice.random() < KINDS[kind].guess
        trace.practised(day, recalled, self.gain)
        return right

    def mean_recall(self, items: list[str], day: float) -> float:
        """Mean chance (0 to 1) to recall `items` on `day`."""
        return sum(self.trace(item).recall(day) for item in items) / len(items)
