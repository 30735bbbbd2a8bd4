"""The hot path: POST and PUT /xapi/statements as one coroutine
(docs/decisions/0004-evidence-store.md).

Credentials from memory, content read up to a limit, checked without the database, written together
with whoever else waits, acknowledged after COMMIT.
"""

from __future__ import annotations

import asyncio
import datetime as dt

from trimtab import clock, errors
from trimtab.gateway.xapi import arriving, leniently, reading
from trimtab.gateway.xapi.alternate import is_alternate
from trimtab.gateway.xapi.arriving import AsgiScope, AsgiSend, Receive, send_answer
from trimtab.gateway.xapi.reading import PostedHead
from trimtab.gateway.xapi.wire import Call, WireAnswer, iso, refused
from trimtab.kernel.errors import Refusal

PATH = "/xapi/statements"
LARGE = 256 * 1024
# No transaction of ours stays open longer; who needs the exact time asks GET.
LONGEST_TRANSACTION = dt.timedelta(seconds=60)


class _Failed(Refusal):
    """An error of ours, as the client hears of it."""

    status = 500

    def __init__(self, reference: str) -> None:
        self.reference = reference
        super().__init__(
            "xapi.failed",
            f"Something is wrong with the store; its log says more under {reference}.",
        )


def takes(scope: AsgiScope) -> bool:
    """Whether this coroutine answers such a request."""
    if (
        scope["type"] != "http"
        or scope["path"] not in (PATH, f"{PATH}/")
        or scope["method"] not in ("POST", "PUT")
    ):
        return False
    return not is_alternate(scope["method"], scope["query_string"].decode("latin-1"))


async def statements(scope: AsgiScope, receive: Receive, send: AsgiSend) -> None:
    """Answers POST and PUT of statements (ASGI)."""
    call = arriving.call_of(scope)
    try:
        answer = await _answer(arriving.desk(), call, receive)
    except arriving.ContentAbandoned:
        return
    except Refusal as fault:
        answer = refused(fault)
    except Exception as error:
        answer = refused(_Failed(errors.note(error, where=f"{call.method} statements")))
    through = {"X-Experience-API-Consistent-Through": iso(clock.now() - LONGEST_TRANSACTION)}
    await send_answer(send, call, answer, through)


async def _answer(desk: arriving.Desk, call: Call, receive: Receive) -> WireAnswer:
    by = await desk.find(call.headers.get("authorization", ""))
    posted = reading.read(call, by)
    with desk.holding() as hold:
        body = await arriving.content(receive, hold)
        now = clock.now()
        if by.lenient:
            return await _take_each(desk, posted, body, now)
        if len(body) > LARGE:
            prepared = await asyncio.to_thread(posted.prepare, body, now=now)
        else:
            prepared = posted.prepare(body, now=now)
        await desk.writer.put(prepared)
        return posted.stored(prepared)


async def _take_each(
    desk: arriving.Desk, posted: PostedHead, body: bytes, now: dt.datetime
) -> WireAnswer:
    batch = await asyncio.to_thread(posted.prepare_each, body, now=now)
    faults = await desk.writer.put_each(leniently.several(batch)) if batch.rows else ()
    gone = leniently.left_out(batch, faults)
    await desk.note_left_out(posted.by, gone)
    return leniently.stored(posted, batch, gone)
