"""What is said as plain JSON data: verdicts, reasons and findings are stored as their parts, never
as prose.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, assert_never

from trimtab.kernel.said import Between, Figure, Listed, Part, Said, ShortDay, Turn, as_written


def encoded(said: str) -> dict[str, Any] | str:
    """What is said as plain JSON data, to be stored; a text without parts is itself."""
    if not isinstance(said, Said):
        return said
    data: dict[str, Any] = {
        "message": said.message,
        "parts": {name: _part_encoded(value) for name, value in said.parts},
    }
    if said.plural:
        data |= {"plural": said.plural, "number": said.number}
    if said.context:
        data["context"] = said.context
    if said.turns:
        data["turns"] = [turn.value for turn in said.turns]
    return data


def _part_encoded(value: Part) -> Any:
    match value:
        case str():
            return encoded(value)
        case int():
            return value
        case Figure():
            return {"figure": value.digits}
        case Listed():
            members = [_part_encoded(member) for member in value.members]
            return {"listed": members, "between": value.between.value}
        case dt.date():
            return {"day": value.isoformat()}
        case ShortDay():
            return {"short_day": value.day.isoformat()}
        case dt.time():
            return {"time": value.isoformat("minutes")}
        case _:
            assert_never(value)


def decoded(data: Mapping[str, Any] | str) -> Said:
    """What was stored by `encoded`; a text that was stored before there were parts stays as it was
    written.

    Raises KeyError or ValueError for data that `encoded` has not made.
    """
    if isinstance(data, str):
        return as_written(data)
    return Said(
        data["message"],
        [(name, _part_decoded(value)) for name, value in data["parts"].items()],
        plural=data.get("plural", ""),
        number=data.get("number", 0),
        context=data.get("context", ""),
        turns=tuple(Turn(turn) for turn in data.get("turns", ())),
    )


def _part_decoded(value: Any) -> Part:
    match value:
        case str() | int():
            return value
        case {"figure": digits}:
            return Figure(digits)
        case {"listed": members, "between": between}:
            return Listed(tuple(_part_decoded(member) for member in members), Between(between))
        case {"day": day}:
            return dt.date.fromisoformat(day)
        case {"short_day": day}:
            return ShortDay(dt.date.fromisoformat(day))
        case {"time": time}:
            return dt.time.fromisoformat(time)
        case {"message": _}:
            return decoded(value)
        case _:
            raise ValueError(f"This is no part of a sentence: {value!r}")
