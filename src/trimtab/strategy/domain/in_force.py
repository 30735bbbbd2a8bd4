"""What is set: the settings that the recommendations in force set, each with the rules and the
places of the answers it rests on.

A 'must' or 'should' is in force unless it was declined, a 'may' only when it was accepted. When
several set the same thing, the stricter value wins, and only those that ask for it are cited.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

import msgspec

from trimtab.kernel.said import Said
from trimtab.strategy.domain.document import Standing, Strategy, Sureness, Taken
from trimtab.strategy.domain.rules import Recommendation, Strength, recommend
from trimtab.strategy.domain.settings import BY_KEY, Sets, Value

SURENESS = tuple(Sureness)


class InForce(msgspec.Struct, frozen=True):
    """A setting with its value, for one audience or (with "") for all, and what it rests on."""

    key: str
    audience: str
    value: Value
    rules: tuple[str, ...]
    because: tuple[str, ...]
    sure: Sureness

    @property
    def sentence(self) -> Said:
        """The setting in words."""
        return _sentence(self.key, self.value)


# By type too: True is said otherwise than 1, which is equal to it.
@lru_cache(maxsize=1024, typed=True)
def _sentence(key: str, value: Value) -> Said:
    return BY_KEY[key].sentence(value)


def taken(document: Strategy, one: Recommendation) -> Taken | None:
    """How a recommendation was taken; None when nobody has yet.

    An entry without a place speaks for all places of its rule.
    """
    exact = general = None
    for entry in document.recommendations:
        if entry.rule == one.code:
            exact = entry if entry.place == one.place else exact
            general = entry if not entry.place else general
    return exact or general


def holds(one: Recommendation, entry: Taken | None) -> bool:
    """Whether a recommendation is in force."""
    if entry is None:
        return one.strength is not Strength.MAY
    return entry.standing is not Standing.DECLINED


def in_force(
    document: Strategy, advice: Iterable[Recommendation] | None = None
) -> tuple[InForce, ...]:
    """Every setting that an answer sets, by key and audience.

    `advice` spares a second look when it is at hand.
    """
    asked: dict[tuple[str, str], list[tuple[Value, Recommendation]]] = {}
    entries = {(entry.rule, entry.place): entry for entry in document.recommendations}
    for one in recommend(document) if advice is None else advice:
        entry = entries.get((one.code, one.place)) or entries.get((one.code, ""))
        if holds(one, entry):
            for each in _sets(one, entry):
                asked.setdefault((each.key, each.audience), []).append((each.value, one))
    return tuple(_met(key, audience, wishes) for (key, audience), wishes in sorted(asked.items()))


def _sets(one: Recommendation, entry: Taken | None) -> Iterator[Sets]:
    altered = entry.sets if entry and entry.standing is Standing.ALTERED else {}
    for each in one.sets:
        yield Sets(each.key, altered.get(each.key, each.value), each.audience)


def _met(key: str, audience: str, wishes: list[tuple[Value, Recommendation]]) -> InForce:
    setting = BY_KEY[key]
    value, only = wishes[0]
    if len(wishes) == 1:
        return InForce(
            key, audience, value, (only.code,), tuple(dict.fromkeys(only.because)), only.sure
        )
    for other, _ in wishes[1:]:
        value = setting.meet(value, other)
    binding = [one for wish, one in wishes if wish == value or isinstance(value, tuple)]
    return InForce(
        key,
        audience,
        value,
        tuple(dict.fromkeys(one.code for one in binding)),
        tuple(dict.fromkeys(place for one in binding for place in one.because)),
        max((one.sure for one in binding), key=SURENESS.index),
    )
