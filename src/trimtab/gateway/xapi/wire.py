"""Requests and answers as plain values, the same for both ways in, and
the refusals that only HTTP knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

import msgspec

from trimtab.kernel.errors import Refusal
from trimtab.xapi.faults import shown
from trimtab.xapi.version import Version, version_of

JSON = "application/json"
MOST_BYTES = 16 * 1024 * 1024
# A request without a version is one of the time before 1.0, when none was
# needed; it is refused under that name.
UNVERSIONED = "0.95"
VERSION_HEADER = "X-Experience-API-Version"
# Any page may call: credentials travel in a header that only a program sets, never in a cookie.
ALLOW = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "ETag, Last-Modified, Retry-After, X-Experience-API-Version, "
        "X-Experience-API-Consistent-Through, X-Trimtab-Left-Out"
    ),
}

# What is here is somebody's: only the caller's own cache keeps it, and asks each time
# whether it is still so (RFC 9111, 5.2.2).
PERSONAL = {
    "Cache-Control": "private, no-cache",
    "Vary": f"Authorization, {VERSION_HEADER}, Accept-Language",
}
OPEN = {"Cache-Control": "public, max-age=300", "Vary": VERSION_HEADER}


class BadRequest(Refusal):
    """The request is not one that the specification knows."""

    status = 400


class NotKnown(Refusal):
    """The credentials are missing or do not fit."""

    status = 401


class TooSlow(Refusal):
    """The content did not arrive in time."""

    status = 408


class TooLarge(Refusal):
    """The content is larger than the store takes."""

    status = 413


class NotThisCoding(Refusal):
    """The content is packed in a way that is not read here."""

    status = 415


class NotThisMethod(Refusal):
    """The address has no such method."""

    status = 405


class Busy(Refusal):
    """The store has more waiting than it wants to keep in memory, or
    its database is away: try again."""

    status = 503


@dataclass(frozen=True, slots=True)
class Call:
    """A request without its content; names of headers are in lower case."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]

    @property
    def version(self) -> Version:
        """The version of the standard that the request is in (3.3). Raises
        BadRequest when it names none that we speak."""
        given = self.headers.get("x-experience-api-version", "").strip()
        version = version_of(given)
        if version is None:
            sentence = f"This store speaks xAPI 1.0.x and 2.0.x, not '{shown(given)}'."
            if not given:
                sentence = f"The header {VERSION_HEADER} is missing: send 1.0.3 or 2.0.0."
            raise BadRequest("xapi.version", sentence, VERSION_HEADER)
        return version

    def parameters(self) -> dict[str, str]:
        """The parameters of the query. Raises BadRequest when one stands twice or is no UTF-8."""
        try:
            pairs = parse_qsl(
                self.query, keep_blank_values=True, errors="strict", max_num_fields=50
            )
        except ValueError as error:
            raise BadRequest("xapi.query", "The query cannot be read.") from error
        parameters = dict(pairs)
        if len(parameters) != len(pairs):
            raise BadRequest("xapi.query", "A parameter stands twice.")
        return parameters

    def tags(self, header: str) -> frozenset[str] | None:
        """The tags of If-Match or If-None-Match, without quotes and the mark of a
        weak one; None without such a header."""
        given = self.headers.get(header)
        if given is None:
            return None
        return frozenset(part.strip().removeprefix("W/").strip('"') for part in given.split(","))


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


def check_coding(headers: Mapping[str, str]) -> None:
    """Raises NotThisCoding when the content is compressed."""
    coding = headers.get("content-encoding", "").strip().lower()
    if coding not in ("", "identity"):
        sentence = f"The content is sent as it is, and not packed as '{shown(coding)}'."
        raise NotThisCoding("xapi.coding", sentence, "Content-Encoding")


def check_size(size: int, most: int = MOST_BYTES) -> None:
    """Raises TooLarge when there are more bytes than go into one request."""
    if size > most:
        raise TooLarge("xapi.size", f"At most {most // 1024**2} MiB go into one request.")


def headers_for(call: Call, answer: Answer) -> dict[str, str]:
    """The headers of an answer: its own, the version it is given in, leave for other origins to
    read it (3.3), and, where it says nothing else, that no cache shares it."""
    given = call.headers.get("x-experience-api-version", "").strip()
    spoken = (version_of(given) or Version.TWO).value if given else UNVERSIONED
    return {VERSION_HEADER: spoken, **ALLOW, **PERSONAL, **answer.headers}


def refused(fault: Refusal) -> Answer:
    """A refusal as an answer: JSON with code, sentence and the place at fault."""
    # Programs read the English sentence, whoever sends them.
    body = {"code": fault.code, "sentence": str(fault.sentence), "field": str(fault.field)}
    if reference := getattr(fault, "reference", ""):
        body["reference"] = reference
    headers = {"Content-Type": JSON}
    match fault.status:
        case 401:
            headers["WWW-Authenticate"] = 'Basic realm="xAPI", charset="UTF-8"'
        case 429 | 503:
            headers["Retry-After"] = str(getattr(fault, "wait", 1))
    return Answer(fault.status, msgspec.json.encode(body), headers)


def iso(moment: dt.datetime) -> str:
    """A moment in UTC, as headers say it."""
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
