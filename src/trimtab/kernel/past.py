"""How much is over its time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Past:
    """How many things are older than a moment, and from when the oldest of the others is (None when
    there are none).
    """

    count: int
    oldest: dt.datetime | None

    @classmethod
    def together(cls, several: Iterable[Past]) -> Past:
        """Several kinds of things as one."""
        known = list(several)
        return cls(
            sum(one.count for one in known),
            min((one.oldest for one in known if one.oldest), default=None),
        )
