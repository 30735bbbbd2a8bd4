"""The fetch address, and the xAPI endpoint of launched units."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from trimtab import clock
from trimtab.courses import api as courses
from trimtab.courses.api import FetchRefused, OpenSession, SessionRule
from trimtab.gateway.cmi5 import holding
from trimtab.gateway.xapi import documents, parameters, reading
from trimtab.gateway.xapi import views as xapi
from trimtab.gateway.xapi.resource import resource
from trimtab.gateway.xapi.wire import ALLOW, JSON, Answer, Call, NotThisMethod
from trimtab.kernel.errors import NotFound
from trimtab.lrs import api as lrs
from trimtab.lrs.api import CredentialRow, Scope
from trimtab.wording import words
from trimtab.xapi.values import as_uuid

Held = Callable[[Call, bytes, OpenSession], Answer]
_UNIT = CredentialRow(lrs.UNITS, "Units of cmi5 courses", frozenset({Scope.READ, Scope.WRITE}))


@csrf_exempt
@require_POST
def fetch(request: HttpRequest, session_id: UUID, token: str) -> JsonResponse:
    """Gives the credential of a session, once; a refusal is a 200 with
    an error code, as cmi5 asks (8.2)."""
    try:
        grant = courses.redeem(session_id=session_id, token=token, now=clock.now())
    except FetchRefused as fault:
        given = {"error-code": str(fault.number), "error-text": words(fault.sentence)}
    else:
        given = {
            "auth-token": base64.b64encode(f"{grant.session_id}:{grant.secret}".encode()).decode()
        }
    return JsonResponse(given, headers={**ALLOW, "Cache-Control": "no-store"})


def _held(view: Held) -> Callable[[HttpRequest], HttpResponse]:
    """A resource for the credential of an open session; being asked is a sign of life."""

    @resource
    def answered(call: Call, body: bytes) -> Answer:
        by = _open(call)
        _ = call.version
        answer = view(call, body, by)
        courses.seen(session_id=by.session.id, now=clock.now())
        # A browser that answers from its own memory would keep from us that
        # the preferences were read (11.0).
        return replace(answer, headers={**answer.headers, "Cache-Control": "no-store"})

    return answered


def session_of(header: str) -> OpenSession | None:
    """The open session whose credential an Authorization header holds; None when it holds none."""
    kind, _, encoded = header.partition(" ")
    try:
        user, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
        session = courses.open_session(UUID(user), secret) if kind.lower() == "basic" else None
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None
    return session if session and session.kind is courses.CourseKind.CMI5 else None


def _open(call: Call) -> OpenSession:
    session = session_of(call.headers.get("authorization", ""))
    if session is None:
        # Not a 401: a browser would ask the learner for a name and a password.
        raise SessionRule(
            "cmi5.8.1.2", "This is not the credential of an open session. (cmi5, 8.1.2)"
        )
    return session


@_held
def statements(call: Call, body: bytes, by: OpenSession) -> Answer:
    """Statements of the session go in; those of the registration come out."""
    match call.method:
        case "GET" | "HEAD":
            return _give(call, by)
        case "POST" | "PUT":
            return _take(call, body, by)
        case _:
            raise NotThisMethod(
                "xapi.method", "Statements are read with GET and stored with POST or PUT."
            )


def _take(call: Call, body: bytes, by: OpenSession) -> Answer:
    given, files = reading.read(call, _UNIT).content(body)
    now = clock.now()
    ids = courses.hear(
        session_id=by.session.id, given=given, now=now, version=call.version, files=files
    )
    return (
        Answer(204)
        if call.method == "PUT"
        else Answer(200, msgspec.json.encode(ids), {"Content-Type": JSON})
    )


def _give(call: Call, by: OpenSession) -> Answer:
    given = call.parameters()
    parameter = next((name for name in ("statementId", "voidedStatementId") if name in given), "")
    registration = str(by.session.registration)
    if parameter:
        statement = lrs.statement(
            parameters.need(given, parameter, as_uuid), voided=parameter.startswith("voided")
        )
        if (
            not statement
            or statement.get("context", {}).get("registration", "").lower() != registration
        ):
            raise NotFound("xapi.statement", "There is no such statement in this registration.")
    elif given.setdefault("registration", registration).lower() != registration:
        raise SessionRule(
            "cmi5.8.1.4",
            "The registration is the one of the launch. (cmi5, 8.1.4)",
            "registration",
        )
    return xapi.give(replace(call, query=urlencode(given)), _UNIT)


@_held
def state(call: Call, body: bytes, by: OpenSession) -> Answer:
    """States of the learner in this registration."""
    holding.check_state(call, call.parameters(), by)
    return documents.serve(documents.STATE, call, body)


@_held
def agent_profile(call: Call, body: bytes, by: OpenSession) -> Answer:
    """Profiles of the learner; having read the preferences is what initialized waits for (11.0)."""
    given = call.parameters()
    holding.check_agent_profile(call, given, body, by)
    if call.method == "GET" and given.get("profileId") == courses.PREFERENCES:
        courses.seen(session_id=by.session.id, now=clock.now(), preferences_read=True)
    return documents.serve(documents.AGENT_PROFILE, call, body)


@_held
def activity_profile(call: Call, body: bytes, by: OpenSession) -> Answer:
    """Profiles of the unit itself."""
    holding.check_activity(call.parameters(), by)
    return documents.serve(documents.ACTIVITY_PROFILE, call, body)


@_held
def agents(call: Call, body: bytes, by: OpenSession) -> Answer:
    """The learner as a Person."""
    given = _read_only(call)
    holding.check_agent(given, by)
    return _json(lrs.known_person(parameters.need(given, "agent", parameters.agent_object)))


@_held
def activities(call: Call, body: bytes, by: OpenSession) -> Answer:
    """The unit as an Activity."""
    given = _read_only(call)
    holding.check_activity(given, by)
    return _json(lrs.known_activity(by.session.activity_id))


def _read_only(call: Call) -> dict[str, str]:
    if call.method not in ("GET", "HEAD"):
        raise NotThisMethod("xapi.method", "This is read with GET.")
    return call.parameters()


def _json(value: object) -> Answer:
    return Answer(200, msgspec.json.encode(value), {"Content-Type": JSON})
