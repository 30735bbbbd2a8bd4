"""What changed when a room was made to match a list of resources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

Wanted = TypeVar("Wanted")
Running = TypeVar("Running")


@dataclass(frozen=True, slots=True)
class Matched:
    """Keys by what happened to them; all empty when everything matched already."""

    created: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.created or self.changed or self.retired)


def match(
    wanted: Mapping[str, Wanted],
    running: Mapping[str, Running],
    same: Callable[[Wanted, Running], bool],
) -> Matched:
    """Compares what should run with what runs, by key; `same` says whether a running one is already as wanted."""
    return Matched(
        created=_sorted(wanted.keys() - running.keys()),
        changed=_sorted(
            key for key in wanted.keys() & running.keys() if not same(wanted[key], running[key])
        ),
        retired=_sorted(running.keys() - wanted.keys()),
    )


def _sorted(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(keys))
