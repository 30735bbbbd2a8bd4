"""References to statements (2.4.4.3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trimtab.xapi.shape import Rule, check, one_of
from trimtab.xapi.values import uuid

_REFERENCE: Mapping[str, Rule] = {"objectType": one_of(("StatementRef",), "2.4.4.3"), "id": uuid}


def reference(value: Any) -> None:
    """A StatementRef with the id of a statement, which need not exist (2.4.4.3)."""
    check(value, _REFERENCE, "2.4.4.3", required=("objectType", "id"))
