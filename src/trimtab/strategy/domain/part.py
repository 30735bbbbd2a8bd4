"""What every part of the strategy document is: an immutable value that refuses unknown keys."""

from __future__ import annotations

import msgspec


class Part(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """A part of the document: immutable, compared by value, unknown keys refused."""
