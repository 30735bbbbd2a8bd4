"""Statements, agents, activities, about and our profile at /xapi; storing
statements too, where no lean route runs."""

from __future__ import annotations

from uuid import UUID

import msgspec
from django.utils.http import http_date

from trimtab import clock
from trimtab.gateway.xapi import asking, leniently, parameters, reading, scopes, showing
from trimtab.gateway.xapi.keyring import ring
from trimtab.gateway.xapi.reading import PostedHead
from trimtab.gateway.xapi.resource import resource
from trimtab.gateway.xapi.scopes import ScopedResource
from trimtab.gateway.xapi.wire import (
    JSON,
    OPEN,
    VERSION_HEADER,
    Call,
    NotThisMethod,
    WireAnswer,
    iso,
    refused,
)
from trimtab.kernel.errors import NotFound, Refusal
from trimtab.lrs import api as lrs
from trimtab.lrs.api import CredentialRow, StatementPage
from trimtab.xapi import profile
from trimtab.xapi.version import KNOWN, Version, version_of


@resource
def statements(call: Call, body: bytes) -> WireAnswer:
    """GET and HEAD; POST and PUT too, for servers without the lean route (2.1)."""
    through = {"X-Experience-API-Consistent-Through": iso(lrs.consistent_through(clock.now()))}
    try:
        answer = _dispatch(call, body)
    except Refusal as fault:
        answer = refused(fault)
    return WireAnswer(answer.status, answer.body, {**answer.headers, **through})


def _dispatch(call: Call, body: bytes) -> WireAnswer:
    by = ring().find(call.headers.get("authorization", ""))
    match call.method:
        case "GET" | "HEAD":
            _ = call.version
            scopes.require(by, ScopedResource.STATEMENTS, call.method)
            return give(call, by)
        case "POST" | "PUT":
            return _take(reading.read(call, by), body)
        case _:
            raise NotThisMethod(
                "xapi.method", "Statements are read with GET and stored with POST or PUT."
            )


def _take(posted: PostedHead, body: bytes) -> WireAnswer:
    if posted.by.lenient:
        return _take_each(posted, body)
    prepared = posted.prepare(body, now=clock.now())
    [fault] = lrs.store_together([prepared], clock=clock.now)
    if fault:
        raise fault
    return posted.stored(prepared)


def _take_each(posted: PostedHead, body: bytes) -> WireAnswer:
    batch = posted.prepare_each(body, now=clock.now())
    faults = lrs.store_together(leniently.several(batch), clock=clock.now)
    gone = leniently.left_out(batch, faults)
    if gone:
        lrs.note_left_out(user=posted.by.user, several=gone, now=clock.now())
    return leniently.stored(posted, batch, gone)


def give(call: Call, by: CredentialRow) -> WireAnswer:
    """The statements that a request with a checked credential asks for. Raises
    BadRequest, InvalidStatement, NotFound."""
    given = call.parameters()
    asked = asking.read(given, by)
    languages = showing.languages(call.headers.get("accept-language", ""))
    page = (
        _one(asked, asked.one)
        if asked.one
        else lrs.page(asked.filters, with_files=asked.attachments)
    )
    texts = [showing.formatted(text, asked.format, languages) for text in page.texts]
    body = (
        texts[0].encode() if asked.one else showing.result(page, texts, path=call.path, given=given)
    )
    headers = {"Content-Type": JSON}
    if page.newest:
        headers["Last-Modified"] = http_date(page.newest.timestamp())
    if asked.attachments:
        body, headers["Content-Type"] = showing.multipart(body, texts, page.files)
    return WireAnswer(200, body, headers)


def _one(asked: asking.StatementQuery, key: UUID) -> StatementPage:
    """The one statement that is asked for, as a page. Raises NotFound."""
    statement = lrs.statement_text(
        key, voided=asked.voided, authority=asked.filters.authority, with_files=asked.attachments
    )
    if statement is None:
        raise NotFound(
            "xapi.statement", f"There is no {'voided ' if asked.voided else ''}statement {key}."
        )
    return StatementPage((statement.text,), None, statement.stored, statement.files)


@resource
def agents(call: Call, body: bytes) -> WireAnswer:
    """An agent as a Person: its identifier and its names (2.4)."""
    given = _read_only(call, ScopedResource.AGENTS, "agent")
    return _json(lrs.known_person(parameters.need(given, "agent", parameters.agent_object)))


@resource
def activities(call: Call, body: bytes) -> WireAnswer:
    """An activity with everything that statements say of it (2.5)."""
    given = _read_only(call, ScopedResource.ACTIVITIES, "activityId")
    return _json(lrs.known_activity(parameters.need(given, "activityId", parameters.iri)))


def _read_only(call: Call, what: ScopedResource, name: str) -> parameters.Given:
    by = ring().find(call.headers.get("authorization", ""))
    _ = call.version
    if call.method not in ("GET", "HEAD"):
        raise NotThisMethod("xapi.method", f"{what.capitalize()} are read with GET.")
    scopes.require(by, what, call.method)
    given = call.parameters()
    parameters.check_names(given, {name})
    return given


def _json(value: object) -> WireAnswer:
    return WireAnswer(200, msgspec.json.encode(value), {"Content-Type": JSON})


@resource
def about(call: Call, body: bytes) -> WireAnswer:
    """What this store speaks; open to everybody (2.8)."""
    return _open(call, "About", msgspec.json.encode({"version": KNOWN}), JSON)


@resource
def published_profile(call: Call, body: bytes) -> WireAnswer:
    """Our own vocabulary, as JSON-LD."""
    return _open(call, "The profile", profile.document(), "application/ld+json")


def _open(call: Call, what: str, body: bytes, kind: str) -> WireAnswer:
    """What is open to everybody, in whatever version they ask, or in none."""
    if call.method not in ("GET", "HEAD"):
        raise NotThisMethod("xapi.method", f"{what} is read with GET.")
    spoken = version_of(call.headers.get("x-experience-api-version", "").strip()) or Version.TWO
    return WireAnswer(200, body, {"Content-Type": kind, VERSION_HEADER: spoken.value, **OPEN})
