"""What becomes of an error that nobody caught: it is written down, and whoever asked hears what
happened, what is safe and what to do."""

from __future__ import annotations

import errno
import logging
import sys
import threading
import time

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from psycopg import errors as postgres

from trimtab import errors
from trimtab.config.edge import telling
from trimtab.home.failing import pages

QUIET_SECONDS = 10.0
_FULL = (errno.ENOSPC, errno.EDQUOT)
_log = logging.getLogger(__name__)


def failed(request: HttpRequest) -> HttpResponse:
    """The answer to an exception that is being handled (handler500)."""
    exception = sys.exc_info()[1]
    status = 500 if exception is None else status_of(exception)
    if exception is None or status == 500:
        reference = errors.note(exception or RuntimeError("no exception"), where=place(request))
        return told(request, status, reference=reference)
    _rarely(f"{place(request)}: {type(exception).__name__}: {errors.words(exception)}")
    return told(request, status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer to a request that cannot be read (handler400); too much of it is 413."""
    return told(
        request,
        413 if type(exception).__name__ in ("RequestDataTooBig", "TooManyFilesSent") else 400,
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer where nothing is (handler404)."""
    if telling.is_machine(request.path, request.headers.get("Accept", "")):
        return told(request, 404)
    return pages.not_found(request)


def told(request: HttpRequest, status: int, *, reference: str = "") -> HttpResponse:
    """A page, or JSON for a program."""
    asked = [(name.lower(), value) for name, value in request.headers.items()]
    status, body, headers = telling.answer(status, asked, request.path, reference=reference)
    return HttpResponse(body, status=status, headers=headers)


def status_of(exception: BaseException) -> int:
    """500 for a bug; 503 when the database is away, busy or in the way; 507 when nothing can be
    written."""
    link: BaseException | None = exception
    while link is not None:
        if isinstance(link, postgres.DiskFull) or (
            isinstance(link, OSError) and link.errno in _FULL
        ):
            return 507
        if isinstance(link, OperationalError | InterfaceError | postgres.ReadOnlySqlTransaction):
            return 507 if _is_full(link) else 503
        link = link.__cause__
    return 500


def _is_full(link: BaseException) -> bool:
    return isinstance(link, DatabaseError) and isinstance(link.__cause__, postgres.DiskFull)


def place(request: HttpRequest) -> str:
    """Method and name of the page: no address, which may hold the token of a link."""
    match = request.resolver_match
    return f"{request.method} {match.view_name if match else 'no page'}"


class _Rarely:
    """Says a thing at most once in a while: while the database is away, every request would."""

    def __init__(self) -> None:
        self._lock, self._said, self._left_out = threading.Lock(), -QUIET_SECONDS, 0

    def __call__(self, sentence: str) -> None:
        with self._lock:
            now = time.monotonic()
            if now - self._said < QUIET_SECONDS:
                self._left_out += 1
                return
            more, self._said, self._left_out = self._left_out, now, 0
        _log.error("%s%s", sentence, f" ({more} more since the last line)" if more else "")


_rarely = _Rarely()
