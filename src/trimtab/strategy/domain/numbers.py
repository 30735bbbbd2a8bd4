"""Numbers that no strategy can mean: what is not finite, less than nothing, or a share above one.
They are refused before anything reckons.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Any

import msgspec

from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import Said, figure, say
from trimtab.strategy.domain import places
from trimtab.strategy.domain.document import Strategy

MOST = 1e12
_SHARE = "holdout"


@dataclass(frozen=True, slots=True)
class Misfit:
    """A number that cannot be meant, where it stands, and why in a sentence."""

    place: str
    sentence: Said


def misfits(document: Strategy) -> Iterator[Misfit]:
    """The numbers of a document that cannot be meant, in its order; of a list whose members have no
    names, by their position.
    """
    data = msgspec.to_builtins(document, builtin_types=(dt.date, dt.time))
    for names, number in _numbers(data, ()):
        if wrong := _wrong(names, number):
            yield Misfit(places.path(names), wrong)


def check_numbers(document: Strategy) -> None:
    """Raises Refusal, naming the place, for a document with a number that cannot be meant."""
    for one in misfits(document):
        raise Refusal("strategy.number", one.sentence, one.place)


def _numbers(value: Any, names: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], int | float]]:
    if isinstance(value, bool):
        return
    if isinstance(value, int | float):
        yield names, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _numbers(inner, (*names, str(name)))
    elif isinstance(value, list | tuple):
        for position, inner in enumerate(value):
            yield from _numbers(inner, (*names, places.name(inner) or str(position)))


def _wrong(names: tuple[str, ...], number: float) -> Said | None:
    if not isfinite(number):
        return say("{number} is no number that can be reckoned with.", number=str(number))
    if abs(number) > MOST:
        return say(
            "{number} is beyond any number of a strategy, which ends at {most}.",
            number=figure(number),
            most=figure(MOST, ",.0f"),
        )
    if number < 0 and _counts_something(names):
        return say("{number} is less than nothing. Give 0 or more.", number=figure(number))
    if names[-1] == _SHARE and number > 1:
        return say(
            "{number} is more than all. A share is from 0 to 1: {half} is half.",
            number=figure(number),
            half=figure(0.5),
        )
    return None


def _counts_something(names: tuple[str, ...]) -> bool:
    """Answers count minutes, hours, days, people, messages; limits and shares begin at nothing,
    too. Figures of measures may be negative.
    """
    return names[0] == "answers" or names[:2] == ("policy", "limits") or names[-1] == _SHARE
