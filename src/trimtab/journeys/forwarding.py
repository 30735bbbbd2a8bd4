"""Records leave for other systems: who gets which, and the turn that sends what waits.

Statements are queued for their targets in the transaction that stores them, and sent after it, at
least once, in order.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from trimtab.governance import api as governance
from trimtab.lrs import api as lrs
from trimtab.people import api as people


@dataclass(frozen=True, slots=True)
class NewTarget:
    """What a target shall be. `secret` may be empty for a webhook: then one is made."""

    kind: lrs.TargetKind
    name: str
    address: str
    user: str = ""
    secret: str = field(default="", repr=False)
    verbs: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    from_start: bool = False


@transaction.atomic
def add(given: NewTarget, *, by: people.PersonRow | None, now: dt.datetime) -> tuple[int, str]:
    """A new target: (id, secret). `by` None is the command line.

    Raises NotAllowed or Refusal with the field at fault.
    """
    _require(by)
    made = lrs.add_target(
        kind=given.kind,
        name=given.name,
        address=given.address,
        user=given.user,
        secret=given.secret,
        verbs=given.verbs,
        activities=given.activities,
        from_start=given.from_start,
        now=now,
    )
    detail = {
        "name": given.name,
        "kind": given.kind.value,
        "address": given.address,
        "from_start": given.from_start,
    }
    _audit("forwarding.added", made[0], detail, by, now)
    return made


@transaction.atomic
def end(*, target_id: int, by: people.PersonRow | None, now: dt.datetime) -> lrs.TargetRow:
    """Sends nothing more there. Raises NotAllowed or NotFound."""
    _require(by)
    found = lrs.target(target_id)
    lrs.end_target(target_id=target_id, now=now)
    _audit("forwarding.ended", target_id, {"name": found.name, "waiting": found.waiting}, by, now)
    return found


@transaction.atomic
def pause(
    *, target_id: int, paused: bool, by: people.PersonRow | None, now: dt.datetime
) -> lrs.TargetRow:
    """Stops sending or goes on at once. Raises NotAllowed or NotFound."""
    _require(by)
    lrs.pause_target(target_id=target_id, paused=paused, now=now)
    found = lrs.target(target_id)
    _audit(
        "forwarding.paused" if paused else "forwarding.resumed",
        target_id,
        {"name": found.name},
        by,
        now,
    )
    return found


@transaction.atomic
def replay(
    *, target_id: int, letters: Sequence[int] | None, by: people.PersonRow | None, now: dt.datetime
) -> tuple[lrs.TargetRow, int]:
    """Sends dead letters again (None: all of them); says to whom and how many.

    Raises NotAllowed or NotFound.
    """
    _require(by)
    found = lrs.target(target_id)
    count = lrs.replay(target_id=target_id, letters=letters)
    _audit("forwarding.replayed", target_id, {"name": found.name, "letters": count}, by, now)
    return found, count


def forward(
    *, forwarder: lrs.Forwarder, clock: Callable[[], dt.datetime], budget: dt.timedelta
) -> lrs.Forwarded:
    """Forwards what waits, target by target in turn, until nothing is due or the time is over."""
    until, total = clock() + budget, lrs.Forwarded()
    turn = lrs.due_targets(clock())
    while turn and clock() < until:
        left = []
        for target_id in turn:
            done = lrs.forward(target_id=target_id, forwarder=forwarder, clock=clock)
            total = total + done
            if not done.stopped and (done.forwarded or done.dead):
                left.append(target_id)
        turn = left
    return total


def _require(by: people.PersonRow | None) -> None:
    if by is not None:
        people.require(by, people.Role.ADMINISTRATOR)


def _audit(
    act: str,
    target_id: int,
    detail: Mapping[str, object],
    by: people.PersonRow | None,
    now: dt.datetime,
) -> None:
    governance.audit(
        actor_id=by.id if by else None,
        act=act,
        target=f"records/forwarding/{target_id}",
        detail=detail,
        now=now,
    )
