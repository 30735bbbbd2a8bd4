"""Every setting that a rule may set: what it means, what holds when nothing sets it, and which
value wins when two rules meet.

A setting is data. The stricter value always wins, so that the order of the rules never matters.
Times are "HH:MM".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from trimtab.kernel.said import Said, listed, say
from trimtab.strategy.domain.settings.values import value_words

Value = bool | int | str | tuple[str, ...]
Meet = Callable[[Value, Value], Value]


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. `says` is a pattern with {value}; `kept_by` is the room that keeps it, or
    'people' when no room can.

    With `for_audience` it holds for one audience; otherwise for the whole organisation. `meet` is
    commutative, associative and idempotent: it gives the stricter of two values.
    """

    key: str
    says: Said
    default: Value
    meet: Meet
    kept_by: str
    for_audience: bool = False

    def sentence(self, value: Value) -> Said:
        """The setting with its value in words; a switch is said as it stands."""
        match value:
            case bool():
                return self.says if value else say("Not: {setting}", setting=self.says)
            case int():
                return self.says.filled(value=value)
            case str():
                return self.says.filled(value=value_words(value))
            case _:
                return self.says.filled(value=listed(map(value_words, value)))


class Sets(msgspec.Struct, frozen=True):
    """What a rule sets: a setting's key and value, for one audience or, with "", for all."""

    key: str
    value: Value
    audience: str = ""


def lowest(one: Value, other: Value) -> Value:
    """The smaller number, or the earlier time of day."""
    return min(one, other)


def highest(one: Value, other: Value) -> Value:
    """The larger number, or the later time of day."""
    return max(one, other)


def together(one: Value, other: Value) -> Value:
    """Everything that either names, in alphabetical order."""
    assert isinstance(one, tuple) and isinstance(other, tuple)
    return tuple(sorted({*one, *other}))


def strictest(*ladder: Value) -> Meet:
    """The value that stands later on a ladder from loose to strict."""
    return lambda one, other: max(one, other, key=ladder.index)


on = strictest(False, True)
off = strictest(True, False)
