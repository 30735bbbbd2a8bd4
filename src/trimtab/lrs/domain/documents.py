"""Documents of the state and profile resources: where they lie, when they may
be written, how they are merged. Pure."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

import msgspec

from trimtab.kernel.errors import Refusal
from trimtab.xapi.decoding import decode

JSON = "application/json"
ANY = "*"
_encode = msgspec.json.Encoder().encode


class DocumentKind(StrEnum):
    """The three document resources (part three, 2.3, 2.6, 2.7)."""

    STATE = "state"
    AGENT_PROFILE = "agent profile"
    ACTIVITY_PROFILE = "activity profile"


@dataclass(frozen=True, slots=True)
class DocumentPlace:
    """Where documents lie: of which kind, and whose. `activity` and `agent` are
    keys (keys.py); an activity profile has no agent, an agent profile no activity,
    and only a state may have a registration."""

    kind: DocumentKind
    activity: str = ""
    agent: str = ""
    registration: UUID | None = None


@dataclass(frozen=True, slots=True)
class DocumentContent:
    """What is in a document: octets and their media type."""

    data: bytes
    media_type: str

    @property
    def is_json(self) -> bool:
        """Whether it says that it is JSON."""
        return self.media_type.partition(";")[0].strip().lower() == JSON

    @property
    def etag(self) -> str:
        """The SHA-1 of the octets in hexadecimal digits, without quotes (part three, 3.1)."""
        return hashlib.sha1(self.data, usedforsecurity=False).hexdigest()


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document as it is stored."""

    name: str
    content: DocumentContent
    updated: dt.datetime


@dataclass(frozen=True, slots=True)
class Precondition:
    """What a client demands of the document that is there: If-Match,
    If-None-Match (RFC 9110, 13.1); None asks nothing.

    `careful` says that one of them is needed to replace a document (409 without),
    `always` that it is needed to make one too.
    """

    match: frozenset[str] | None = None
    none_match: frozenset[str] | None = None
    careful: bool = False
    always: bool = False


class NotWritten(Refusal):
    """The document is not written."""

    def __init__(self, code: str, sentence: str, *, status: int, field: str = "") -> None:
        super().__init__(code, sentence, field)
        self.status = status


def check_condition(there: DocumentContent | None, asked: Precondition) -> None:
    """Raises NotWritten: 412 when the document is not as demanded, 409 or 400 when
    a demand was needed (part three, 3.1)."""
    if asked.match is not None and (there is None or not _is_one_of(there, asked.match)):
        sentence = "The document is not the one that If-Match names: read it again, then write."
        raise NotWritten("xapi.precondition", sentence, status=412, field="If-Match")
    if asked.none_match is not None and there is not None and _is_one_of(there, asked.none_match):
        raise NotWritten(
            "xapi.precondition",
            "There is such a document already.",
            status=412,
            field="If-None-Match",
        )
    if asked.match is not None or asked.none_match is not None:
        return
    if asked.careful and there is not None:
        sentence = (
            "There is a document already: read it, then send its ETag in If-Match to replace it."
        )
        raise NotWritten("xapi.document-exists", sentence, status=409, field="If-Match")
    if asked.always:
        sentence = (
            "Say what you expect: If-None-Match: * for a new document, If-Match with its ETag to "
            "replace one."
        )
        raise NotWritten("xapi.no-condition", sentence, status=400, field="If-Match")


def _is_one_of(there: DocumentContent, tags: frozenset[str]) -> bool:
    return ANY in tags or there.etag in tags


def merged(there: DocumentContent | None, new: DocumentContent) -> DocumentContent:
    """What a POST leaves: the new document, or both as one JSON object, where the new one's
    properties win (part three, 2.2). Raises NotWritten (400) when one of them is not JSON,
    and InvalidStatement when it cannot be read."""
    fresh = _object(new, "The document that was sent") if new.is_json else None
    if there is None:
        return new
    if fresh is None:
        sentence = f"Only {JSON} can be merged with what is there; PUT replaces it."
        raise NotWritten("xapi.merge", sentence, status=400, field="Content-Type")
    if not there.is_json:
        sentence = (
            f"The document that is there is {there.media_type} and cannot be merged; PUT replaces "
            "it."
        )
        raise NotWritten("xapi.merge", sentence, status=400, field="Content-Type")
    return DocumentContent(_encode({**_object(there, "The document that is there"), **fresh}), JSON)


def _object(content: DocumentContent, what: str) -> dict[str, object]:
    value = decode(content.data)
    if not isinstance(value, dict):
        raise NotWritten("xapi.merge", f"{what} is not a JSON object.", status=400)
    return value
