"""Everything that happens by itself, and when. What each job does stands in config/schedule.py, in the same order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from trimtab.jobs.domain.rhythm import Daily, Every, Rhythm

_MINUTE, _HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)


class JobName(StrEnum):
    """The jobs, by the name that the table, the log and the command know."""

    DELIVER = "deliver-messages"
    FORWARD = "forward-statements"
    COLLECT = "collect-figures"
    LISTS = "take-lists"
    ABANDON = "abandon-sessions"
    ASK = "remind-asked"
    REMIND = "remind-practice"
    MOVE = "move-units"
    ENROL = "enrol-people"
    CORRECT = "correct-course"
    LET_GO = "let-go"
    MONTHS = "open-months"
    TIDY = "tidy-up"
    BACK_UP = "back-up"


@dataclass(frozen=True, slots=True)
class Job:
    """When a job is due; `grace` after that its silence is a fault, and so is a run that is longer than `longest`."""

    rhythm: Rhythm
    grace: dt.timedelta = dt.timedelta(minutes=5)
    longest: dt.timedelta = dt.timedelta(minutes=10)


_NIGHTLY = {"grace": _HOUR, "longest": 3 * _HOUR}

JOBS: Mapping[JobName, Job] = {
    JobName.DELIVER: Job(Every(_MINUTE)),
    JobName.FORWARD: Job(Every(_MINUTE)),
    JobName.COLLECT: Job(Every(_MINUTE)),
    JobName.LISTS: Job(Every(_MINUTE), longest=_HOUR),
    JobName.ABANDON: Job(Every(15 * _MINUTE), grace=15 * _MINUTE),
    JobName.ASK: Job(Every(_HOUR, offset=15 * _MINUTE), grace=30 * _MINUTE),
    JobName.REMIND: Job(Every(_HOUR, offset=5 * _MINUTE), grace=30 * _MINUTE),
    JobName.MOVE: Job(Daily(dt.time(0, 10)), **_NIGHTLY),
    JobName.ENROL: Job(Daily(dt.time(0, 30)), **_NIGHTLY),
    JobName.CORRECT: Job(Daily(dt.time(1, 0)), **_NIGHTLY),
    JobName.LET_GO: Job(Daily(dt.time(2, 0)), **_NIGHTLY),
    JobName.MONTHS: Job(Daily(dt.time(3, 0)), **_NIGHTLY),
    JobName.TIDY: Job(Daily(dt.time(3, 30)), **_NIGHTLY),
    JobName.BACK_UP: Job(Daily(dt.time(4, 0)), **_NIGHTLY),
}

FIRST_PAUSE, LONGEST_PAUSE = _MINUTE, _HOUR


def pause(failures: int) -> dt.timedelta:
    """How long to wait after the `failures`-th failure in a row: a minute, two, four, and so on up to an hour."""
    doublings: int = min(failures - 1, 10)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)
