"""How much a credential may ask for: a token bucket each.

A bucket holds two seconds' worth, so that a burst passes; who asks more than `per_second` for
longer hears 429 and how long to wait. The web processes of one supervisor fill and empty the same
buckets (counting.py); each machine counts for itself.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Protocol

from trimtab.gateway.xapi.counting import Level, Levels, Own
from trimtab.kernel.errors import Refusal

BURST_SECONDS = 2.0


class Sharer(Protocol):
    """Who has a share of what this machine does; a credential is one."""

    @property
    def user(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def per_second(self) -> int: ...


class TooMany(Refusal):
    """The credential asks for more than it may: try again after `wait` seconds."""

    status = 429

    def __init__(self, by: Sharer, wait: float) -> None:
        self.wait = max(1, math.ceil(wait))
        sentence = (
            f"'{by.name}' may send {by.per_second:,} requests a second. Try again in {self.wait} s."
        )
        super().__init__("xapi.rate", sentence)


class Buckets:
    """A bucket for each credential, by its user; `clock` counts
    seconds, the same ones in every process."""

    def __init__(self, clock: Callable[[], float], levels: Levels | None = None) -> None:
        self._clock, self._levels = clock, levels or Own()

    def share(self, levels: Levels) -> None:
        """Counts together with whoever has the same levels."""
        self._levels = levels

    def admit(self, by: Sharer) -> None:
        """Takes one request out of the credential's bucket. Raises TooMany when it is empty."""
        most = max(by.per_second * BURST_SECONDS, 1.0)
        full = 0.0

        def take(level: Level | None) -> Level:
            nonlocal full
            now = self._clock()
            left, at = level or (most, now)
            full = min(most, left + max(now - at, 0.0) * by.per_second)
            return (full - 1.0 if full >= 1.0 else full), now

        self._levels.change(by.user, take)
        if full < 1.0:
            raise TooMany(by, (1.0 - full) / by.per_second)
