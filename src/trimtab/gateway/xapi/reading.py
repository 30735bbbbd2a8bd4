"""From a POST or PUT of statements to the rows to store (2.1.1, 2.1.2, 1.5, 3.3).

The head is read once, before the content is there; what it says goes with the content from then on.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import msgspec

from trimtab.gateway.xapi import parts, scopes
from trimtab.gateway.xapi.scopes import ScopedResource
from trimtab.gateway.xapi.wire import JSON, BadRequest, Call, WireAnswer, check_coding, check_size
from trimtab.lrs import api as lrs
from trimtab.lrs.api import CredentialRow, LenientBatch, Prepared
from trimtab.xapi.decoding import decode
from trimtab.xapi.faults import InvalidStatement, shown
from trimtab.xapi.files import Files
from trimtab.xapi.values import as_uuid
from trimtab.xapi.version import Version

_STATEMENT_ID = "statementId"


@dataclass(frozen=True, slots=True)
class PostedHead:
    """What the head of a POST or PUT says of its content, and by whose key it came.

    `content_type` is as it was sent, `is_json` whether there is nothing but statements, and `named`
    the id in the address of a PUT, as text; None for a POST.
    """

    by: CredentialRow
    version: Version
    content_type: str
    is_json: bool
    named: str | None

    def prepare(self, body: bytes, *, now: dt.datetime) -> Prepared:
        """The rows of the content, all or none. Raises InvalidStatement or BadRequest."""
        if self.is_json and self.named is None:
            return lrs.prepare_content(body, by=self.by, now=now, version=self.version)
        given, files = self.content(body)
        return lrs.prepare(given, by=self.by, now=now, version=self.version, files=files)

    def prepare_each(self, body: bytes, *, now: dt.datetime) -> LenientBatch:
        """The rows of the content, each by itself, for a lenient credential.

        Raises InvalidStatement or BadRequest when nothing of it can be read.
        """
        given, files = self.content(body)
        return lrs.prepare_each(given, by=self.by, now=now, version=self.version, files=files)

    def content(self, body: bytes) -> tuple[Any, Files]:
        """The statements, unchecked themselves, and the data of attachments by SHA-2.

        Raises InvalidStatement or BadRequest.
        """
        files: Files = {}
        text = body
        if not self.is_json:
            text, files = parts.statements_and_files(self.content_type, body)
        given = decode(text)
        return (given if self.named is None else _under(given, self.named)), files

    def stored(self, prepared: Prepared) -> WireAnswer:
        """What a client hears when its statements are on disk (2.1.1, 2.1.2)."""
        if self.named is not None:
            return WireAnswer(204)
        return WireAnswer(200, msgspec.json.encode(prepared.ids), {"Content-Type": JSON})


def read(call: Call, by: CredentialRow) -> PostedHead:
    """Everything that can be said before the content is read.

    Raises NotAllowed, BadRequest, NotThisCoding or TooLarge.
    """
    version = call.version
    scopes.require(by, ScopedResource.STATEMENTS, call.method)
    named = _named(call)
    check_coding(call.headers)
    content_type = call.headers.get("content-type", "")
    kind = content_type.partition(";")[0].strip().lower()
    if kind not in (JSON, parts.MIXED):
        sentence = (
            f"The content type is {JSON}, or {parts.MIXED} with attachments, not '{shown(kind)}'."
        )
        raise BadRequest("xapi.content-type", sentence, "Content-Type")
    _check_length(call.headers.get("content-length", "0"))
    return PostedHead(by, version, content_type, kind == JSON, named)


def _named(call: Call) -> str | None:
    """The id in the address of a PUT; a POST has no parameters."""
    parameters = call.parameters()
    is_put = call.method == "PUT"
    for name in parameters:
        if not (is_put and name == _STATEMENT_ID):
            sentence = f"'{shown(name)}' is not a parameter of this request."
            raise BadRequest("xapi.parameter", sentence, shown(name))
    if is_put and not parameters:
        sentence = "A PUT names its statement: ?statementId=…"
        raise BadRequest("xapi.parameter", sentence, _STATEMENT_ID)
    return parameters[_STATEMENT_ID] if is_put else None


def _check_length(length: str) -> None:
    if not (length.isascii() and length.isdigit()):
        raise BadRequest("xapi.length", "The Content-Length is not a number.", "Content-Length")
    # A number of a million digits is no size, and costs time to read.
    check_size(int(length[:20]))


def _under(given: Any, named: str) -> Any:
    """The statement of a PUT, under the id of its address (2.1.1)."""
    try:
        key = as_uuid(named)
    except InvalidStatement as fault:
        fault.below(_STATEMENT_ID)
        raise
    if not isinstance(given, dict):
        raise BadRequest("xapi.put", "A PUT holds one statement, not a list.")
    if str(given.get("id", key)).lower() != str(key):
        sentence = "The statement's id is not the statementId of the request."
        raise BadRequest("xapi.put", sentence, "id")
    return {**given, "id": str(key)}
