"""The way in through a directory, there and back; and out again."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from django.contrib.auth.views import LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from trimtab import clock
from trimtab.home.entering.beginning import Proof, enter, origin
from trimtab.home.shell.returning import is_ours
from trimtab.journeys import directories as journey
from trimtab.journeys.directories import CameBack, Directories
from trimtab.people.api import VISIT_LASTS
from trimtab.web.forms import Asks, Form, read
from trimtab.web.requests import OpenRequest

SESSION = "directory"


class LeaveQuery(Form, frozen=True, kw_only=True):
    """Where somebody goes after, and whether an administrator only tries the connection."""

    next: Annotated[str, Asks(most=500)] = ""
    trial: bool = False


class BackQuery(Form, frozen=True, kw_only=True):
    """What a directory sends back with a browser (OpenID Connect Core 1.0, 3.1.2.5)."""

    state: Annotated[str, Asks(most=200)] = ""
    code: Annotated[str, Asks(most=4000)] = ""
    error: Annotated[str, Asks(most=100)] = ""
    iss: Annotated[str, Asks(most=500)] = ""


@never_cache
@require_GET
def leave(
    request: OpenRequest,
    connection_id: UUID,
    *,
    directories: Callable[[], Directories],
    cookie: str,
) -> HttpResponse:
    """Sends a browser to a directory. It is a link, not a form: a page's forms stay in the house
    (form-action), and nothing changes but that somebody is on their way.
    """
    query = read(LeaveQuery, request.GET)
    browser = request.COOKIES.get(cookie) or secrets.token_urlsafe(32)
    place = journey.leave(
        connection_id=connection_id,
        browser=browser,
        next_path=query.next if is_ours(request, query.next) else "",
        origin=origin(request),
        directories=directories(),
        now=clock.now(),
        tester=request.person if query.trial else None,
    )
    answer = HttpResponseRedirect(place)
    # Only the browser that leaves may come back: who brings somebody else an answer of their own
    # would have them work in a foreign account.
    answer.set_cookie(
        cookie,
        browser,
        max_age=int(VISIT_LASTS.total_seconds()),
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return answer


@never_cache
@require_GET
def back(
    request: OpenRequest,
    connection_id: UUID,
    *,
    directories: Callable[[], Directories],
    cookie: str,
) -> HttpResponse:
    """Somebody is back: signed in, or told that they are not."""
    query = read(BackQuery, request.GET)
    given = {name: getattr(query, name) for name in ("state", "code", "error", "iss")}
    came = journey.come_back(
        connection_id=connection_id,
        browser=request.COOKIES.get(cookie, ""),
        given={name: value for name, value in given.items() if value},
        origin=origin(request),
        person=request.person,
        directories=directories(),
        now=clock.now(),
    )
    if came.was_trial:
        return redirect("connection", connection_id=connection_id)
    if came.person_id is None:
        return _not_in(request, came)
    to = came.next or reverse("start")
    answer = enter(request, came.person_id, by=Proof.DIRECTORY, to=to)
    # Signed in or on the way to a second step: it is the same session.
    request.session[SESSION] = str(connection_id)
    answer.delete_cookie(cookie)
    return answer


def _not_in(request: OpenRequest, came: CameBack) -> HttpResponse:
    # Whoever goes back in their browser, or loads the page again, is in already.
    if request.person is not None:
        return redirect("start")
    return render(request, "home/not_signed_in.html", {"connection": came.connection}, status=400)


class SignOut(LogoutView):
    """Sign-out. Whoever came through a directory is still signed in there, and is told."""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        came_by = request.session.get(SESSION, "")
        answer = super().post(request, *args, **kwargs)
        return redirect(f"{resolve_url('sign-in')}?left={came_by}") if came_by else answer
