"""Units whose conversion everybody agrees on."""

from __future__ import annotations

from collections.abc import Mapping

_KINDS: tuple[Mapping[str, float], ...] = (
    {
        "second": 1.0,
        "minute": 60.0,
        "hour": 3600.0,
        "day": 86400.0,
        "week": 604800.0,
        "millisecond": 0.001,
    },
    {"proportion": 1.0, "share": 1.0, "percent": 0.01, "%": 0.01, "per mille": 0.001, "‰": 0.001},
    {"gram": 1.0, "kilogram": 1000.0, "tonne": 1_000_000.0},
    {"metre": 1.0, "kilometre": 1000.0, "centimetre": 0.01},
)
_SHORT = {
    "s": "second",
    "sec": "second",
    "min": "minute",
    "h": "hour",
    "ms": "millisecond",
    "g": "gram",
    "kg": "kilogram",
    "t": "tonne",
    "m": "metre",
    "km": "kilometre",
    "cm": "centimetre",
    "percentage": "percent",
}


def factor_between(given: str, wanted: str) -> float | None:
    """What a value in `given` is multiplied by to be in `wanted`: 1 for the same unit or none, None
    when it is not known.
    """
    from_unit, to_unit = _plain(given), _plain(wanted)
    if not from_unit or from_unit == to_unit:
        return 1.0
    for kind in _KINDS:
        if from_unit in kind and to_unit in kind:
            return kind[from_unit] / kind[to_unit]
    return None


def is_percent(unit: str) -> bool:
    """Whether a whole is 100 of this unit: 'percent', '% of doses'."""
    word = unit.strip().lower()
    return word.startswith(("percent", "%"))


def is_amount(unit: str) -> bool:
    """Whether a unit is of durations, masses or lengths, of which there is never less than
    nothing.
    """
    word = _plain(unit)
    return any(word in kind for kind in _KINDS if "share" not in kind)


def _plain(unit: str) -> str:
    word = unit.strip().lower()
    word = _SHORT.get(word, word)
    return word[:-1] if word.endswith("s") and any(word[:-1] in kind for kind in _KINDS) else word
