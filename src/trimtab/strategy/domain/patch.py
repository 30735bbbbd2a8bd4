"""A correction is a patch: a few operations on places of the document, each with its reason.

A place is a path of names and ids: actions/practise-prices/state, policy/limits/quiet_from,
answers/Q-P9.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any

import msgspec

from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import say
from trimtab.kernel.said_as_json import decoded, encoded
from trimtab.strategy.domain import places
from trimtab.strategy.domain.codec import from_json, to_json
from trimtab.strategy.domain.document import Strategy


class Op(StrEnum):
    """What an operation does at its place."""

    SET = "set"
    ADD = "add"
    REMOVE = "remove"


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """One change: set a value, add a member to a list (the place is the list), or remove what is at
    the place.
    """

    op: Op
    place: str
    value: Any = None
    because: str = ""


class Patch(msgspec.Struct, frozen=True, kw_only=True):
    """A proposed change with its title and reasons."""

    title: str
    operations: tuple[Operation, ...]
    because: tuple[str, ...] = ()


def apply_patch(document: Strategy, patch: Patch) -> Strategy:
    """The document after the change.

    Raises Refusal when a place is gone or the result is no document.
    """
    data = to_json(document)
    for operation in patch.operations:
        _apply(data, operation)
    return from_json(data)


def _apply(data: dict[str, Any], operation: Operation) -> None:
    *around, last = places.names(operation.place)
    holder = _find(data, around, operation.place)
    match operation.op:
        case Op.ADD:
            _list(holder, last, operation.place).append(operation.value)
        case Op.SET if isinstance(holder, dict):
            holder[last] = operation.value
        case Op.SET:
            holder[_position(holder, last, operation.place)] = operation.value
        case Op.REMOVE if isinstance(holder, dict):
            holder.pop(last, None)
        case Op.REMOVE:
            del holder[_position(holder, last, operation.place)]


def _find(data: Any, names: list[str], place: str) -> Any:
    for name in names:
        if isinstance(data, dict):
            data = data.setdefault(name, {})
        elif isinstance(data, list):
            data = data[_position(data, name, place)]
        else:
            raise _gone(place)
    return data


def _list(holder: Any, name: str, place: str) -> list[Any]:
    if not isinstance(holder, dict):
        raise _gone(place)
    found = holder[name] = list(holder.get(name, []))
    return found


def _position(members: Any, name: str, place: str) -> int:
    if isinstance(members, list):
        for position, member in enumerate(members):
            if places.name(member) == name:
                return position
        for position, member in enumerate(members):
            if isinstance(member, dict) and member.get("rule") == name:
                return position
        if name.isdigit() and int(name) < len(members):
            return int(name)
    raise _gone(place)


def _gone(place: str) -> Refusal:
    return Refusal(
        "strategy.place",
        say("The strategy has no {place} any more. Look at the newest revision.", place=place),
        place,
    )


_NO_PATCH = (msgspec.ValidationError, AttributeError, KeyError, TypeError, ValueError)


def _with_sentences(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data of a patch with its sentences put together again; what is none is left as it is."""
    made = {**data, "title": _sentence(data.get("title"))}
    if isinstance(reasons := data.get("because"), list):
        made["because"] = [_sentence(reason) for reason in reasons]
    if isinstance(operations := data.get("operations"), list):
        made["operations"] = [_with_reason(operation) for operation in operations]
    return made


def _with_reason(operation: Any) -> Any:
    if not isinstance(operation, dict) or "because" not in operation:
        return operation
    return {**operation, "because": _sentence(operation["because"])}


def _sentence(value: Any) -> Any:
    match value:
        case {"message": str()}:
            return decoded(value)
        case _:
            return value


def patch_between(
    before: Strategy, after: Strategy, title: str = "", because: tuple[str, ...] = ()
) -> Patch:
    """The change that makes `before` into `after`; applying it to `before` gives `after` again, in
    the same order.
    """
    return Patch(
        title=title,
        operations=tuple(_operations(to_json(before), to_json(after), [])),
        because=because,
    )


def replay(first: Strategy, patches: Iterable[Patch]) -> Strategy:
    """The document at the end of a line of changes."""
    for patch in patches:
        first = apply_patch(first, patch)
    return first


def _operations(before: Any, after: Any, at: list[str]) -> Iterator[Operation]:
    one, other = places.named(before), places.named(after)
    if before == after:
        return
    if (
        one is None
        or other is None
        or (isinstance(after, list) and not _in_order(list(one), list(other)))
    ):
        yield Operation(op=Op.SET, place=places.path(at), value=after)
        return
    for name in one:
        if name not in other:
            yield Operation(op=Op.REMOVE, place=places.path([*at, name]))
    for name, value in other.items():
        if name in one:
            yield from _operations(one[name], value, [*at, name])
        elif isinstance(after, list):
            yield Operation(op=Op.ADD, place=places.path(at), value=value)
        else:
            yield Operation(op=Op.SET, place=places.path([*at, name]), value=value)


def _in_order(before: list[str], after: list[str]) -> bool:
    """Whether `after` is `before` without some members and with new ones at its end."""
    return after == [name for name in before if name in after] + [
        name for name in after if name not in before
    ]


def patch_to_json(patch: Patch) -> dict[str, Any]:
    """A patch as plain JSON data, its title and its reasons by their parts."""
    # What is written into the document is plain text, in whichever language it was said.
    data: dict[str, Any] = msgspec.to_builtins(patch, enc_hook=str)
    operations = zip(data["operations"], patch.operations, strict=True)
    return {
        **data,
        "title": encoded(patch.title),
        "because": [encoded(reason) for reason in patch.because],
        "operations": [
            {**step, "because": encoded(operation.because)} for step, operation in operations
        ],
    }


def patch_from_json(data: Mapping[str, Any]) -> Patch:
    """A patch from plain JSON data. Raises Refusal when it is none."""
    try:
        return msgspec.convert(_with_sentences(data), Patch)
    except _NO_PATCH as error:
        raise Refusal(
            "strategy.patch", say("This is not a change to a strategy: {error}.", error=str(error))
        ) from error
