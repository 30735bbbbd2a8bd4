"""What matters most: for each cause the outcome at its low and its high end, the widest at the top
(a tornado diagram).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

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
BAR = 14
NAMES = {NARROW: 0, WIDE: 300}


@dataclass(frozen=True, slots=True)
class Bar:
    """A cause: the outcome at its low and at its high end, and in words which ends these are ('1 to
    4 days').
    """

    name: str
    at_low: float
    at_high: float
    said: str = ""


def tornado(
    *,
    title: str,
    description: str,
    bars: Sequence[Bar],
    usual: float,
    usual_name: str = "",
    low_name: str = "",
    high_name: str = "",
    say: Callable[[float], str] = plain,
) -> SvgPicture:
    """Bars around the outcome with the usual values, in the order given.

    The low end of a cause is drawn hollow, its high end filled; `low_name` and `high_name` explain
    that. Raises ValueError without bars.
    """
    if not bars:
        raise ValueError("a tornado needs at least one bar")
    reach = [usual, *(value for bar in bars for value in (bar.at_low, bar.at_high))]
    marks = ticks(min(reach), max(reach), 5)

    def draw(width: int) -> Svg:
        left, right, top = NAMES[width] + 24, width - 24, 54
        words = [_words(bar, width) for bar in bars]
        heights = [_height(each, width) for each in words]
        bottom = top + sum(heights)

        def x(value: float) -> float:
            return left + (value - marks[0]) / (marks[-1] - marks[0]) * (right - left)

        parts = [
            *_legend(low_name, high_name),
            *_axis(marks, x, top, bottom, say),
            *_usual(x(usual), top, bottom, usual_name, width),
        ]
        at = float(top)
        for bar, each, height in zip(bars, words, heights, strict=True):
            parts += _bar(bar, each, x, x(usual), at, height, width)
            at += height
        return drawing(
            width=width,
            height=round(bottom) + 32,
            title=title,
            description=description,
            parts=parts,
        )

    return SvgPicture(draw(NARROW), draw(WIDE))


def _height(words: Sequence[str], width: int) -> int:
    """How high a bar's row is: beside its words, or below them where it is narrow."""
    if width == NARROW:
        return LINE * len(words) + BAR + 14
    return max(LINE * len(words) + 12, BAR + 16)


def _words(bar: Bar, width: int) -> list[str]:
    room = NARROW if width == NARROW else NAMES[WIDE]
    return [*wrapped(bar.name, room), *([bar.said] if bar.said else [])]


def _legend(low_name: str, high_name: str) -> Iterator[str]:
    at = 0.0
    for kind, name in (("pic-bar pic-bar-low", low_name), ("pic-bar", high_name)):
        if name:
            yield _box(kind, at, 4, 24)
            yield text(at + 32, 16, name)
            at += 48 + breadth(name)


def _axis(
    marks: Sequence[float],
    x: Callable[[float], float],
    top: float,
    bottom: float,
    say: Callable[[float], str],
) -> Iterator[str]:
    yield line(x(marks[0]), bottom, x(marks[-1]), bottom, "pic-axis")
    for value in marks:
        yield line(x(value), bottom, x(value), bottom + 6, "pic-axis")
        yield text(x(value), bottom + 24, say(value), anchor="middle")


def _usual(at: float, top: float, bottom: float, name: str, width: int) -> Iterator[str]:
    if width == WIDE:
        yield line(at, top - 6, at, bottom, "pic-target")
    if name:
        half = breadth(name) / 2
        yield text(min(max(at, half), width - half), top - 12, name, anchor="middle")


def _bar(
    bar: Bar,
    words: Sequence[str],
    x: Callable[[float], float],
    usual: float,
    top: float,
    height: float,
    width: int,
) -> Iterator[str]:
    for at, said in enumerate(words):
        yield text(
            0, top + LINE * (at + 1) - 4, said, strong=not (bar.said and at == len(words) - 1)
        )
    y = top + height - BAR - 6 if width == NARROW else top + (height - BAR) / 2
    if width == NARROW:
        yield line(usual, y - 4, usual, y + BAR + 4, "pic-target")
    for kind, value in (("pic-bar", bar.at_high), ("pic-bar pic-bar-low", bar.at_low)):
        start, end = sorted((usual, x(value)))
        yield _box(kind, start, y, max(end - start, 1))


def _box(kind: str, x: float, y: float, width: float) -> str:
    return (
        f'<rect class="{kind}" x="{number(x)}" y="{number(y)}" width="{number(width)}" '
        f'height="{BAR}"/>'
    )
