"""Series over time: a line for each, with its interval as a band."""

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
)

HEIGHT = {NARROW: 240, WIDE: 300}
LEGEND_LINE = 24
GAP = 14


@dataclass(frozen=True, slots=True)
class Point:
    """A value `y` at `x`, with its interval from `low` to `high` where it is known.

    `y` None leaves a gap.
    """

    x: float
    y: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """A named line. Up to four are told apart by colour and by the pattern of the line."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where values are drawn: the inner box, and the range of values along both sides."""

    left: float
    top: float
    right: float
    bottom: float
    x_range: tuple[float, float]
    y_ticks: tuple[float, ...]

    def x(self, value: float) -> float:
        low, high = self.x_range
        share = (value - low) / (high - low) if high > low else 0.5
        return self.left + share * (self.right - self.left)

    def y(self, value: float) -> float:
        low, high = self.y_ticks[0], self.y_ticks[-1]
        return self.bottom - (value - low) / (high - low) * (self.bottom - self.top)


def line_chart(
    *,
    title: str,
    description: str,
    series: Sequence[Series],
    x_labels: Sequence[tuple[float, str]],
    target: float | None = None,
    target_name: str = "",
    from_zero: bool = False,
    say: Callable[[float], str] = plain,
) -> SvgPicture:
    """Lines with their bands; a line alone needs no name, its title says it.

    `x_labels` are (x, words) along the bottom, `target` a dotted line with its name.

    `say` writes a value of the vertical axis ('45 %'). Raises ValueError when there is no value at
    all, or more than four series.
    """
    values = [
        v for each in series for p in each.points for v in (p.y, p.low, p.high) if v is not None
    ]
    if not values:
        raise ValueError("a line chart needs at least one value")
    if len(series) > 4:
        raise ValueError("more than four lines cannot be told apart")
    reach = [*values, *([target] if target is not None else []), *([0.0] if from_zero else [])]
    y_ticks = ticks(min(reach), max(reach))
    xs = [p.x for each in series for p in each.points]

    def draw(width: int) -> Svg:
        legend = _legend(series, target_name if target is not None else "", width)
        margin = 12 + 9 * max(len(say(value)) for value in y_ticks)
        top = LEGEND_LINE * len(legend) + 12
        height = HEIGHT[width] + top
        frame = _Frame(margin, top, width - 12, height - 32, (min(xs), max(xs)), y_ticks)
        parts = [
            *legend,
            *_axes(frame, x_labels, say, width),
            *_target(frame, target),
            *_series(frame, series),
        ]
        return drawing(
            width=width, height=height, title=title, description=description, parts=parts
        )

    return SvgPicture(draw(NARROW), draw(WIDE))


def _legend(series: Sequence[Series], target_name: str, width: int) -> list[str]:
    entries = (
        [(f"pic-line pic-{at}", each.name) for at, each in enumerate(series, 1)]
        if len(series) > 1
        else []
    )
    if target_name:
        entries.append(("pic-target", target_name))
    per_line = 1 if width == NARROW else 2
    lines = []
    for start in range(0, len(entries), per_line):
        y = 16 + LEGEND_LINE * (start // per_line)
        lines.append(
            "".join(
                line(column * width / 2, y - 5, column * width / 2 + 32, y - 5, kind)
                + text(column * width / 2 + 42, y, name)
                for column, (kind, name) in enumerate(entries[start : start + per_line])
            )
        )
    return lines


def _axes(
    frame: _Frame, x_labels: Sequence[tuple[float, str]], say: Callable[[float], str], width: int
) -> Iterator[str]:
    for value in frame.y_ticks:
        y = frame.y(value)
        yield line(
            frame.left, y, frame.right, y, "pic-axis" if value == frame.y_ticks[0] else "pic-grid"
        )
        yield text(frame.left - 8, y + 5, say(value), anchor="end")
    yield from (
        text(at, frame.bottom + 22, words, anchor=anchor)
        for at, words, anchor in _spaced(frame, x_labels, width)
    )


def _spaced(
    frame: _Frame, x_labels: Sequence[tuple[float, str]], width: int
) -> Iterator[tuple[float, str, str]]:
    """Labels of the horizontal axis that do not touch: the last one, and from the first on every
    one that finds room.
    """
    placed = [_placed(frame.x(x), words, frame, width) for x, words in x_labels]
    end = placed[-1][0] if placed else 0.0
    taken = -float(GAP)
    for place, (left, right, at, words, anchor) in enumerate(placed):
        is_last = place == len(placed) - 1
        if left - taken >= GAP and (is_last or end - right >= GAP):
            yield at, words, anchor
            taken = right


def _placed(
    at: float, words: str, frame: _Frame, width: int
) -> tuple[float, float, float, str, str]:
    """Where a label stands: its left and right end, its point, the words, and how it is
    anchored.
    """
    half = breadth(words) / 2
    if at + half > width:
        return at - 2 * half, at, at, words, "end"
    if at - half < frame.left - 24:
        return at, at + 2 * half, at, words, "start"
    return at - half, at + half, at, words, "middle"


def _target(frame: _Frame, target: float | None) -> Iterator[str]:
    if target is not None:
        yield line(frame.left, frame.y(target), frame.right, frame.y(target), "pic-target")


def _series(frame: _Frame, series: Sequence[Series]) -> Iterator[str]:
    for at, each in enumerate(series, 1):
        banded = [p for p in each.points if p.low is not None and p.high is not None]
        if len(banded) > 1:
            upper = [
                f"{number(frame.x(p.x))} {number(frame.y(p.high))}"
                for p in banded
                if p.high is not None
            ]
            lower = [
                f"{number(frame.x(p.x))} {number(frame.y(p.low))}"
                for p in banded
                if p.low is not None
            ]
            yield f'<path class="pic-band pic-{at}" d="M{"L".join([*upper, *reversed(lower)])}Z"/>'
    for at, each in enumerate(series, 1):
        yield f'<path class="pic-line pic-{at}" d="{_path(frame, each.points)}"/>'
        last = next((p for p in reversed(each.points) if p.y is not None), None)
        if last is not None and last.y is not None:
            x, y = number(frame.x(last.x)), number(frame.y(last.y))
            yield f'<circle class="pic-{at} pic-fill pic-dot" cx="{x}" cy="{y}" r="5.5"/>'


def _path(frame: _Frame, points: Sequence[Point]) -> str:
    steps, pen_is_down = [], False
    for p in points:
        if p.y is None:
            pen_is_down = False
            continue
        steps.append(f"{'L' if pen_is_down else 'M'}{number(frame.x(p.x))} {number(frame.y(p.y))}")
        pen_is_down = True
    return "".join(steps)
