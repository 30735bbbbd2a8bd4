"""The two versions of the standard that the store speaks (1.0.3: part
three, 3.3; 2.0: IEEE 9274.1.1, 4.1.5)."""

from __future__ import annotations

import re
from enum import StrEnum


class Version(StrEnum):
    """A version by its newest patch: what the store says of itself in X-Experience-API-Version."""

    ONE = "1.0.3"
    TWO = "2.0.0"


_ONE = re.compile(r"1\.0(?:\.[0-9A-Za-z.+-]{1,20})?")
_TWO = re.compile(r"2\.0(?:\.[0-9A-Za-z.+-]{1,20})?")
KNOWN = ("1.0.0", "1.0.1", "1.0.2", Version.ONE.value, Version.TWO.value)


def version_of(given: str) -> Version | None:
    """The version that a client or a statement means by `given`: 1.0 or
    1.0.x, 2.0 or 2.0.x; None for any other."""
    if _ONE.fullmatch(given):
        return Version.ONE
    return Version.TWO if _TWO.fullmatch(given) else None
