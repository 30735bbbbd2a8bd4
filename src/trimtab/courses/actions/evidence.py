"""Writing what the platform and units say into the record store, in the caller's transaction."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from trimtab.kernel.ids import uuid4_in_order
from trimtab.lrs import api as lrs
from trimtab.lrs.api import CredentialRow, Prepared, Scope
from trimtab.xapi.files import Files
from trimtab.xapi.version import Version

_PLATFORM = CredentialRow(lrs.PLATFORM, "Trimtab", frozenset({Scope.WRITE, Scope.PEOPLE}))
_UNITS = CredentialRow(lrs.UNITS, "Units of cmi5 courses", frozenset({Scope.WRITE, Scope.PEOPLE}))
TICK = dt.timedelta(microseconds=1)


def new_key(now: dt.datetime) -> UUID:
    """A new id for a statement."""
    return uuid4_in_order(now, secrets.token_bytes(10))


def tell(statements: Sequence[Mapping[str, Any]], *, at: dt.datetime) -> dt.datetime:
    """Stores the platform's own statements in their order; returns the time after them."""
    for statement in statements:
        lrs.store([statement], by=_PLATFORM, now=at)
        at += TICK
    return at


def say_answered(statements: Sequence[Mapping[str, Any]], *, at: dt.datetime) -> dt.datetime:
    """Stores what a package told of at one moment; returns the time after it.
    Responses are the learner's own words, so they stand under the authority of
    units: erasing a person reaches them."""
    lrs.store(statements, by=_UNITS, now=at)
    return at + TICK


def checked(given: Any, *, version: Version, files: Files, now: dt.datetime) -> Prepared:
    """What a unit said, as rows under an authority of its own. Raises
    InvalidStatement or BadBatch (400)."""
    return lrs.prepare(given, by=_UNITS, now=now, version=version, files=files)


def pass_on(prepared: Prepared, *, at: dt.datetime) -> dt.datetime:
    """Stores what a unit said; returns the time after it. Raises
    Conflict (409) or Unstorable (400)."""
    [fault] = lrs.store_together([prepared], clock=lambda: at)
    if fault:
        raise fault
    return at + TICK
