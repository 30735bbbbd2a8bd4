"""Practice of many people at once: what `today` and `rating` say of one person, this says of thousands (tests hold them together)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trimtab.practice.domain.rating import QUICK_SECONDS, SLOW_SECONDS
from trimtab.practice.domain.today import SESSION_SECONDS
from trimtab.science.memory.vectorised import Floats, Ratings, retrievabilities

Bools = NDArray[np.bool_]
Ints = NDArray[np.int32]
Positions = NDArray[np.intp]
UNMET = np.int32(2**31 - 1)
"""The due day of an item that a person has not met."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a crowd is asked on a day: position of the person, position of the item, whether it is new to the person.

    People stand in the order in which they were asked about, each with due items first.
    """

    people: Positions
    items: Positions
    is_new: Bools


def rooms(week_left: Floats, pace: Floats) -> Ints:
    """How many items fit into a session, by `today.budget`: seconds left of the week, and usual seconds an item (8 to 60)."""
    each = np.clip(pace, 8.0, 60.0)
    return np.maximum(np.minimum(week_left, SESSION_SECONDS) // each, 0).astype(np.int32)


def choose_many(
    *,
    day: int,
    who: Positions,
    due: Ints,
    stability: Floats,
    reviewed: Ints,
    offered: Bools,
    room: Ints,
    new_left: int,
) -> Asked:
    """The items that `today.choose` asks of each of `who` (positions in the crowd) on `day`.

    `due`, `stability` (days), `reviewed` (days) and `offered` have the shape (people, items); `due` is UNMET where an item is new to
    the person, `offered` says whether a programme of the person holds it. `room` is how many fit for each of `who`, `new_left` how many
    may be new.
    """
    here, open_to = due[who], offered[who]
    people, items = np.nonzero((here <= day) & open_to)
    at = who[people]
    recall = retrievabilities((day - reviewed[at, items]).astype(np.float64), stability[at, items])
    order = np.argsort(people + np.minimum(recall, 1 - 1e-9))
    people, items = people[order], items[order]
    count = np.bincount(people, minlength=len(room)).astype(np.int32)
    starts = np.cumsum(count) - count
    fits = np.arange(len(people)) - starts[people] < room[people]
    new_people, new_items = _new(here, open_to, np.minimum(np.maximum(room - count, 0), new_left))
    asked = np.concatenate([people[fits], new_people])
    order = np.argsort(asked, kind="stable")
    return Asked(
        who[asked[order]],
        np.concatenate([items[fits], new_items])[order],
        np.repeat([False, True], [int(fits.sum()), len(new_people)])[order],
    )


def _new(due: Ints, offered: Bools, most: Ints) -> tuple[Positions, Positions]:
    rows = np.nonzero(most > 0)[0]
    fresh = (due[rows] == UNMET) & offered[rows]
    inside = fresh & (np.cumsum(fresh, axis=1, dtype=np.int32) <= most[rows, None])
    at, items = np.nonzero(inside)
    return rows[at], items


def ratings_of(right: Bools, seconds: Floats) -> Ratings:
    """The ratings that `rating.rating_of` gives to answers that are wholly right or wholly wrong."""
    rated = np.where(
        seconds > SLOW_SECONDS, 2, np.where((seconds > 0) & (seconds < QUICK_SECONDS), 4, 3)
    )
    return np.where(right, rated, 1).astype(np.int8)
