"""The hot path: POST and PUT /xapi/statements as one coroutine (docs/decisions/0004-evidence-store.md).

Credentials from memory, content read up to a limit, checked without the database, written together with whoever else
waits, acknowledged after COMMIT.
"""

from __future__ import annotations

import asyncio
import datetime as dt

from trimtab import clock, errors
from trimtab.gateway.xapi import arriving, leniently, reading
from trimtab.gateway.xapi.alternate import is_alternate
from trimtab.gateway.xapi.arriving import Receive, Scope, Send, send_answer
from trimtab.gateway.xapi.wire import Answer, Call, iso, refused
from trimtab.kernel.errors import Refusal
from trimtab.lrs.api import CredentialRow

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


def takes(scope: Scope) -> bool:
    """Whether this coroutine answers such a request."""
    if (
        scope["type"] != "http"
        or scope["path"] not in (PATH, f"{PATH}/")
        or scope["method"] not in ("POST", "PUT")
    ):
        return False
    return not is_alternate(scope["method"], scope["query_string"].decode("latin-1"))


async def statements(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers POST and PUT of statements (ASGI)."""
    call = arriving.call_of(scope)
    try:
        answer = await _answer(arriving.desk(), call, receive)
    except arriving.Gone:
        return
    except Refusal as fault:
        answer = refused(fault)
    except Exception as error:
        answer = refused(_Failed(errors.note(error, where=f"{call.method} statements")))
    through = {"X-Experience-API-Consistent-Through": iso(clock.now() - LONGEST_TRANSACTION)}
    await send_answer(send, call, answer, through)


async def _answer(desk: arriving.Desk, call: Call, receive: Receive) -> Answer:
    by = await desk.find(call.headers.get("authorization", ""))
    reading.check_head(call, by)
    with desk.holding() as hold:
        body = await arriving.content(receive, hold)
        now = clock.now()
        if by.lenient:
            return await _take_each(desk, call, body, by, now)
        if len(body) > LARGE:
            prepared = await asyncio.to_thread(reading.prepare, call, body, by=by, now=now)
        else:
            prepared = reading.prepare(call, body, by=by, now=now)
        await desk.writer.put(prepared)
        return reading.stored(call, prepared)


async def _take_each(
    desk: arriving.Desk, call: Call, body: bytes, by: CredentialRow, now: dt.datetime
) -> Answer:
    prepared = await asyncio.to_thread(leniently.prepare, call, body, by=by, now=now)
    faults = await desk.writer.put_each(leniently.several(prepared)) if prepared.rows else ()
    gone = leniently.left_out(prepared, faults)
    await desk.note_left_out(by, gone)
    return leniently.stored(call, prepared, gone)
