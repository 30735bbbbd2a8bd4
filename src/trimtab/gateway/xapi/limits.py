"""How much a credential may ask for: a token bucket each, in this process.

A bucket holds two seconds' worth, so that a burst passes; who asks more than `per_second` for longer hears 429 and how long to
wait. Each process counts for itself.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable

from trimtab.kernel.errors import Refusal
from trimtab.lrs.api import CredentialRow

BURST_SECONDS = 2.0
MOST_REMEMBERED = 10_000


class TooMany(Refusal):
    """The credential asks for more than it may: try again after `wait` seconds."""

    status = 429

    def __init__(self, by: CredentialRow, wait: float) -> None:
        self.wait = max(1, math.ceil(wait))
        sentence = f"'{by.name}' may send {by.per_second:,} requests a second. Try again in {self.wait} s."
        super().__init__("xapi.rate", sentence)


class Buckets:
    """A bucket for each credential, by its user; `clock` counts seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._left: dict[str, tuple[float, float]] = {}

    def admit(self, by: CredentialRow) -> None:
        """Takes one request out of the credential's bucket. Raises TooMany when it is empty."""
        most = max(by.per_second * BURST_SECONDS, 1.0)
        with self._lock:
            now = self._clock()
            left, at = self._left.get(by.user, (most, now))
            left = min(most, left + (now - at) * by.per_second)
            if left < 1.0:
                self._left[by.user] = (left, now)
                raise TooMany(by, (1.0 - left) / by.per_second)
            if by.user not in self._left and len(self._left) >= MOST_REMEMBERED:
                self._left.clear()
            self._left[by.user] = (left - 1.0, now)
