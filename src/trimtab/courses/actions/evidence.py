"""Writing what the platform and units say into the record store, in the caller's transaction."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from trimtab.courses.domain.rows import Kind
from trimtab.kernel.ids import uuid7
from trimtab.lrs import api as lrs
from trimtab.lrs.api import CredentialRow, Scope

_PLATFORM = CredentialRow("trimtab", "Trimtab", frozenset({Scope.ALL}))
_UNITS = {kind: CredentialRow(f"package-{kind}", f"Packages ({kind})", frozenset({Scope.ALL})) for kind in Kind}
TICK = dt.timedelta(microseconds=1)


def new_key(now: dt.datetime) -> UUID:
    """A new id."""
    return uuid7(now, secrets.token_bytes(10))


def say(statements: Sequence[Mapping[str, Any]], *, at: dt.datetime) -> dt.datetime:
    """Stores the platform's own statements in their order; returns the time after them."""
    for one in statements:
        lrs.store([one], by=_PLATFORM, now=at)
        at += TICK
    return at


def pass_on(statements: Sequence[Any], *, kind: Kind, at: dt.datetime) -> dt.datetime:
    """Stores what a unit said, under an authority of its own. Raises InvalidStatement (400) or Conflict (409)."""
    for one in statements:
        lrs.store([one], by=_UNITS[kind], now=at)
        at += TICK
    return at
