"""Who may bring more than anybody may: asked by cookie or credential, in a thread, before a large
content is read."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.db import DataError, Error, close_old_connections
from django.http import HttpRequest
from django.urls import Resolver404, ResolverMatch, resolve

from trimtab import clock
from trimtab.config.edge.bounds import (
    ANYBODY,
    ASSERTION,
    DIRECTORY,
    HOOKS,
    LONGEST_ASSERTION,
    PLAYERS,
    SET_UP,
    SIGNED_IN,
    UNITS,
    UPLOADS,
)
from trimtab.config.edge.scope import Scope, headers_of
from trimtab.courses import api as courses
from trimtab.gateway.cmi5 import views as cmi5
from trimtab.gateway.mail import hooks
from trimtab.gateway.scim import keys
from trimtab.gateway.xapi.wire import Busy
from trimtab.kernel.errors import NotAllowed, NotFound
from trimtab.people import api as people
from trimtab.people.api import PersonRow

_threads = ThreadPoolExecutor(2, thread_name_prefix="admission")


async def most_of(scope: Scope) -> int:
    """The bytes that this request may bring. Raises NotAllowed, or Busy while the database is
    away."""
    headers = dict(headers_of(scope))
    try:
        match = resolve(scope["path"])
    except Resolver404:
        return ANYBODY
    if match.view_name == ASSERTION:
        return LONGEST_ASSERTION
    if not (headers.get("cookie") or headers.get("authorization") or match.view_name in PLAYERS):
        return ANYBODY
    return await asyncio.get_running_loop().run_in_executor(_threads, _asked, match, headers)


def _asked(match: ResolverMatch, headers: dict[str, str]) -> int:
    close_old_connections()
    try:
        return _most(match, headers)
    except Error:
        raise Busy("http.away", "") from None
    finally:
        close_old_connections()


def _most(match: ResolverMatch, headers: dict[str, str]) -> int:
    name = match.view_name
    if name in UNITS:
        return UNITS[name] if cmi5.session_of(headers.get("authorization", "")) else ANYBODY
    if name in DIRECTORY:
        is_known = keys.token_of(headers.get("authorization", ""), now=clock.now()) is not None
        return DIRECTORY[name] if is_known else ANYBODY
    if name in PLAYERS:
        return PLAYERS[name] if courses.is_open(match.kwargs["session_id"]) else ANYBODY
    if name in HOOKS:
        is_known = hooks.is_known(match.kwargs["service"], headers.get("authorization", ""))
        return HOOKS[name] if is_known else ANYBODY
    if name == SET_UP:
        return UPLOADS[name].most if _opens_set_up(match.kwargs["token"]) else ANYBODY
    person = person_of(headers.get("cookie", ""))
    if person is None:
        return ANYBODY
    if name not in UPLOADS:
        return SIGNED_IN
    upload = UPLOADS[name]
    if upload.roles and not (upload.roles & person.roles):
        raise NotAllowed("http.upload", "")
    return upload.most


def _opens_set_up(token: str) -> bool:
    try:
        people.set_up_link(token[:100], now=clock.now())
    except NotFound:
        return False
    return True


def person_of(header: str) -> PersonRow | None:
    """Whose session the cookies of a request belong to; None when nobody is signed in with them."""
    try:
        cookies = SimpleCookie(header)
    except CookieError:
        return None
    if settings.SESSION_COOKIE_NAME not in cookies:
        return None
    request: Any = HttpRequest()
    store = import_module(settings.SESSION_ENGINE).SessionStore
    request.session = store(cookies[settings.SESSION_COOKIE_NAME].value)
    try:
        user = get_user(request)
        return people.person(user.pk) if user.is_authenticated else None
    except (NotFound, DataError, ValueError):
        return None
