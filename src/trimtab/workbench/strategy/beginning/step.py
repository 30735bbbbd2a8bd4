"""What a step of the first hour is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from trimtab.journeys.naming import Colleague
from trimtab.kernel.said import Said
from trimtab.people import api as people
from trimtab.strategy import api as strategy
from trimtab.workbench.strategy.editing.fields import FormField

Fields = Callable[[strategy.Strategy], tuple[FormField, ...]]
Initial = Callable[[strategy.Strategy], dict[str, Any]]
Write = Callable[[strategy.Strategy, QueryDict, people.PersonRow], strategy.Strategy]
Names = Callable[[strategy.Strategy, QueryDict, people.PersonRow], Colleague | None]


@dataclass(frozen=True, slots=True)
class BeginningStep:
    """One page of the first hour.

    `write` raises Faults; `done` and `applies` (whether it has a point) read the document;
    `special` names what the page shows besides, `names` the colleague who is asked in this step.
    """

    key: str
    asks: Said
    why: object
    fields: Fields
    initial: Initial
    write: Write
    done: Callable[[strategy.Strategy], bool]
    special: str = ""
    names: Names = lambda document, posted, by: None
    applies: Callable[[strategy.Strategy], bool] = lambda document: True
