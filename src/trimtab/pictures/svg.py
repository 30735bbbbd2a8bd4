"""Markup for SVG, and where the ticks of an axis stand."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

NARROW = 300
WIDE = 680


class Svg(str):
    """Finished markup: templates do not escape it again."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


@dataclass(frozen=True, slots=True)
class SvgPicture:
    """The same picture for two widths: `narrow` (300 units) and `wide` (680 units)."""

    narrow: Svg
    wide: Svg


def drawing(*, width: int, height: int, title: str, description: str, parts: Iterable[str]) -> Svg:
    """An accessible SVG: role, title and description, then `parts`."""
    key = hashlib.sha256(f"{title}{description}{width}{height}".encode()).hexdigest()[:8]
    return Svg(
        f'<svg class="pic" viewBox="0 0 {width} {height}" role="img" '
        f'aria-labelledby="t{key} d{key}">'
        f'<title id="t{key}">{escape(title)}</title>'
        f'<desc id="d{key}">{escape(description)}</desc>{"".join(parts)}</svg>'
    )


# What the page's stylesheet says by day, for pictures that leave the page.
PAPER_STYLE = (
    ".pic text{font:400 16px 'Trimtab Sans','DejaVu Sans',sans-serif;fill:#4b5d71}.pic "
    ".pic-strong{fill:#0f2338;font-weight:700}"
    ".pic-grid{stroke:#d5dfe9;stroke-width:1;fill:none}.pic-axis{stroke:#7489a0;stroke-width:1;fill:none}"
    ".pic-field{fill:#eaf0f6}.pic-ring{fill:#fff;stroke:#4b5d71;stroke-width:3}.pic-good{fill:#146c43}.pic-bad{fill:#a8231c}"
    ".pic-warn{fill:#7a5200}.pic-bad-mark{fill:none;stroke:#a8231c;stroke-width:3.5;stroke-linecap:round}"
)


def standalone(picture: Svg) -> str:
    """The picture as a file of its own: with its name space and, instead of the page's stylesheet,
    the colours of day.
    """
    return picture.replace(
        '<svg class="pic"', '<svg xmlns="http://www.w3.org/2000/svg" class="pic"', 1
    ).replace(">", f"><style>{PAPER_STYLE}</style>", 1)


def text(x: float, y: float, words: str, *, anchor: str = "start", strong: bool = False) -> str:
    """A line of text with its baseline at y."""
    kind = ' class="pic-strong"' if strong else ""
    return (
        f'<text x="{number(x)}" y="{number(y)}" text-anchor="{anchor}"{kind}>{escape(words)}</text>'
    )


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    """A straight line."""
    return f'<path class="{kind}" d="M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}"/>'


def breadth(words: str) -> float:
    """About how wide a line of text is, in units, at the size of all pictures (16)."""
    return 7.6 * len(words)


def wrapped(words: str, room: float, most: int = 2) -> list[str]:
    """Words in lines no broader than `room`; what goes beyond `most` lines ends in an ellipsis."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and breadth(longer) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1]} …"]


def number(value: float) -> str:
    """A coordinate with one decimal at most."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def ticks(low: float, high: float, most: int = 5) -> tuple[float, ...]:
    """Round numbers (steps of 1, 2, 2.5 or 5 times a power of ten) from at or below `low` to at or
    above `high`.

    At most about `most` of them. A range of (next to) no width is widened by one; an end that
    misses a round number by less than a billionth of a step counts as on it.
    """
    if high - low <= 1e-9 * max(1.0, abs(low), abs(high)):
        low, high = low - 0.5, high + 0.5
    rough = (high - low) / max(1, most - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(round(index * step, 10) for index in range(first, last + 1))


def plain(value: float) -> str:
    """A figure as people write it: no needless decimals, a real minus sign."""
    return f"{value:.6g}".replace("-", "−")
