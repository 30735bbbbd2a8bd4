"""The data of attachments that travel with statements (2.4.11; part three, 1.5.2)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from trimtab.xapi.attachment import SIGNATURE
from trimtab.xapi.faults import InvalidStatement
from trimtab.xapi.signature import check_signature
from trimtab.xapi.version import Version

Files = Mapping[str, bytes]
_SECTION = "2.4.11"
_BY_LENGTH = {56: hashlib.sha224, 64: hashlib.sha256, 96: hashlib.sha384, 128: hashlib.sha512}


def attachments_in(statement: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every attachment of a valid statement with its place, those of a sub-statement too."""
    for position, one in enumerate(statement.get("attachments", ())):
        yield f"attachments[{position}]", one
    if statement["object"].get("objectType") == "SubStatement":
        for place, one in attachments_in(statement["object"]):
            yield f"object.{place}", one


def check_files(statement: Mapping[str, Any], files: Files, version: Version) -> tuple[str, ...]:
    """That every attachment of a valid statement has its data in `files` (by SHA-2, lower case), or says where they are
    (fileUrl); that data and header agree; that signatures hold. Returns the hashes whose data came.

    Raises InvalidStatement.
    """
    found: dict[str, None] = {}
    for place, one in attachments_in(statement):
        key = one["sha2"].lower()
        try:
            _check_file(one, files.get(key))
            if one["usageType"] == SIGNATURE and not place.startswith("object."):
                _check_signed(files.get(key), statement, version)
        except InvalidStatement as fault:
            fault.below(place)
            raise
        if key in files:
            found[key] = None
    return tuple(found)


def _check_file(attachment: Mapping[str, Any], data: bytes | None) -> None:
    if data is None:
        if "fileUrl" not in attachment:
            sentence = "An attachment comes with its data (multipart/mixed) or with a fileUrl."
            raise InvalidStatement(sentence, _SECTION, "fileUrl")
    elif len(data) != attachment["length"]:
        raise InvalidStatement(f"The data have {len(data):,} octets, not {attachment['length']:,}.", _SECTION, "length")


def _check_signed(token: bytes | None, statement: Mapping[str, Any], version: Version) -> None:
    if token is None:
        raise InvalidStatement("A signature comes with its data: send multipart/mixed.", "2.6")
    check_signature(token, statement, version)


def check_hash(sha2: str, data: bytes) -> None:
    """That `sha2` is the SHA-2 hash of `data`; its length says which one. Raises InvalidStatement."""
    hasher = _BY_LENGTH.get(len(sha2))
    if hasher is None or hasher(data).hexdigest() != sha2.lower():
        raise InvalidStatement("The X-Experience-API-Hash is not the SHA-2 hash of the data.", _SECTION)
