"""One change for many people at once, as it is asked for. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class BulkKind(StrEnum):
    """What is changed about many people."""

    UNIT = "unit"
    GIVE_ROLE = "give-role"
    TAKE_ROLE = "take-role"
    ATTRIBUTE = "attribute"
    LEAVE = "leave"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class BulkChange:
    """One change: `value` is the code of a unit ('' is none), a role, or the value of `attribute`
    ('' takes it away); LEAVE and BACK need neither.
    """

    kind: BulkKind
    value: str = ""
    attribute: str = ""


def change_as_json(change: BulkChange) -> dict[str, str]:
    """A change as it is stored."""
    return {"kind": change.kind.value, "value": change.value, "attribute": change.attribute}


def change_of_json(stored: Mapping[str, Any]) -> BulkChange:
    """A change as it was stored."""
    return BulkChange(BulkKind(stored["kind"]), stored["value"], stored["attribute"])
