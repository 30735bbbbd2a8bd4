"""What a lenient credential sends: each statement is taken, or left out,
by itself (docs/operate/xapi.md).

The answer has the ids of what is stored, in the order of the request; a header says
what was left out and why, by position.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote

from trimtab.gateway.xapi.reading import PostedHead
from trimtab.gateway.xapi.wire import WireAnswer
from trimtab.kernel.errors import Refusal
from trimtab.lrs.api import LenientBatch, NotTaken, Prepared

HEADER = "X-Trimtab-Left-Out"
MOST_SAID = 50


def several(batch: LenientBatch) -> list[Prepared]:
    """What is to be stored, each by itself."""
    return [prepared for _position, prepared in batch.rows]


def left_out(batch: LenientBatch, faults: Sequence[Refusal | None]) -> list[NotTaken]:
    """What was not taken, by position; `faults` are those of storing."""
    pairs = zip(batch.rows, faults, strict=True)
    late = [
        NotTaken(position, fault) for (position, _prepared), fault in pairs if fault is not None
    ]
    return sorted([*batch.left_out, *late], key=lambda not_taken: not_taken.position)


def stored(posted: PostedHead, batch: LenientBatch, gone: Sequence[NotTaken]) -> WireAnswer:
    """The answer: ids in order, and what was left out. Raises the
    first refusal when nothing was taken."""
    out = {not_taken.position for not_taken in gone}
    kept = [prepared for position, prepared in batch.rows if position not in out]
    rows = tuple(row for prepared in kept for row in prepared.rows)
    if gone and not rows:
        raise gone[0].fault
    answer = posted.stored(Prepared(rows))
    if not gone:
        return answer
    said = "; ".join(_said(not_taken) for not_taken in gone[:MOST_SAID])
    return replace(answer, headers={**answer.headers, HEADER: f"{len(gone)}; {said}"})


def _said(not_taken: NotTaken) -> str:
    fault = not_taken.fault
    return f"{not_taken.position} {fault.code} {quote(fault.field, safe='[].:/')}"
