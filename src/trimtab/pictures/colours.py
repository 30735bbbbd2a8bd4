"""Colours as #rrggbb: their contrast, and the nearest shade that can be read.

Contrast ratio and relative luminance after WCAG 2.2; 4.5 to 1 is asked for text (success criterion
1.4.3).
"""

from __future__ import annotations

import re

TEXT = 4.5
HEX = re.compile(r"#[0-9a-fA-F]{6}")


def is_colour(text: str) -> bool:
    """Whether this is a colour as #rrggbb."""
    return HEX.fullmatch(text) is not None


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 (the same) to 21 (black on white).

    Raises ValueError for what is no colour.
    """
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def readable(colour: str, on: str, least: float = TEXT) -> str:
    """The colour itself, or mixed with as little black or white as it takes to reach a contrast of
    `least` with `on`.
    """
    end = "#000000" if _luminance(on) > 0.18 else "#ffffff"
    for percent in range(101):
        mixed = mix(colour, end, percent / 100)
        if contrast(mixed, on) >= least:
            return mixed
    return end


def mix(colour: str, other: str, share: float) -> str:
    """The colour with a share (0 to 1) of another in it."""
    parts = (
        round(mine + (theirs - mine) * share)
        for mine, theirs in zip(_parts(colour), _parts(other), strict=True)
    )
    return "#" + "".join(f"{part:02x}" for part in parts)


def _parts(colour: str) -> tuple[int, int, int]:
    if not is_colour(colour):
        raise ValueError(f"{colour!r} is not a colour as #rrggbb")
    return (int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16))


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
