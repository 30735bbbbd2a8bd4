"""Every form is done once, however often it is sent, and wholly or not at all
(docs/decisions/0029-sent-twice.md).

The token that protects a form from other sites is made anew for each page, so it names the page
that was sent: the same form with the same content by the same person is the same sending. The first
one inserts the sending's key in the transaction that does the work; any other waits at that key
until the first has ended, and then gets its answer. When the first one failed or was refused,
nothing is left of it, and the next one is done.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import msgspec
from django.conf import settings
from django.contrib.messages.storage import default_storage
from django.db import DatabaseError, OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from trimtab import clock
from trimtab.config.answering import Seal, answer_of, answered_again
from trimtab.config.models import Sending
from trimtab.config.permitting import policy_of
from trimtab.home.failing.pages import refused
from trimtab.kernel.errors import Refusal

KEPT = dt.timedelta(hours=1)
LONGEST_WAIT = "15s"
READING = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
# What two at once do to each other, by PostgreSQL's codes: unique, exclusion, foreign key,
# serialisation, deadlock, lock not had in time.
CLASHES = frozenset({"23505", "23P01", "23503", "40001", "40P01", "55P03"})
_LOCK_NOT_HAD = "55P03"
_PAGES_TOKEN = 64
_PART = 1024 * 1024
Handler = Callable[[HttpRequest], HttpResponseBase]


class Clash(Refusal):
    """Somebody did the same at the same time."""

    status = 409


def let_go(*, now: dt.datetime) -> int:
    """Forgets the forms that were sent longer ago than they are kept; returns how many. Runs on the
    schedule."""
    return Sending.objects.filter(at__lt=now - KEPT).delete()[0]


@dataclass
class _Visit:
    """A request on its way: the transaction around its view, the key it holds, and whether it
    clashed with another one."""

    session: str | None
    stack: ExitStack = field(default_factory=ExitStack)
    is_open: bool = False
    has_own_rules: bool = False
    is_apart: bool = False
    seal: Seal | None = None
    clash: DatabaseError | None = None

    def begin(self) -> None:
        self.stack.enter_context(transaction.atomic())
        self.is_open = True

    def end(self, *fault: Any) -> None:
        """Commits, or with a fault rolls back; nothing when it has ended."""
        self.is_open = False
        self.stack.__exit__(*(fault or (None, None, None)))


class OnceMiddleware:
    """Stands last, next to the views: what they do, and that the form was sent, become true
    together."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        before = request.session.session_key
        visit, response = self._visited(request, before)
        if visit.clash and not visit.is_apart and request.session.session_key == before:
            _afresh(request)
            visit, response = self._visited(request, before)
        if visit.clash is None:
            return response
        sentence = _(
            "Somebody did the same at the same time. Nothing was lost: look again, and do it once "
            "more if it is still missing."
        )
        return refused(request, Clash("clash", sentence))

    def _visited(
        self, request: HttpRequest, session: str | None
    ) -> tuple[_Visit, HttpResponseBase]:
        visit = request._visit = _Visit(session)  # type: ignore[attr-defined]
        try:
            response = self.get_response(request)
            if visit.is_open:
                _keep(request, visit, response)
                visit.end()
        except DatabaseError as error:
            if not is_clash(error):
                raise
            visit.end(type(error), error, error.__traceback__)
            visit.clash, response = error, HttpResponse(status=Clash.status)
        finally:
            visit.end(*sys.exc_info())
        return visit, response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """The answer that the same form got before; else None, and the view runs in a transaction
        that holds the form's key."""
        visit: _Visit = request._visit  # type: ignore[attr-defined]
        policy = policy_of(request)
        visit.has_own_rules = policy is not None and bool(policy.own_rules)
        visit.is_apart = policy is not None and bool(policy.apart)
        if request.method in READING or visit.has_own_rules:
            return None
        try:
            if visit.is_apart:
                return _in_turn(request, visit)
            visit.begin()
            return self._claimed(request, visit)
        except OperationalError as error:
            if _code(error) != _LOCK_NOT_HAD:
                raise
            visit.end(*sys.exc_info())
            sentence = _(
                "This was sent before and is still being worked on. It is done once: wait a "
                "moment, then look again."
            )
            return refused(request, Clash("still-working", sentence))

    def _claimed(self, request: HttpRequest, visit: _Visit) -> HttpResponseBase | None:
        token = _token(request)
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{LONGEST_WAIT}'")
            if len(token) == _PAGES_TOKEN:
                visit.seal = Seal(settings.SECRET_KEY, _name(request, token))
                is_first = _claim(cursor, visit.seal.key)
            else:
                # A program that took the token out of its cookie has no page: what it sends is
                # meant, one after another.
                place = f"{_sender(request)} {request.path}"
                cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [place])
                is_first = True
            cursor.execute("SET LOCAL lock_timeout = DEFAULT")
        return _again(request, visit, visit.seal) if visit.seal and not is_first else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Undoes what the view did. A clash is not the end of the request: it is tried once
        more."""
        visit: _Visit = request._visit  # type: ignore[attr-defined]
        visit.end(type(exception), exception, exception.__traceback__)
        if visit.has_own_rules or not (
            isinstance(exception, DatabaseError) and is_clash(exception)
        ):
            return None
        visit.clash = exception
        return HttpResponse(status=Clash.status)


def _in_turn(request: HttpRequest, visit: _Visit) -> HttpResponseBase | None:
    """For a form that is not one transaction: waits for the same form by a lock of the connection,
    and looks what it was answered."""
    token = _token(request)
    if len(token) != _PAGES_TOKEN:
        return None
    visit.seal = Seal(settings.SECRET_KEY, _name(request, token))
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{LONGEST_WAIT}'")
        try:
            cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [visit.seal.key])
        finally:
            cursor.execute("RESET lock_timeout")
    visit.is_open = True
    visit.stack.callback(_let_next, visit.seal.key)
    is_known = Sending.objects.filter(key=visit.seal.key, at__gte=clock.now() - KEPT).exists()
    return _again(request, visit, visit.seal) if is_known else None


def _let_next(key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [key])


def is_clash(error: DatabaseError) -> bool:
    """Whether two at once caused this, so that trying again may help."""
    return _code(error) in CLASHES


def _code(error: DatabaseError) -> str:
    return getattr(error.__cause__, "sqlstate", None) or ""


def _claim(cursor: Any, key: str) -> bool:
    """Takes a key, waiting for whoever has it; False when it was sent before."""
    now = clock.now()
    cursor.execute(
        "INSERT INTO config_sending AS sent (key, at) VALUES (%s, %s) ON CONFLICT (key) "
        "DO UPDATE SET at = excluded.at, answer = NULL WHERE sent.at < %s",
        [key, now, now - KEPT],
    )
    return bool(cursor.rowcount)


def _again(request: HttpRequest, visit: _Visit, seal: Seal) -> HttpResponseBase:
    """What the first one was answered."""
    kept = Sending.objects.filter(key=seal.key).values_list("answer", flat=True).first()
    visit.end()
    if kept is None:
        return refused(
            request,
            Clash(
                "done-already", _("This was sent before, and it was done, once. Look at its page.")
            ),
        )
    return answered_again(request, seal.opened(bytes(kept)))


def _keep(request: HttpRequest, visit: _Visit, response: HttpResponseBase) -> None:
    """Keeps the answer beside what was done. Of what was refused, or changes nothing, no key stays:
    it may be sent again."""
    if visit.is_apart:
        _keep_apart(request, visit, response)
        return
    if response.status_code >= 500:
        transaction.set_rollback(True)
    if visit.seal is None or response.status_code >= 500:
        return
    mine = Sending.objects.filter(key=visit.seal.key)
    if response.status_code >= 400 or getattr(response, "changes_nothing", False):
        mine.delete()
    elif isinstance(response, HttpResponse):
        if request.session.session_key != visit.session and request.session.session_key:
            # Whoever waits for this answer goes on in this session: it must be there with it.
            request.session.save()
        mine.update(
            answer=visit.seal.sealed(answer_of(request, response, session_before=visit.session))
        )


def _keep_apart(request: HttpRequest, visit: _Visit, response: HttpResponseBase) -> None:
    """Keeps that somebody was let in or led on. A page is shown for another try, so the next one is
    one."""
    if (
        visit.seal is None
        or not isinstance(response, HttpResponse)
        or not 300 <= response.status_code < 400
    ):
        return
    if request.session.session_key != visit.session and request.session.session_key:
        request.session.save()
    answer = visit.seal.sealed(answer_of(request, response, session_before=visit.session))
    Sending.objects.update_or_create(
        key=visit.seal.key, defaults={"at": clock.now(), "answer": answer}
    )


def _token(request: HttpRequest) -> str:
    return request.POST.get("csrfmiddlewaretoken") or request.headers.get("X-CSRFToken", "")


def _sender(request: HttpRequest) -> str:
    """Who sends: the signed-in person, else the browser."""
    person = getattr(request, "person", None)
    return str(person.id) if person else request.META.get("CSRF_COOKIE", "")


def _name(request: HttpRequest, token: str) -> bytes:
    """What makes a sending this one: who, from which page, where to, which content, and whether a
    page or JSON is wanted back."""
    wants_json = "application/json" in request.headers.get("Accept", "")
    parts = [_sender(request), token, request.get_full_path(), wants_json, *_content(request)]
    return hashlib.sha256(msgspec.msgpack.encode(parts)).digest()


def _content(request: HttpRequest) -> Iterator[object]:
    if not request.POST and not request.FILES:
        yield request.body
        return
    yield from request.POST.lists()
    for field_name, files in request.FILES.lists():
        for file in files:
            digest = hashlib.blake2b()
            for part in file.chunks(_PART):
                digest.update(part)
            file.seek(0)
            yield from (field_name, file.name, digest.digest())


def _afresh(request: HttpRequest) -> None:
    """The request as it came, for a second try."""
    request._messages = default_storage(request)  # type: ignore[attr-defined]
    if request.session.modified:
        request.session = type(request.session)(request.session.session_key)
    if request.method not in READING:
        for _name_of_field, files in request.FILES.lists():
            for file in files:
                file.seek(0)
