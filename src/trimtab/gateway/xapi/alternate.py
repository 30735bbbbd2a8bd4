"""The alternate request syntax of 1.0.3: a form, posted, that holds
method, headers and content (1.3).

It is for browsers that could not send headers across origins; 2.0 has it no more.
"""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from trimtab.gateway.xapi.wire import JSON, BadRequest, Call, TooLarge
from trimtab.xapi.version import Version

MOST_BYTES = 1024 * 1024
FORM = "application/x-www-form-urlencoded"
# What browsers say that cannot say otherwise: Internet Explorer's
# XDomainRequest, and courses that were made for it.
_PLAIN = ("text/plain", "")
METHODS = ("GET", "PUT", "POST", "DELETE", "HEAD")
_HEADERS = frozenset(
    {
        "authorization",
        "x-experience-api-version",
        "content-type",
        "content-length",
        "if-match",
        "if-none-match",
        "if-modified-since",
        "accept",
        "accept-language",
        "accept-encoding",
    }
)


def is_alternate(method: str, query: str) -> bool:
    """Whether a request is of this syntax."""
    return method == "POST" and any(part.partition("=")[0] == "method" for part in query.split("&"))


def unfold(call: Call, body: bytes) -> tuple[Call, bytes]:
    """The request, and its content, for which an alternate request
    stands. Raises BadRequest or TooLarge."""
    method = _method(call)
    if len(body) > MOST_BYTES:
        raise TooLarge(
            "xapi.size",
            f"At most {MOST_BYTES // 1024**2} MiB go into a request of the alternate syntax.",
        )
    if call.headers.get("content-type", "").partition(";")[0].strip().lower() not in (
        FORM,
        *_PLAIN,
    ):
        raise BadRequest(
            "xapi.alternate", f"A request of the alternate syntax is {FORM}.", "Content-Type"
        )
    given = _fields(body)
    headers = {
        name: value
        for name, value in call.headers.items()
        if name not in ("content-type", "content-length")
    }
    headers |= {"content-type": JSON}
    headers |= {name.lower(): value for name, value in given.items() if name.lower() in _HEADERS}
    content = given.get("content", "").encode()
    headers["content-length"] = str(len(content))
    query = {
        name: value
        for name, value in given.items()
        if name.lower() not in _HEADERS and name != "content"
    }
    unfolded = Call(method, call.path, urlencode(query), headers)
    if unfolded.version is not Version.ONE:
        raise BadRequest(
            "xapi.alternate",
            "xAPI 2.0 has no alternate request syntax: send the request itself.",
            "method",
        )
    return unfolded, content


def _method(call: Call) -> str:
    given = call.parameters()
    if len(given) > 1:
        raise BadRequest(
            "xapi.alternate", "Beside method, parameters stand in the form and not in the address."
        )
    method = given["method"].upper()
    if method not in METHODS:
        raise BadRequest("xapi.alternate", f"The method is one of {', '.join(METHODS)}.", "method")
    return method


def _fields(body: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=50)
    except ValueError as error:
        raise BadRequest("xapi.alternate", "The form cannot be read.") from error
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise BadRequest("xapi.alternate", "A field of the form stands twice.")
    return fields
