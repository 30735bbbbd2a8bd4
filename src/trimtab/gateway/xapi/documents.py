"""State, agent profile and activity profile: documents that
programs keep here (2.2, 2.3, 2.6, 2.7)."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from django.utils.http import http_date

from trimtab import clock
from trimtab.gateway.xapi import parameters, scopes
from trimtab.gateway.xapi.keyring import ring
from trimtab.gateway.xapi.parameters import Given, need
from trimtab.gateway.xapi.resource import resource
from trimtab.gateway.xapi.scopes import ScopedResource
from trimtab.gateway.xapi.wire import JSON, BadRequest, Call, NotThisMethod, WireAnswer
from trimtab.kernel.errors import NotFound
from trimtab.lrs import api as lrs
from trimtab.lrs.api import (
    CredentialRow,
    DocumentContent,
    DocumentKind,
    DocumentPlace,
    Precondition,
)
from trimtab.xapi.values import as_uuid
from trimtab.xapi.version import Version

LONGEST_TYPE = 255
ANY_TYPE = "application/octet-stream"
# A document is what a program wrote: should a browser open one, nothing in it runs.
_INERT = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True, slots=True)
class DocumentResource:
    """One of the three resources: what its documents are about, and the
    parameter that names one of them."""

    kind: DocumentKind
    resource: ScopedResource
    name: str
    about: tuple[str, ...]

    @property
    def optional(self) -> tuple[str, ...]:
        """The parameters that may stand beside those in `about`."""
        return ("registration",) if self.kind is DocumentKind.STATE else ()

    def place(self, given: Given) -> DocumentPlace:
        """Where the documents that a request is about lie. Raises
        BadRequest or InvalidStatement."""
        activity = need(given, "activityId", parameters.iri) if "activityId" in self.about else ""
        return DocumentPlace(
            kind=self.kind,
            activity=lrs.shelf(activity, lrs.home()),
            agent=need(given, "agent", parameters.agent) if "agent" in self.about else "",
            registration=parameters.read(given, "registration", as_uuid, None),
        )


STATE = DocumentResource(
    DocumentKind.STATE, ScopedResource.STATE, "stateId", ("activityId", "agent")
)
AGENT_PROFILE = DocumentResource(
    DocumentKind.AGENT_PROFILE, ScopedResource.AGENT_PROFILE, "profileId", ("agent",)
)
ACTIVITY_PROFILE = DocumentResource(
    DocumentKind.ACTIVITY_PROFILE, ScopedResource.ACTIVITY_PROFILE, "profileId", ("activityId",)
)


@resource
def states(call: Call, body: bytes) -> WireAnswer:
    """/activities/state (2.3)."""
    return _answer(STATE, call, body)


@resource
def agent_profiles(call: Call, body: bytes) -> WireAnswer:
    """/agents/profile (2.6)."""
    return _answer(AGENT_PROFILE, call, body)


@resource
def activity_profiles(call: Call, body: bytes) -> WireAnswer:
    """/activities/profile (2.7)."""
    return _answer(ACTIVITY_PROFILE, call, body)


def _answer(shelf: DocumentResource, call: Call, body: bytes) -> WireAnswer:
    by = ring().find(call.headers.get("authorization", ""))
    _ = call.version
    scopes.require(by, shelf.resource, call.method)
    return serve(shelf, call, body, by=by)


def serve(
    shelf: DocumentResource, call: Call, body: bytes, *, by: CredentialRow | None = None
) -> WireAnswer:
    """Answers a request whose credential was checked; `by` is asked whether it may write about
    the agent. Raises BadRequest, InvalidStatement, NotAllowed, NotFound or NotWritten."""
    version = call.version
    given = call.parameters()
    is_one = shelf.name in given
    several = ("since",) if call.method in ("GET", "HEAD") and not is_one else ()
    parameters.check_names(given, {shelf.name, *shelf.about, *shelf.optional, *several})
    place = shelf.place(given)
    if by:
        scopes.require_agent(by, place.agent, call.method)
    match call.method:
        case "GET" | "HEAD":
            return (
                _one(place, need(given, shelf.name, parameters.document_name))
                if is_one
                else _names(place, given)
            )
        case "PUT" | "POST":
            return _put(shelf, place, call, body, version)
        case "DELETE":
            return _delete(shelf, place, call)
        case _:
            raise NotThisMethod(
                "xapi.method", "Documents are read with GET, stored with PUT or POST, and DELETEd."
            )


def _one(place: DocumentPlace, name: str) -> WireAnswer:
    document = lrs.document(place, name)
    if document is None:
        raise NotFound("xapi.document", "There is no such document.")
    headers = {
        "Content-Type": document.content.media_type,
        "ETag": f'"{document.content.etag}"',
        "Last-Modified": http_date(document.updated.timestamp()),
        **_INERT,
    }
    return WireAnswer(200, document.content.data, headers)


def _names(place: DocumentPlace, given: Given) -> WireAnswer:
    names, newest = lrs.document_names(
        place, parameters.read(given, "since", parameters.moment, None)
    )
    modified = {"Last-Modified": http_date(newest.timestamp())} if newest else {}
    return WireAnswer(200, msgspec.json.encode(names), {"Content-Type": JSON, **modified})


def _put(
    shelf: DocumentResource, place: DocumentPlace, call: Call, body: bytes, version: Version
) -> WireAnswer:
    given = call.parameters()
    lrs.put_document(
        place=place,
        name=need(given, shelf.name, parameters.document_name),
        about=parameters.as_sent(given.get("activityId", "")),
        content=DocumentContent(body, _media_type(call)),
        condition=_condition(shelf, call, version),
        now=clock.now(),
        merge=call.method == "POST",
    )
    return WireAnswer(204)


def _delete(shelf: DocumentResource, place: DocumentPlace, call: Call) -> WireAnswer:
    given = call.parameters()
    if shelf.kind is DocumentKind.STATE and shelf.name not in given:
        lrs.delete_states(place=place)
    else:
        name = need(given, shelf.name, parameters.document_name)
        lrs.delete_document(place=place, name=name, condition=_condition(shelf, call, None))
    return WireAnswer(204)


def _condition(shelf: DocumentResource, call: Call, version: Version | None) -> Precondition:
    """What must be so for a document to be written. A PUT over a document needs to
    say what it replaces; in 1.0.3 that holds for profiles alone, and these ask it
    of every PUT (3.1; IEEE 9274.1.1, 4.1.4)."""
    is_put, is_state = call.method == "PUT", shelf.kind is DocumentKind.STATE
    return Precondition(
        match=call.tags("if-match"),
        none_match=call.tags("if-none-match"),
        careful=is_put and not (is_state and version is Version.ONE),
        always=is_put and not is_state and version is Version.ONE,
    )


def _media_type(call: Call) -> str:
    given = call.headers.get("content-type", "").strip() or ANY_TYPE
    if len(given) > LONGEST_TYPE or not given.isprintable():
        raise BadRequest("xapi.content-type", "The Content-Type cannot be kept.", "Content-Type")
    return given
