"""Results and scores (2.4.5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trimtab.xapi.faults import InvalidStatement
from trimtab.xapi.shape import Rule, check
from trimtab.xapi.values import boolean, duration, extensions, number, text

_SECTION = "2.4.5.1"


def scaled(value: Any) -> None:
    """A number from -1 to 1 (2.4.5.1)."""
    number(value)
    if not -1 <= value <= 1:
        raise InvalidStatement("A scaled score lies between -1 and 1.", _SECTION)


_SCORE: Mapping[str, Rule] = {"scaled": scaled, "raw": number, "min": number, "max": number}


def score(value: Any) -> None:
    """scaled in [-1, 1]; min below max; raw between them (2.4.5.1)."""
    properties = check(value, _SCORE, _SECTION)
    check_order(properties.get("min"), properties.get("raw"), properties.get("max"))


def check_order(least: float | None, raw: float | None, most: float | None) -> None:
    """min is below max, and raw between them, as far as they are given. Raises InvalidStatement."""
    if least is not None and most is not None and least >= most:
        raise InvalidStatement("min is less than max.", _SECTION, "min")
    if raw is not None and (
        (least is not None and raw < least) or (most is not None and raw > most)
    ):
        raise InvalidStatement("raw lies between min and max.", _SECTION, "raw")


_RESULT: Mapping[str, Rule] = {
    "score": score,
    "success": boolean,
    "completion": boolean,
    "response": text,
    "duration": duration,
    "extensions": extensions,
}


def result(value: Any) -> None:
    """What came of it (2.4.5)."""
    check(value, _RESULT, "2.4.5")
