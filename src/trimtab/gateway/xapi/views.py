"""Everything at /xapi but the hot path: reading statements, about, the profile; and storing where no lean route runs."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import http_date
from django.views.decorators.csrf import csrf_exempt

from trimtab.gateway.xapi import asking, reading, scopes, showing
from trimtab.gateway.xapi.keyring import RING
from trimtab.gateway.xapi.scopes import Resource
from trimtab.gateway.xapi.wire import JSON, VERSION, Answer, Call, iso, refused
from trimtab.kernel.errors import NotFound, Refusal
from trimtab.lrs import api as lrs
from trimtab.lrs.api import CredentialRow
from trimtab.xapi import profile

VERSIONS = ["1.0.0", "1.0.1", "1.0.2", VERSION]
View = Callable[[HttpRequest, Call], Answer]


def _resource(view: View) -> Callable[[HttpRequest], HttpResponse]:
    """A view over plain values: refusals become answers, and every answer says the version (3.3)."""

    @csrf_exempt
    @wraps(view)
    def answered(request: HttpRequest) -> HttpResponse:
        headers = {name.lower(): value for name, value in request.headers.items()}
        call = Call(str(request.method), request.path, request.META.get("QUERY_STRING", ""), headers)
        try:
            answer = view(request, call)
        except Refusal as fault:
            answer = refused(fault)
        response = HttpResponse(answer.body, status=answer.status, headers=dict(answer.headers))
        response.headers["X-Experience-API-Version"] = VERSION
        if answer.status == 204:
            del response.headers["Content-Type"]
        return response

    return answered


class NotThisMethod(Refusal):
    """The address has no such method."""

    status = 405


@_resource
def statements(request: HttpRequest, call: Call) -> Answer:
    """GET and HEAD; POST and PUT too, for servers without the lean route (2.1)."""
    through = {"X-Experience-API-Consistent-Through": iso(lrs.consistent_through(timezone.now()))}
    try:
        answer = _dispatch(request, call)
    except Refusal as fault:
        answer = refused(fault)
    return Answer(answer.status, answer.body, {**answer.headers, **through})


def _dispatch(request: HttpRequest, call: Call) -> Answer:
    by = RING.find(call.headers.get("authorization", ""))
    match call.method:
        case "GET" | "HEAD":
            reading.check_version(call)
            scopes.require(by, Resource.STATEMENTS, call.method)
            return _give(call, by)
        case "POST" | "PUT":
            reading.check_head(call, by)
            return _take(request, call, by)
        case _:
            raise NotThisMethod("xapi.method", "Statements are read with GET and stored with POST or PUT.")


def _take(request: HttpRequest, call: Call, by: CredentialRow) -> Answer:
    body = request.read(reading.MOST_BYTES + 1)
    reading.check_size(len(body))
    prepared = reading.prepare(call, body, by=by, now=timezone.now())
    [fault] = lrs.store_together([prepared], clock=timezone.now)
    if fault:
        raise fault
    return reading.stored(call, prepared)


def _give(call: Call, by: CredentialRow) -> Answer:
    given = call.parameters()
    asked = asking.read(given, by)
    languages = showing.languages(call.headers.get("accept-language", ""))
    headers = {"Content-Type": JSON}
    if asked.one:
        found = lrs.statement_text(asked.one, voided=asked.voided, authority=asked.filters.authority)
        if found is None:
            raise NotFound("xapi.statement", f"There is no {'voided ' if asked.voided else ''}statement {asked.one}.")
        body = showing.formatted(found.text, asked.format, languages).encode()
        headers["Last-Modified"] = http_date(found.stored.timestamp())
    else:
        page = lrs.page(asked.filters)
        texts = [showing.formatted(text, asked.format, languages) for text in page.texts]
        body = showing.result(page, texts, path=call.path, given=given)
    if asked.attachments:
        body, headers["Content-Type"] = showing.multipart(body)
    return Answer(200, body, headers)


@_resource
def about(request: HttpRequest, call: Call) -> Answer:
    """What this store speaks; open to everybody (2.8)."""
    if call.method not in ("GET", "HEAD"):
        raise NotThisMethod("xapi.method", "About is read with GET.")
    return Answer(200, msgspec.json.encode({"version": VERSIONS}), {"Content-Type": JSON})


@_resource
def published_profile(request: HttpRequest, call: Call) -> Answer:
    """Our own vocabulary, as JSON-LD."""
    if call.method not in ("GET", "HEAD"):
        raise NotThisMethod("xapi.method", "The profile is read with GET.")
    return Answer(200, profile.document(), {"Content-Type": "application/ld+json"})
