"""What every part of the strategy document is: an immutable value that refuses unknown keys."""

from __future__ import annotations

from types import NoneType

import msgspec

PLAIN: frozenset[type] = frozenset({NoneType, bool, int, float, str})
"""The very types that plain data hold as they are; most of a document is of them."""


class Part(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """A part of the document: immutable, compared by value, unknown keys refused."""
