"""Results and scores (2.4.5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trimtab.xapi.faults import InvalidStatement
from trimtab.xapi.shape import Rule, check
from trimtab.xapi.values import boolean, duration, extensions, number, text

_SECTION = "2.4.5.1"


def _scaled(value: Any) -> None:
    number(value)
    if not -1 <= value <= 1:
        raise InvalidStatement("A scaled score lies between -1 and 1.", _SECTION)


_SCORE: Mapping[str, Rule] = {"scaled": _scaled, "raw": number, "min": number, "max": number}


def score(value: Any) -> None:
    """scaled in [-1, 1]; min below max; raw between them (2.4.5.1)."""
    found = check(value, _SCORE, _SECTION)
    least, most, raw = found.get("min"), found.get("max"), found.get("raw")
    if least is not None and most is not None and least >= most:
        raise InvalidStatement("min is less than max.", _SECTION, "min")
    if raw is not None and ((least is not None and raw < least) or (most is not None and raw > most)):
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
