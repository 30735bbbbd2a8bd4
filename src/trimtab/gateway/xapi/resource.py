"""What all resources at /xapi have in common, as Django sees them: views over plain values."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_http_date_safe
from django.views.decorators.csrf import csrf_exempt

from trimtab.gateway.xapi import alternate
from trimtab.gateway.xapi.wire import (
    MOST_BYTES,
    Call,
    WireAnswer,
    check_coding,
    check_size,
    headers_for,
    refused,
)
from trimtab.kernel.errors import Refusal

View = Callable[[Call, bytes], WireAnswer]
METHODS = "GET, HEAD, POST, PUT, DELETE"
_PREFLIGHT = {
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": (
        "Authorization, Content-Type, If-Match, If-None-Match, If-Modified-Since, "
        "Accept-Language, X-Experience-API-Version"
    ),
    "Access-Control-Max-Age": "86400",
}


def resource(view: View) -> Callable[[HttpRequest], HttpResponse]:
    """A view over plain values: refusals become answers, OPTIONS is
    answered, and so are conditions of a GET."""

    @csrf_exempt
    @wraps(view)
    def answered(request: HttpRequest) -> HttpResponse:
        headers = {name.lower(): value for name, value in request.headers.items()}
        call = Call(
            str(request.method), request.path, request.META.get("QUERY_STRING", ""), headers
        )
        if call.method == "OPTIONS":
            return _response(call, WireAnswer(204, headers=_PREFLIGHT))
        try:
            body = _content(request, call)
            if alternate.is_alternate(call.method, call.query):
                call, body = alternate.unfold(call, body)
            answer = _conditional(call, view(call, body))
        except Refusal as fault:
            answer = refused(fault)
        return _response(call, answer)

    return answered


def _content(request: HttpRequest, call: Call) -> bytes:
    if request.method not in ("POST", "PUT"):
        return b""
    check_coding(call.headers)
    body = request.read(MOST_BYTES + 1)
    check_size(len(body))
    return body


def _response(call: Call, answer: WireAnswer) -> HttpResponse:
    response = HttpResponse(answer.body, status=answer.status, headers=headers_for(call, answer))
    if answer.status in (204, 304):
        response.headers.pop("Content-Type", None)
    return response


def _conditional(call: Call, answer: WireAnswer) -> WireAnswer:
    """304 instead of what the client has already (RFC 9110, 13.1)."""
    if call.method not in ("GET", "HEAD") or answer.status != 200:
        return answer
    tags = call.tags("if-none-match")
    if tags is not None:
        is_known = "ETag" in answer.headers and bool(
            tags & {"*", answer.headers["ETag"].strip('"')}
        )
    else:
        is_known = _is_old(
            call.headers.get("if-modified-since", ""), answer.headers.get("Last-Modified", "")
        )
    kept = {name: value for name, value in answer.headers.items() if name != "Content-Type"}
    return WireAnswer(304, headers=kept) if is_known else answer


def _is_old(since: str, modified: str) -> bool:
    seen, changed = parse_http_date_safe(since), parse_http_date_safe(modified)
    return seen is not None and changed is not None and changed <= seen
