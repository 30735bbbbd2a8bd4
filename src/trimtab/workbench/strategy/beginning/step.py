"""What a step of the first hour is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from trimtab.kernel.said import Said
from trimtab.people import api as people
from trimtab.strategy import api as strategy
from trimtab.workbench.strategy.editing.fields import Field

Fields = Callable[[strategy.Strategy], tuple[Field, ...]]
Initial = Callable[[strategy.Strategy], dict[str, Any]]
Write = Callable[[strategy.Strategy, QueryDict, people.PersonRow], strategy.Strategy]


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the first hour.

    `write` raises Faults; `done` and `applies` (whether it has a point) read the document;
    `special` names what the page shows besides.
    """

    key: str
    asks: Said
    why: object
    fields: Fields
    initial: Initial
    write: Write
    done: Callable[[strategy.Strategy], bool]
    special: str = ""
    applies: Callable[[strategy.Strategy], bool] = lambda document: True
