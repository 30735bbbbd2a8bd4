"""Writing down who did what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from trimtab.governance.domain.details import stored
from trimtab.governance.models import AuditEntry


def audit(
    *, actor_id: UUID | None, act: str, target: str, detail: Mapping[str, Any], now: datetime
) -> int:
    """Writes down, in the caller's transaction, who did what; `actor_id` None is the platform.

    Returns the entry's number.
    """
    return AuditEntry.objects.create(
        at=now, actor_id=actor_id, act=act, target=target, detail=stored(detail)
    ).pk
