"""Estimates with their intervals, one under the other, against the line of no effect."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from trimtab.pictures.svg import (
    NARROW,
    WIDE,
    Svg,
    SvgPicture,
    breadth,
    drawing,
    line,
    number,
    plain,
    text,
    ticks,
    wrapped,
)

LINE = 20
NAMES = {NARROW: 0, WIDE: 240}


class EstimateStanding(StrEnum):
    """How an estimate stands to what was expected; each has its own marker."""

    GOOD = "good"
    BAD = "bad"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Estimate:
    """An effect with its interval; `said` stands beside it in words ('6 points more')."""

    name: str
    value: float
    low: float
    high: float
    standing: EstimateStanding
    said: str = ""


def forest(
    *,
    title: str,
    description: str,
    rows: Sequence[Estimate],
    null: float = 0.0,
    null_name: str = "",
    expected: float | None = None,
    expected_name: str = "",
    say: Callable[[float], str] = plain,
) -> SvgPicture:
    """A forest plot.

    `null` is where nothing would have changed, `expected` what was hoped for (a dotted line).

    Raises ValueError without rows.
    """
    if not rows:
        raise ValueError("a forest plot needs at least one estimate")
    target = [] if expected is None else [expected]
    ends = [end for row in rows for end in (row.low, row.high)]
    marks = ticks(min(null, *target, *ends), max(null, *target, *ends), 5)

    def draw(width: int) -> Svg:
        left, right, top = NAMES[width] + 24, width - 24, 30
        height = _height(rows, width)
        bottom = top + height * len(rows)

        def x(value: float) -> float:
            return left + (value - marks[0]) / (marks[-1] - marks[0]) * (right - left)

        parts = [
            *_scale(marks, x, top, bottom, say),
            *_line_of(x(null), top, bottom, null_name, "pic-axis", width),
        ]
        for value in target:
            parts += _line_of(x(value), top, bottom, expected_name, "pic-target", width)
        for at, row in enumerate(rows):
            parts += _row(row, x, top + height * at, height, width)
        return drawing(
            width=width, height=bottom + 32, title=title, description=description, parts=parts
        )

    return SvgPicture(draw(NARROW), draw(WIDE))


def _height(rows: Sequence[Estimate], width: int) -> int:
    """How high a row is; where names stand above whiskers, as high as the longest needs."""
    if width == WIDE:
        return 56
    return 32 + LINE * max(len(_words(row)) for row in rows)


def _scale(
    marks: Sequence[float],
    x: Callable[[float], float],
    top: float,
    bottom: float,
    say: Callable[[float], str],
) -> Iterator[str]:
    yield line(x(marks[0]), bottom, x(marks[-1]), bottom, "pic-grid")
    for value in marks:
        yield line(x(value), bottom, x(value), bottom + 6, "pic-grid")
        yield text(x(value), bottom + 24, say(value), anchor="middle")


def _line_of(
    at: float, top: float, bottom: float, name: str, kind: str, width: int
) -> Iterator[str]:
    yield line(at, top - 6, at, bottom, kind)
    if name:
        half = breadth(name) / 2
        yield text(min(max(at, half), width - half), top - 14, name, anchor="middle")


def _words(row: Estimate) -> list[str]:
    """What stands above a whisker where there is no room beside it: the name in one or two lines,
    then what is said.
    """
    return [*wrapped(row.name, NARROW), *([row.said] if row.said else [])]


def _row(
    row: Estimate, x: Callable[[float], float], top: float, height: float, width: int
) -> Iterator[str]:
    if width == NARROW:
        y = top + height - 12
        for at, words in enumerate(_words(row)):
            yield text(
                0, top + LINE * (at + 1) - 2, words, strong=not (row.said and words == row.said)
            )
    else:
        y = top + height / 2 + 4
        names = wrapped(row.name, NAMES[WIDE])
        for at, words in enumerate(names):
            yield text(0, y + 5 + LINE * (at - (len(names) - 1) / 2), words, strong=True)
        half = breadth(row.said) / 2
        yield text(
            min(max(x(row.value), NAMES[WIDE] + half), width - half),
            y - 14,
            row.said,
            anchor="middle",
        )
    whisker = line(x(row.low), y, x(row.high), y, "pic-whisker")
    yield f'<g class="pic-{row.standing}-stroke">{whisker}</g>'
    yield _marker(row.standing, x(row.value), y)


def _marker(standing: EstimateStanding, x: float, y: float) -> str:
    """Good is a disc, bad a diamond, unsure a ring: told apart without colour."""
    match standing:
        case EstimateStanding.GOOD:
            return f'<circle class="pic-good" cx="{number(x)}" cy="{number(y)}" r="7"/>'
        case EstimateStanding.BAD:
            return f'<path class="pic-bad" d="M{number(x)} {number(y - 9)}l9 9l-9 9l-9-9z"/>'
        case EstimateStanding.UNSURE:
            return f'<circle class="pic-ring" cx="{number(x)}" cy="{number(y)}" r="6.5"/>'
