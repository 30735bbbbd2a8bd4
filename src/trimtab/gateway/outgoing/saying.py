"""What came of asking another system, in our own words: what it wrote is never shown,
it may hold what is nobody's business here."""

from __future__ import annotations

import socket
import ssl

import httpx

from trimtab.gateway.outgoing.addresses import SETTING
from trimtab.gateway.outgoing.connecting import Closed


def status_said(status: int) -> str:
    """A sentence on an answer that is no success."""
    match status:
        case 401 | 403 | 407:
            meaning = "it does not accept the user or the secret, or not for this"
        case 404 | 410:
            meaning = "there is nothing at this address"
        case 408 | 425 | 429:
            meaning = "it asks to wait"
        case 413:
            meaning = "this is more than it takes at once"
        case _ if 300 <= status < 400:
            meaning = "it leads to another address, and nothing is sent there"
        case _ if 400 <= status < 500:
            meaning = "it does not take this"
        case _ if status >= 500:
            meaning = "it has trouble of its own"
        case _:
            meaning = "that is no answer to this"
    return f"It answered {status}: {meaning}."


def not_reached(error: Exception) -> str:
    """A sentence on a request without an answer."""
    causes = list(_causes(error))
    closed = next((cause for cause in causes if isinstance(cause, Closed)), None)
    if closed:
        return (
            f"It is not asked: {closed}. This machine's administrator can open a network with "
            f"{SETTING}."
        )
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return "It cannot be reached: its certificate is not valid for this address."
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return "It cannot be reached: it does not speak TLS as it should."
    if any(isinstance(cause, socket.gaierror | UnicodeError) for cause in causes):
        return "It cannot be reached: its name is not known."
    if isinstance(error, httpx.TimeoutException):
        return "It did not answer in time."
    return "It cannot be reached."


def _causes(error: BaseException | None) -> list[BaseException]:
    causes: list[BaseException] = []
    while error is not None and error not in causes:
        causes.append(error)
        error = error.__cause__ or error.__context__
    return causes
