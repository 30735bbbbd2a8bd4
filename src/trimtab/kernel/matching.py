"""Making what runs match a list of resources: the one way of all rooms that obey the plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

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
    """Compares what should run with what runs, by key; `same` says whether a running one is already
    as wanted.
    """
    return Matched(
        created=_sorted(wanted.keys() - running.keys()),
        changed=_sorted(
            key for key in wanted.keys() & running.keys() if not same(wanted[key], running[key])
        ),
        retired=_sorted(running.keys() - wanted.keys()),
    )


class ResourceLike(Protocol):
    """A resource of the plan: its key, and the places of the document it rests on."""

    @property
    def key(self) -> str: ...
    @property
    def because(self) -> Sequence[str]: ...


Resource = TypeVar("Resource", bound=ResourceLike)


def match_rows(
    table: Any,
    resources: Sequence[Resource],
    *,
    columns: Callable[[Resource], Mapping[str, object]],
    now: dt.datetime,
) -> Matched:
    """Makes the rows of a table match resources by key; a second time nothing is another.

    `table` is a model with the columns `key` (unique), `because` and `retired_at`; `columns` says
    what a resource is in its others, by which it is the same or not. What is no longer asked for is
    retired, and comes back when it is asked for again. Call it in a transaction: the rows are
    locked.
    """
    wanted = {resource.key: resource for resource in resources}
    in_force = table.objects.select_for_update().filter(retired_at=None)
    running = {row.key: row for row in in_force}
    shapes = {key: dict(columns(resource)) for key, resource in wanted.items()}
    matched = match(
        wanted,
        running,
        lambda resource, row: all(
            getattr(row, name) == value for name, value in shapes[resource.key].items()
        ),
    )
    names = {name for shape in shapes.values() for name in shape}
    table.objects.bulk_create(
        [
            table(**{"because": list(resource.because), **shapes[key]}, key=key)
            for key, resource in wanted.items()
        ],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=sorted({*names, "because", "retired_at"}),
    )
    table.objects.filter(key__in=matched.retired).update(retired_at=now)
    return matched


def _sorted(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(keys))
