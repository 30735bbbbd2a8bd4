"""Things on a field of five by five, such as people by their power and interest.

Nothing ever lies on anything else: rows grow, all alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from trimtab.pictures.svg import NARROW, WIDE, Svg, SvgPicture, drawing, line, number, text, wrapped

STEPS = 5
LINE = 18
LEFT = {NARROW: 26, WIDE: 34}
NAME_STRIP = 26
LEAST_ROW = {NARROW: 34, WIDE: 40}


class Shape(StrEnum):
    """A marker; each has its own form, so that they are told apart without colour."""

    CROSS = "cross"
    DIAMOND = "diamond"
    RING = "ring"
    DISC = "disc"
    STAR = "star"


@dataclass(frozen=True, slots=True)
class Mark:
    """A thing on the field: `across` and `up` from 1 to 5, its shape, and what stands under its
    name ('sceptical').
    """

    name: str
    across: int
    up: int
    shape: Shape
    said: str


@dataclass(frozen=True, slots=True)
class Corners:
    """What each quarter of the field is called."""

    up_left: str
    up_right: str
    down_left: str
    down_right: str


def grid(
    *, title: str, description: str, marks: Sequence[Mark], across: str, up: str, corners: Corners
) -> SvgPicture:
    """The field. Wide, each mark carries its name; narrow, its number, with the names listed below.

    Values outside 1 to 5 are drawn at the nearest end. The upper and right quarters begin at 4.
    """

    def draw(width: int) -> Svg:
        rows, bottom = _rows(marks, width)
        parts = [*_field(rows, bottom, width, across, up, corners)]
        numbers = {id(mark): at for at, mark in enumerate(marks, 1)}
        for (_, step), cell in _cells(marks).items():
            top = rows[step][0] + _above(step) + 6
            for at, mark in enumerate(cell):
                if width == NARROW:
                    parts += _numbered(mark, numbers[id(mark)], at, top)
                    continue
                parts += _named(mark, top)
                top += _height(mark)
        height = bottom + 44
        if width == NARROW:
            height += 8
            for mark in marks:
                parts += _listed(mark, numbers[id(mark)], height)
                height += LINE * len(_words(mark)) + 6
        return drawing(
            width=width, height=round(height), title=title, description=description, parts=parts
        )

    return SvgPicture(draw(NARROW), draw(WIDE))


def _cells(marks: Sequence[Mark]) -> dict[tuple[int, int], list[Mark]]:
    cells: dict[tuple[int, int], list[Mark]] = {}
    for mark in marks:
        cells.setdefault((_step(mark.across), _step(mark.up)), []).append(mark)
    return cells


def _step(value: int) -> int:
    return min(max(value, 1), STEPS)


def _column(width: int) -> float:
    return (width - LEFT[width] - 2) / STEPS


def _x(across: int, width: int) -> float:
    return LEFT[width] + (_step(across) - 1) * _column(width)


def _rows(marks: Sequence[Mark], width: int) -> tuple[dict[int, tuple[float, float]], float]:
    """Top and height of each row by its step, from the top down, and where the field ends.

    All are as high as the fullest needs, with the name of its quarter: a step of the axis is a step
    of the same length everywhere.
    """
    needed = [_needed(cell, width) + _above(step) for (_, step), cell in _cells(marks).items()]
    height = max([LEAST_ROW[width] + NAME_STRIP, *needed])
    rows = {step: (2.0 + (STEPS - step) * height, height) for step in range(STEPS, 0, -1)}
    return rows, 2.0 + STEPS * height


def _above(step: int) -> int:
    """What a row keeps free above its marks: the name of the quarter that begins there."""
    return NAME_STRIP if step in (5, 3) else 0


def _needed(cell: Sequence[Mark], width: int) -> float:
    if width == NARROW:
        return 28 * -(-len(cell) // 2) + 8
    return sum(_height(mark) for mark in cell) + 8


def _lines(mark: Mark) -> list[str]:
    return wrapped(mark.name, _column(WIDE) - 38, 3)


def _height(mark: Mark) -> float:
    return LINE * (len(_lines(mark)) + 1) + 8


def _field(
    rows: dict[int, tuple[float, float]],
    bottom: float,
    width: int,
    across: str,
    up: str,
    corners: Corners,
) -> Iterator[str]:
    left, middle, right = LEFT[width], _x(4, width), width - 2
    split = rows[3][0]
    yield (
        f'<rect class="pic-field" x="{number(middle)}" y="2" '
        f'width="{number(right - middle)}" height="{number(split - 2)}"/>'
    )
    for x in (left, middle, right):
        yield line(x, 2, x, bottom, "pic-axis")
    for y in (2, split, bottom):
        yield line(left, y, right, y, "pic-axis")
    for step in (2, 3, 5):
        yield line(_x(step, width), 2, _x(step, width), bottom, "pic-grid")
    names = (
        (corners.up_left, left, 2),
        (corners.up_right, middle, 2),
        (corners.down_left, left, split),
        (corners.down_right, middle, split),
    )
    for name, x, y in names:
        yield text(x + 8, y + 19, name)
    for step, (top, height) in rows.items():
        yield text(left - 8, top + height / 2 + 6, str(step), anchor="end")
    for step in range(1, STEPS + 1):
        yield text(_x(step, width) + _column(width) / 2, bottom + 18, str(step), anchor="middle")
    yield text((left + right) / 2, bottom + 38, across, anchor="middle", strong=True)
    yield _upwards(up, bottom)


def _upwards(words: str, bottom: float) -> str:
    y = number(bottom / 2)
    upright = text(10, bottom / 2 + 4, words, anchor="middle", strong=True)
    return f'<g transform="rotate(-90 10 {y})">{upright}</g>'


def _named(mark: Mark, top: float) -> Iterator[str]:
    x = _x(mark.across, WIDE) + 8
    yield _shape(mark.shape, x + 6, top + 9)
    for at, words in enumerate((*_lines(mark), mark.said)):
        is_name = at < len(_lines(mark))
        yield text(x + 18, top + 14 + LINE * at, words, strong=is_name)


def _numbered(mark: Mark, n: int, at: int, top: float) -> Iterator[str]:
    x = _x(mark.across, NARROW) + 3 + 26 * (at % 2)
    y = top + 28 * (at // 2)
    yield _shape(mark.shape, x + 6, y + 9)
    yield text(x + 13, y + 15, str(n), strong=True)


def _words(mark: Mark) -> list[str]:
    return wrapped(f"{mark.name}, {mark.said}", NARROW - 52, 3)


def _listed(mark: Mark, n: int, top: float) -> Iterator[str]:
    yield text(18, top + 14, str(n), anchor="end", strong=True)
    yield _shape(mark.shape, 32, top + 9)
    for at, words in enumerate(_words(mark)):
        yield text(46, top + 14 + LINE * at, words)


def _shape(shape: Shape, x: float, y: float) -> str:
    at = f'transform="translate({number(x)} {number(y)})"'
    match shape:
        case Shape.CROSS:
            return f'<path class="pic-bad-mark" {at} d="M-5 -5L5 5M-5 5L5 -5"/>'
        case Shape.DIAMOND:
            return f'<path class="pic-warn" {at} d="M0 -7L7 0L0 7L-7 0z"/>'
        case Shape.RING:
            return f'<circle class="pic-ring" {at} r="5"/>'
        case Shape.DISC:
            return f'<circle class="pic-good" {at} r="6"/>'
        case Shape.STAR:
            return (
                f'<path class="pic-good" {at} d="M0 -8L2.2 -2.8L7.8 -2.4L3.5 1.2L4.9 6.7L0 '
                '3.7L-4.9 6.7L-3.5 1.2L-7.8 -2.4L-2.2 -2.8z"/>'
            )
