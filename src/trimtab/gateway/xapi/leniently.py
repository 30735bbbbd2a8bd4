"""What a lenient credential sends: each statement is taken, or left out, by itself (docs/operate/xapi.md).

The answer has the ids of what is stored, in the order of the request; a header says what was left out and why, by position.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote

from trimtab.gateway.xapi import reading
from trimtab.gateway.xapi.wire import Answer, Call
from trimtab.kernel.errors import Refusal
from trimtab.lrs import api as lrs
from trimtab.lrs.api import CredentialRow, LenientBatch, NotTaken, Prepared

HEADER = "X-Trimtab-Left-Out"
MOST_SAID = 50


def prepare(call: Call, body: bytes, *, by: CredentialRow, now: dt.datetime) -> LenientBatch:
    """The statements of a request whose head was checked. Raises InvalidStatement or BadRequest when nothing of it can be read."""
    given, files = reading.content(call, body)
    return lrs.prepare_each(given, by=by, now=now, version=call.version, files=files)


def several(prepared: LenientBatch) -> list[Prepared]:
    """What is to be stored, each by itself."""
    return [one for _position, one in prepared.rows]


def left_out(prepared: LenientBatch, faults: Sequence[Refusal | None]) -> list[NotTaken]:
    """What was not taken, by position; `faults` are those of storing."""
    pairs = zip(prepared.rows, faults, strict=True)
    late = [NotTaken(position, fault) for (position, _one), fault in pairs if fault is not None]
    return sorted([*prepared.left_out, *late], key=lambda one: one.position)


def stored(call: Call, prepared: LenientBatch, gone: Sequence[NotTaken]) -> Answer:
    """The answer: ids in order, and what was left out. Raises the first refusal when nothing was taken."""
    out = {one.position for one in gone}
    rows = tuple(row for position, one in prepared.rows if position not in out for row in one.rows)
    if gone and not rows:
        raise gone[0].fault
    answer = reading.stored(call, Prepared(rows))
    if not gone:
        return answer
    said = "; ".join(
        f"{one.position} {one.fault.code} {quote(one.fault.field, safe='[].:/')}"
        for one in gone[:MOST_SAID]
    )
    return replace(answer, headers={**answer.headers, HEADER: f"{len(gone)}; {said}"})
