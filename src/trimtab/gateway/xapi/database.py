"""The database as the gateway's own threads see it: Django's connection of
that thread, kept alive and renewed."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import InterfaceError, OperationalError, close_old_connections

from trimtab import clock
from trimtab.gateway.xapi.keyring import ring
from trimtab.gateway.xapi.wire import Busy
from trimtab.kernel.errors import Refusal
from trimtab.lrs import api as lrs
from trimtab.lrs.api import CredentialRow, NotTaken, Prepared


def find_credential(header: str) -> CredentialRow:
    """Who calls. Raises NotKnown, or Busy while the database is away."""
    close_old_connections()
    try:
        return ring().find(header)
    except (OperationalError, InterfaceError):
        raise Busy(
            "xapi.away", "The store cannot look up credentials now: try again in a second."
        ) from None


def note_left_out(user: str, several: Sequence[NotTaken]) -> None:
    """Keeps what a lenient credential's request left out. That the database is away
    stops nothing: what was taken is stored."""
    close_old_connections()
    try:
        lrs.note_left_out(user=user, several=several, now=clock.now())
    except (OperationalError, InterfaceError):
        close_old_connections()


def store(requests: Sequence[Prepared]) -> list[Refusal | None]:
    """Stores requests in one transaction. A lost connection is found by using it, and
    replaced once: ids make a second try safe."""
    try:
        return lrs.store_together(requests, clock=clock.now)
    except (OperationalError, InterfaceError):
        close_old_connections()
        return lrs.store_together(requests, clock=clock.now)
