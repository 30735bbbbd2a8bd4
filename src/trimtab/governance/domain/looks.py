"""Who was shown whose data."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from trimtab.governance.domain.access import What
from trimtab.kernel.said import Said


@dataclass(frozen=True, slots=True)
class LookRow:
    """On which day somebody was shown what about a person, or took it out."""

    day: dt.date
    reader: Said
    what: What
