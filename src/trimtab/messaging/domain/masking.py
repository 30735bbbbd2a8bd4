"""What others say about messages, without saying whose they are."""

from __future__ import annotations

import re
from typing import Any

from trimtab.kernel.said import Said
from trimtab.kernel.said_as_json import decoded, encoded

_ADDRESS = re.compile(r"[^\s<>()\"',;:]+@[^\s<>()\"',;:]+")


def without_addresses(sentence: Said) -> Said:
    """The sentence with dots in the place of each e-mail address in it."""
    masked: Said = decoded(_masked(encoded(sentence)))
    return masked


def _masked(data: Any) -> Any:
    match data:
        case str():
            return _ADDRESS.sub("•••", data)
        case list():
            return [_masked(member) for member in data]
        case dict():
            return {name: _masked(value) for name, value in data.items()}
        case _:
            return data
