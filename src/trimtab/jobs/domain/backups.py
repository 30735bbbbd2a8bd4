"""Backups: what is known of each, which are kept, and when their silence is a fault."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from trimtab.kernel.said import Said

OLDEST_GOOD = dt.timedelta(days=2)


class BackupKind(StrEnum):
    """Who made a backup."""

    NIGHTLY = "nightly"
    COMMAND = "command"
    UPGRADE = "upgrade"


class BackupState(StrEnum):
    """What came of one. Not checked is good all the same: there was nowhere to restore it."""

    CHECKED = "checked"
    NOT_CHECKED = "not checked"
    FAILED = "failed"


GOOD = frozenset({BackupState.CHECKED, BackupState.NOT_CHECKED})


@dataclass(frozen=True, slots=True)
class BackupMade:
    """What came of making a backup. `size` is in bytes; `rows` is of all `tables` together;
    `problem` says why it failed or was not checked."""

    kind: BackupKind
    state: BackupState
    file: str = ""
    size: int = 0
    tables: int = 0
    rows: int = 0
    is_sealed: bool = False
    problem: str = ""

    @property
    def is_checked(self) -> bool:
        """Whether it was restored, and every table was the same."""
        return self.state == BackupState.CHECKED


@dataclass(frozen=True, slots=True)
class BackupRow:
    """A backup, as the page shows it. `is_kept` says that its file was there when it was last
    looked for; `seconds` is how long it took with its check."""

    made_at: dt.datetime
    kind: BackupKind
    state: BackupState
    file: str
    size: int
    tables: int
    rows: int
    is_sealed: bool
    is_kept: bool
    seconds: float
    problem: Said


@dataclass(frozen=True, slots=True)
class BackupPlan:
    """What the settings say: whether one is made every night, into which folder, how many days and
    weeks are kept, and whether it is sealed."""

    is_nightly: bool
    folder: str
    days: int
    weeks: int
    is_sealed: bool


def kept(made: Iterable[dt.datetime], *, days: int, weeks: int, zone: ZoneInfo) -> set[dt.datetime]:
    """Of backups made at these moments, those that stay: the newest of each of the last `days` days
    that have one, and of each of the last `weeks` weeks. The newest of all stays in any case."""
    newest_first = sorted(made, reverse=True)
    stay = set(newest_first[:1])
    seen_days: set[dt.date] = set()
    seen_weeks: set[tuple[int, int]] = set()
    for moment in newest_first:
        day = moment.astimezone(zone).date()
        week = day.isocalendar()[:2]
        if day not in seen_days and len(seen_days) < days:
            stay.add(moment)
        if week not in seen_weeks and len(seen_weeks) < weeks:
            stay.add(moment)
        seen_days.add(day)
        seen_weeks.add(week)
    return stay


def is_overdue(last_good: dt.datetime | None, *, since: dt.datetime, now: dt.datetime) -> bool:
    """Whether the last good backup, or where there is none the beginning, is too long ago."""
    return now - (last_good or since) > OLDEST_GOOD
