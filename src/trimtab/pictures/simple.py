"""Small pictures that stand beside a sentence: a gauge and a field of dots."""

from __future__ import annotations

from trimtab.pictures.svg import Svg, drawing, number


def gauge(*, value: float, limit: float, title: str, mark: float | None = None) -> Svg:
    """How much of `limit` is used, as a filled scale with a tick for each unit (at most 30); `mark`
    draws a pointer.

    Stretches to any width. Values outside 0 to `limit` are drawn at the nearest end. Raises
    ValueError unless limit > 0.
    """
    if limit <= 0:
        raise ValueError("a gauge needs a limit above 0")
    span = max(1, round(limit))
    step = max(1, -(-span // 30))
    scale = "".join(f"M{at} 14v6" for at in range(step, span, step))
    pointer = (
        f'<path class="gauge-mark" d="M{number(_within(mark, limit))} 0v20"/>'
        if mark is not None
        else ""
    )
    said = title.replace('"', "'")
    return Svg(
        f'<svg viewBox="0 0 {number(limit)} 20" preserveAspectRatio="none" role="img" '
        f'aria-label="{_escaped(said)}">'
        f'<rect class="gauge-track" width="{number(limit)}" height="20" rx="0"/>'
        f'<rect class="gauge-fill" width="{number(_within(value, limit))}" height="20"/>'
        f'<path class="gauge-ticks" d="{scale}"/>{pointer}</svg>'
    )


def _within(value: float, limit: float) -> float:
    return min(max(value, 0.0), limit)


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;")


def dots(*, on: int, of: int, title: str, description: str = "", per_row: int = 25) -> Svg:
    """`of` dots, the first `on` of them filled.

    Above 200 each dot stands for more than one, and the title must say so.
    """
    each = max(1, -(-of // 200))
    shown, filled = -(-of // each), round(on / each)
    rows = max(1, -(-shown // per_row))
    spots = (
        f'<circle class="{"pic-on" if at < filled else "pic-off"}" cx="{6 + 12 * (at % per_row)}" '
        f'cy="{6 + 12 * (at // per_row)}" r="{"4" if at < filled else "3.5"}"/>'
        for at in range(shown)
    )
    width = 12 * min(per_row, max(1, shown))
    return drawing(
        width=width, height=12 * rows, title=title, description=description or title, parts=spots
    )
