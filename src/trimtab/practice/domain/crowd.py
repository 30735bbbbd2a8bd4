"""What people are asked on a day: the rule, for as many people as there are. One is a crowd of one.

What is due and nearest to being forgotten comes first, then what is new, as far as the promised
minutes reach. Whoever comes back after weeks gets the same few minutes as anybody; what does not
fit waits without being counted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trimtab.practice.domain.today import (
    LEAST_SECONDS,
    MOST_SECONDS,
    NEW_A_DAY,
    SECONDS_EACH,
    SESSION_SECONDS,
)
from trimtab.science.memory.vectorised import Floats, retrievabilities

Bools = NDArray[np.bool_]
Ints = NDArray[np.int32]
Positions = NDArray[np.intp]
Days = Ints | Floats
UNMET = np.int32(2**31 - 1)
"""The due day of an item that a person has not met."""
_ALMOST_CERTAIN = 1 - 1e-9


@dataclass(frozen=True, slots=True)
class CrowdQuestions:
    """What a crowd is asked on a day, as columns: who, which item, and whether it is new to them.

    People and items are positions. People stand in the order in which they were asked about, each
    with due items first.
    """

    people: Positions
    items: Positions
    is_new: Bools


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """The time that people have, an entry a person.

    `each` is the seconds that an item usually takes them, `room` how many items fit, `new` how many
    of them may be new.
    """

    each: Floats
    room: Ints
    new: Ints


def usual_seconds(pace: Floats) -> Floats:
    """The seconds that an item takes people: their usual ones (0: unknown), within 8 to 60."""
    return np.clip(np.where(pace > 0, pace, SECONDS_EACH), LEAST_SECONDS, MOST_SECONDS)


def rooms(week_left: Floats, pace: Floats, session_left: Floats | float = SESSION_SECONDS) -> Ints:
    """How many items fit into what is left of the week and of a session, in seconds."""
    fit = np.minimum(week_left, session_left) // usual_seconds(pace)
    return np.maximum(fit, 0).astype(np.int32)


def time_left(
    *, cap_minutes: Floats, week_seconds: Floats, today_seconds: Floats, pace: Floats, new: Ints
) -> TimeLeft:
    """The weekly cap less what was practised, within three minutes less what was practised today.

    All arrays have an entry a person; `new` is how many items were new to them today.
    """
    week_left = np.maximum(cap_minutes * 60 - week_seconds, 0.0)
    session_left = np.maximum(SESSION_SECONDS - today_seconds, 0.0)
    return TimeLeft(
        usual_seconds(pace),
        rooms(week_left, pace, session_left),
        np.maximum(NEW_A_DAY - new, 0),
    )


def choose_many(
    *,
    day: float,
    who: Positions,
    due: Days,
    stability: Floats,
    reviewed: Days,
    offered: Bools,
    room: Ints,
    new_left: Ints | int,
) -> CrowdQuestions:
    """The items that each of `who` (positions in the crowd) is asked on `day`.

    `due`, `stability`, `reviewed` (all in days, from any one moment) and `offered` have the shape
    (people, items); `due` is UNMET where an item is new to the person, `offered` says whether a
    programme of the person holds it. `room` is how many fit for each of `who`, `new_left` how many
    of them may be new. Of items that are remembered alike the first comes first.
    """
    here, open_to = due[who], offered[who]
    people, items = np.nonzero((here <= day) & open_to)
    at = who[people]
    recall = retrievabilities((day - reviewed[at, items]).astype(np.float64), stability[at, items])
    order = np.argsort(people + np.minimum(recall, _ALMOST_CERTAIN), kind="stable")
    people, items = people[order], items[order]
    count = np.bincount(people, minlength=len(room)).astype(np.int32)
    starts = np.cumsum(count) - count
    fits = np.arange(len(people)) - starts[people] < room[people]
    most_new = np.minimum(np.maximum(room - count, 0), new_left).astype(np.int32)
    new_people, new_items = _new(here, open_to, most_new)
    asked = np.concatenate([people[fits], new_people])
    order = np.argsort(asked, kind="stable")
    return CrowdQuestions(
        who[asked[order]],
        np.concatenate([items[fits], new_items])[order],
        np.repeat([False, True], [int(fits.sum()), len(new_people)])[order],
    )


def _new(due: Days, offered: Bools, most: Ints) -> tuple[Positions, Positions]:
    """The first items that each has not met, at most so many."""
    rows = np.nonzero(most > 0)[0]
    fresh = (due[rows] == UNMET) & offered[rows]
    inside = fresh & (np.cumsum(fresh, axis=1, dtype=np.int32) <= most[rows, None])
    at, items = np.nonzero(inside)
    return rows[at], items
