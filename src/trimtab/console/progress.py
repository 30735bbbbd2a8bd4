"""Progress on long work: a bar where somebody watches, plain lines elsewhere; always on standard
error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Step = Callable[[str, int, int], None]


@contextmanager
def steps() -> Iterator[Step]:
    """A function to call with (what is done now, how many are done, how many there are)."""
    if sys.stderr.isatty():
        with _bars() as step:
            yield step
    else:
        yield _lines()


@contextmanager
def _bars() -> Iterator[Step]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:
        tasks: dict[str, int] = {}

        def step(name: str, done: int, total: int) -> None:
            task = tasks.setdefault(name, -1)
            if task < 0:
                task = tasks[name] = progress.add_task(name, total=max(total, 1))
            progress.update(task, completed=done, total=max(total, 1))  # type: ignore[arg-type]

        yield step


def _lines() -> Step:
    told: set[str] = set()

    def step(name: str, done: int, total: int) -> None:
        if name not in told:
            told.add(name)
            print(f"{name} …", file=sys.stderr, flush=True)

    return step
