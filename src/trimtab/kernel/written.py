"""Numbers, days and moments as strangers write them in addresses and forms: one reader for each,
with bounds, for all of them.
"""

from __future__ import annotations

import datetime as dt
import math
import re

MOST_WHOLE = 999_999_999
FIRST, LAST = dt.date(1900, 1, 1), dt.date(2199, 12, 31)
_WHOLE = re.compile(r"[0-9]{1,18}")
_REAL = re.compile(
    r"[+-]?(?:[0-9]{1,18}(?:[.,][0-9]{0,18})?|[.,][0-9]{1,18})(?:[eE][+-]?[0-9]{1,2})?"
)


def whole(text: str | None, most: int = MOST_WHOLE) -> int | None:
    """The whole number that `text` writes in the digits 0 to 9; None for anything else, and for one
    above `most`.

    '²' and '٣' are digits to Python too, and int() fails on one and reads the other; five thousand
    digits are no number of anything.
    """
    if text is None or not _WHOLE.fullmatch(text):
        return None
    found = int(text)
    return found if found <= most else None


def real(text: str | None) -> float | None:
    """The number that `text` writes as 12, -0.5, 0,5 or 1e3; None for anything else, also for
    'nan', 'inf', '1_000'.
    """
    if text is None or not _REAL.fullmatch(text):
        return None
    found = float(text.replace(",", "."))
    return found if math.isfinite(found) else None


def day(text: str | None) -> dt.date | None:
    """The day that `text` writes as 2026-03-01; None for anything else, and for one that is no day
    of anybody's plan.
    """
    try:
        found = dt.date.fromisoformat(text or "")
    except ValueError:
        return None
    return found if FIRST <= found <= LAST else None


def moment(text: str | None) -> dt.datetime | None:
    """The moment that `text` writes as ISO 8601 with its zone; None for anything else, and for one
    outside the days of `day`.
    """
    try:
        found = dt.datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return found if found.tzinfo and FIRST <= found.date() <= LAST else None
