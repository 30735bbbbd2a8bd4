"""What came of asking another system, in our own words: what it wrote is never shown,
it may hold what is nobody's business here."""

from __future__ import annotations

import socket
import ssl

import httpx

from trimtab.gateway.outgoing.addresses import SETTING
from trimtab.gateway.outgoing.connecting import Closed
from trimtab.kernel.said import Said, say


def status_said(status: int) -> Said:
    """A sentence on an answer that is no success."""
    code = str(status)
    match status:
        case 401 | 403 | 407:
            return say(
                "It answered {status}: it does not accept the user or the secret, or not for this.",
                status=code,
            )
        case 404 | 410:
            return say("It answered {status}: there is nothing at this address.", status=code)
        case 408 | 425 | 429:
            return say("It answered {status}: it asks to wait.", status=code)
        case 413:
            return say("It answered {status}: this is more than it takes at once.", status=code)
        case _ if 300 <= status < 400:
            return say(
                "It answered {status}: it leads to another address, and nothing is sent there.",
                status=code,
            )
        case _ if 400 <= status < 500:
            return say("It answered {status}: it does not take this.", status=code)
        case _ if status >= 500:
            return say("It answered {status}: it has trouble of its own.", status=code)
        case _:
            return say("It answered {status}: that is no answer to this.", status=code)


def not_reached(error: Exception) -> Said:
    """A sentence on a request without an answer."""
    causes = list(_causes(error))
    closed = next((cause for cause in causes if isinstance(cause, Closed)), None)
    if closed:
        return say(
            "It is not asked: {why}. This machine's administrator can open a network with "
            "{setting}.",
            why=closed.sentence,
            setting=SETTING,
        )
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return say("It cannot be reached: its certificate is not valid for this address.")
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return say("It cannot be reached: it does not speak TLS as it should.")
    if any(isinstance(cause, socket.gaierror | UnicodeError) for cause in causes):
        return say("It cannot be reached: its name is not known.")
    if isinstance(error, httpx.TimeoutException):
        return say("It did not answer in time.")
    return say("It cannot be reached.")


def _causes(error: BaseException | None) -> list[BaseException]:
    causes: list[BaseException] = []
    while error is not None and error not in causes:
        causes.append(error)
        error = error.__cause__ or error.__context__
    return causes
