"""What an entry of the audit keeps beside who did what: plain data, in which a sentence of ours is
kept by its parts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trimtab.kernel.addresses import masked
from trimtab.kernel.said import Said
from trimtab.kernel.said_as_json import decoded, encoded


def stored(detail: Mapping[str, Any]) -> dict[str, Any]:
    """A detail as the table keeps it."""
    return {name: _stored(value) for name, value in detail.items()}


def shown(detail: Mapping[str, Any]) -> dict[str, Any]:
    """A detail as it was given, without credentials that an earlier version wrote down with an
    address.
    """
    return {name: _shown(value) for name, value in detail.items()}


def _stored(value: Any) -> Any:
    match value:
        case Said():
            return encoded(value)
        case list() | tuple():
            return [_stored(member) for member in value]
        case _:
            return value


def _shown(value: Any) -> Any:
    match value:
        case str():
            return masked(value)
        case {"message": str(), "parts": dict()}:
            return decoded(value)
        case list():
            return [_shown(member) for member in value]
        case _:
            return value
