"""Who may void what. xAPI 1.0.3, part two, 2.3.2: a store may restrict it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from trimtab.kernel.errors import NotAllowed
from trimtab.lrs.domain.statements.rows import OURS, StoredStatement

# What a voiding statement is noted under when its key may void what anybody brought.
ANYBODY = ""


def check_voiding(row: StoredStatement, authorities: Mapping[UUID, str]) -> NotAllowed | None:
    """Why a statement may not be voided by `row`: each authority voids its own, one with the
    right those of others too, and Trimtab's own evidence is voided by nobody from outside.
    `authorities` are those of statements that are there."""
    brought_by = authorities.get(row.voids) if row.voids else None
    if brought_by is None or brought_by == row.authority:
        return None
    if brought_by in OURS:
        return _no(
            f"The statement {row.voids} is evidence of this installation itself, which is not "
            "voided."
        )
    if not row.voids_others:
        return _no(
            f"The statement {row.voids} was brought by another credential, and this one may not "
            "void it."
        )
    return None


def _no(sentence: str) -> NotAllowed:
    return NotAllowed("xapi.void", sentence, "object.id")
