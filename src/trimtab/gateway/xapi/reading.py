"""From a POST or PUT to the rows to store (2.1.1, 2.1.2, 1.5, 3.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import msgspec

from trimtab.gateway.xapi import parts, scopes
from trimtab.gateway.xapi.scopes import Resource
from trimtab.gateway.xapi.wire import JSON, Answer, BadRequest, Call, NotThisCoding, TooLarge
from trimtab.lrs import api as lrs
from trimtab.lrs.api import CredentialRow, Prepared
from trimtab.xapi.decoding import decode
from trimtab.xapi.faults import InvalidStatement, shown
from trimtab.xapi.files import Files
from trimtab.xapi.values import as_uuid

MOST_BYTES = 16 * 1024 * 1024


def check_head(call: Call, by: CredentialRow) -> None:
    """Everything that can be said before the content is read. Raises NotAllowed, BadRequest or TooLarge."""
    _ = call.version
    scopes.require(by, Resource.STATEMENTS, call.method)
    parameters = call.parameters()
    allowed = {"statementId"} if call.method == "PUT" else set()
    for name in parameters:
        if name not in allowed:
            raise BadRequest(
                "xapi.parameter",
                f"'{shown(name)}' is not a parameter of this request.",
                shown(name),
            )
    if call.method == "PUT" and "statementId" not in parameters:
        raise BadRequest(
            "xapi.parameter", "A PUT names its statement: ?statementId=…", "statementId"
        )
    _check_content(call)


def _check_content(call: Call) -> None:
    check_coding(call.headers)
    kind = call.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in (JSON, parts.MIXED):
        sentence = (
            f"The content type is {JSON}, or {parts.MIXED} with attachments, not '{shown(kind)}'."
        )
        raise BadRequest("xapi.content-type", sentence, "Content-Type")
    length = call.headers.get("content-length", "0")
    if not (length.isascii() and length.isdigit()):
        raise BadRequest("xapi.length", "The Content-Length is not a number.", "Content-Length")
    # A number of a million digits is no size, and costs time to read.
    check_size(int(length[:20]))


def check_coding(headers: Mapping[str, str]) -> None:
    """Raises NotThisCoding when the content is compressed."""
    coding = headers.get("content-encoding", "").strip().lower()
    if coding not in ("", "identity"):
        sentence = f"The content is sent as it is, and not packed as '{shown(coding)}'."
        raise NotThisCoding("xapi.coding", sentence, "Content-Encoding")


def check_size(size: int, most: int = MOST_BYTES) -> None:
    """Raises TooLarge."""
    if size > most:
        raise TooLarge("xapi.size", f"At most {most // 1024**2} MiB go into one request.")


def tags(header: str | None) -> frozenset[str] | None:
    """The tags of If-Match or If-None-Match without their quotes and without the mark of a weak one; None without a header."""
    if header is None:
        return None
    return frozenset(part.strip().removeprefix("W/").strip('"') for part in header.split(","))


def prepare(call: Call, body: bytes, *, by: CredentialRow, now: dt.datetime) -> Prepared:
    """The rows of a request whose head was checked. Raises InvalidStatement or BadRequest; touches no database."""
    if call.method == "POST" and call.headers.get("content-type", "").lower().startswith(JSON):
        return lrs.prepare_content(body, by=by, now=now, version=call.version)
    given, files = content(call, body)
    return lrs.prepare(given, by=by, now=now, version=call.version, files=files)


def content(call: Call, body: bytes) -> tuple[Any, Files]:
    """The statements of a request whose head was checked, unchecked themselves, and the data of attachments by SHA-2.

    Raises InvalidStatement or BadRequest.
    """
    kind = call.headers.get("content-type", "")
    files: Files
    text, files = (
        (body, {}) if kind.lower().startswith(JSON) else parts.statements_and_files(kind, body)
    )
    given = decode(text)
    return (_named(given, call) if call.method == "PUT" else given), files


def _named(given: Any, call: Call) -> Any:
    """The statement of a PUT, under the id of its address (2.1.1)."""
    try:
        key = as_uuid(call.parameters()["statementId"])
    except InvalidStatement as fault:
        fault.below("statementId")
        raise
    if not isinstance(given, dict):
        raise BadRequest("xapi.put", "A PUT holds one statement, not a list.")
    if str(given.get("id", key)).lower() != str(key):
        raise BadRequest(
            "xapi.put", "The statement's id is not the statementId of the request.", "id"
        )
    return {**given, "id": str(key)}


def stored(call: Call, prepared: Prepared) -> Answer:
    """What a client hears when its statements are on disk (2.1.1, 2.1.2)."""
    if call.method == "PUT":
        return Answer(204)
    return Answer(200, msgspec.json.encode(prepared.ids), {"Content-Type": JSON})
