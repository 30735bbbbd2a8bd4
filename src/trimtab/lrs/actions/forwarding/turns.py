"""Forwarding what waits to its targets, at least once, in order.

What waits for a target goes in the order of storing, so each actor's statements do. A target in
trouble is left alone for a while (back-off) and loses nothing; a statement that it refuses
becomes a dead letter, and the rest goes on.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import connection
from django.db.models import F

from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import Said, as_written, say
from trimtab.lrs.domain.forwarding import (
    MOST_ATTEMPTS,
    Forwarder,
    ForwardingOutcome,
    Parcel,
    Refused,
    TakenByTarget,
    TargetKind,
    Unwell,
    batch_size,
    how_many_fit,
    next_try,
)
from trimtab.lrs.models import Forwarding, Target
from trimtab.lrs.queries.statements import attachments, by_id

AT_ONCE = 100
MOST_REFUSED_IN_A_ROW = 10
_LOCK = 0x464F_5257
Clock = Callable[[], dt.datetime]
log = logging.getLogger("trimtab.forwarding")


@dataclass(frozen=True, slots=True)
class Forwarded:
    """What one turn did for a target."""

    forwarded: int = 0
    dead: int = 0
    stopped: bool = False

    def __add__(self, other: Forwarded) -> Forwarded:
        return Forwarded(
            self.forwarded + other.forwarded, self.dead + other.dead, self.stopped or other.stopped
        )


def forward(*, target_id: int, forwarder: Forwarder, clock: Clock) -> Forwarded:
    """Forwards the next statements that wait for a target, in one request where it takes them.

    `forwarder` hands over a Parcel and says what came of it; it holds no transaction. Somebody else
    who forwards to the same target is not disturbed: then nothing happens.
    """
    with _alone(target_id) as is_ours:
        target = Target.objects.filter(id=target_id, ended_at=None, paused_at=None).first()
        if not is_ours or target is None or (target.resume_at and target.resume_at > clock()):
            return Forwarded(stopped=True)
        try:
            secret = target.secret.opened()
        except Refusal as refusal:
            _pause(target, Unwell(as_written(refusal.sentence)), clock())
            return Forwarded(stopped=True)
        done = _forward_next(target, _Post(target, secret, forwarder, clock))
        if done.dead >= MOST_REFUSED_IN_A_ROW and not done.forwarded:
            nothing = say("Nothing of the last {count} was taken.", count=done.dead)
            _pause(target, Unwell(nothing), clock())
            return replace(done, stopped=True)
        return done


@contextmanager
def _alone(target_id: int) -> Iterator[bool]:
    """Whether nobody else forwards to this target now; held until the end of the block."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCK, target_id])
        [got] = cursor.fetchone()
        try:
            yield got
        finally:
            if got:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK, target_id])


@dataclass(frozen=True, slots=True)
class _Post:
    target: Target
    secret: str
    forwarder: Forwarder
    clock: Clock

    def hand_over(self, rows: Sequence[Forwarding], load: _Load) -> ForwardingOutcome:
        target = self.target
        key = f"{target.pk}-{rows[0].pk}-{rows[-1].pk}"
        kind = TargetKind(target.kind)
        texts = [load.texts[row.statement] for row in rows]
        return self.forwarder(
            Parcel(
                kind, target.address, target.user, self.secret, key, texts, self.clock(), load.files
            )
        )


@dataclass(frozen=True, slots=True)
class _Load:
    """What is sent: JSON by statement, and the data of attachments by SHA-2."""

    texts: Mapping[UUID, str]
    files: Mapping[str, bytes]


def _forward_next(target: Target, post: _Post) -> Forwarded:
    waiting = Forwarding.objects.filter(target=target, dead_at=None).order_by("id")
    rows = list(waiting[:AT_ONCE])
    rows = rows[: batch_size(AT_ONCE, max((row.attempts for row in rows), default=0))]
    sizes = by_id.sizes(row.statement for row in rows)
    gone = [row.pk for row in rows if row.statement not in sizes]
    Forwarding.objects.filter(id__in=gone).delete()
    kept = [row for row in rows if row.statement in sizes]
    return _forward_what_fits(kept, sizes, post) if kept else Forwarded()


def _forward_what_fits(
    rows: Sequence[Forwarding], sizes: Mapping[UUID, int], post: _Post
) -> Forwarded:
    """Forwards as many as fit into one request; only these are read into memory.
    A webhook gets no data of attachments."""
    has_files = post.target.kind == TargetKind.LRS
    uses = attachments.uses([row.statement for row in rows]) if has_files else {}
    rows = rows[
        : how_many_fit([(sizes[row.statement], uses.get(row.statement, ())) for row in rows])
    ]
    texts = by_id.texts(row.statement for row in rows)
    chosen = [use for row in rows for use in uses.get(row.statement, ())]
    # What was dropped a moment ago is seen to be gone in the next turn.
    there = [row for row in rows if row.statement in texts]
    return (
        _forward(there, _Load(texts, attachments.data_of(chosen)), post) if there else Forwarded()
    )


def _forward(rows: Sequence[Forwarding], load: _Load, post: _Post) -> Forwarded:
    """Forwards rows in one request; when they are refused, each half by
    itself, until those at fault are found."""
    outcome = post.hand_over(rows, load)
    match outcome:
        case TakenByTarget():
            return _forwarded(rows, post)
        case Refused(sentence) if len(rows) == 1:
            return _bury(rows[0], sentence, post)
        case Refused():
            half = len(rows) // 2
            done = _forward(rows[:half], load, post)
            return done if done.stopped else done + _forward(rows[half:], load, post)
        case Unwell():
            return _not_now(rows, outcome, post)


def _forwarded(rows: Sequence[Forwarding], post: _Post) -> Forwarded:
    Forwarding.objects.filter(id__in=[row.pk for row in rows]).delete()
    Target.objects.filter(id=post.target.pk).update(
        failures=0,
        resume_at=None,
        problem="",
        last_at=post.clock(),
        forwarded=F("forwarded") + len(rows),
    )
    return Forwarded(forwarded=len(rows))


def _bury(row: Forwarding, sentence: Said, post: _Post) -> Forwarded:
    Forwarding.objects.filter(id=row.pk).update(
        dead_at=post.clock(), problem=sentence, attempts=F("attempts") + 1
    )
    log.warning("'%s' would not take the statement %s", post.target.name, row.statement)
    return Forwarded(dead=1)


def _not_now(rows: Sequence[Forwarding], outcome: Unwell, post: _Post) -> Forwarded:
    buried = Forwarded()
    if outcome.perhaps_content:
        if len(rows) == 1 and rows[0].attempts + 1 >= MOST_ATTEMPTS:
            buried = _bury(rows[0], outcome.sentence, post)
        else:
            Forwarding.objects.filter(id__in=[row.pk for row in rows]).update(
                attempts=F("attempts") + 1
            )
    _pause(post.target, outcome, post.clock())
    return replace(buried, stopped=True)


def _pause(target: Target, outcome: Unwell, now: dt.datetime) -> None:
    failures = Target.objects.filter(id=target.pk).values_list("failures", flat=True)[0] + 1
    Target.objects.filter(id=target.pk).update(
        failures=failures, problem=outcome.sentence, resume_at=next_try(now, failures, outcome.wait)
    )
    log.warning("'%s' could not be reached or would not answer: %s", target.name, outcome.sentence)
