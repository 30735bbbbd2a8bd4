"""What the strategy adds to every piece of evidence: the revision under which it came about."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable

from trimtab.strategy.queries.revisions import adoptions
from trimtab.xapi import profile

ContextAt = Callable[[dt.datetime], dict[str, object]]


def revision_contexts() -> ContextAt:
    """A function from a time to the context extension that names the revision in force then;
    nothing before the first.

    One query, however often the function is called.
    """
    adopted = adoptions()
    times = [at for at, _number in adopted]

    def context_at(at: dt.datetime) -> dict[str, object]:
        place = bisect_right(times, at)
        return {profile.REVISION: adopted[place - 1][1]} if place else {}

    return context_at
