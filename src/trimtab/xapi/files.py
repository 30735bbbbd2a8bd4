"""The data of attachments that travel with statements (2.4.11; part three, 1.5.2).

The hash is the sender's claim: the standard has the store compare it with
the statement's, and not with the data.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from trimtab.xapi.attachment import SIGNATURE
from trimtab.xapi.faults import InvalidStatement
from trimtab.xapi.signature import check_signature
from trimtab.xapi.version import Version


@dataclass(frozen=True, slots=True)
class AttachmentFile:
    """The data of an attachment, and their real SHA-256 in hexadecimal digits."""

    data: bytes
    digest: str

    @classmethod
    def of(cls, data: bytes) -> AttachmentFile:
        """The file with these data."""
        return cls(data, hashlib.sha256(data).hexdigest())


Files = Mapping[str, AttachmentFile]
_SECTION = "2.4.11"


def attachments_in(statement: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every attachment of a valid statement with its place, those of a sub-statement too."""
    for position, attachment in enumerate(statement.get("attachments", ())):
        yield f"attachments[{position}]", attachment
    if statement["object"].get("objectType") == "SubStatement":
        for place, attachment in attachments_in(statement["object"]):
            yield f"object.{place}", attachment


def check_files(
    statement: Mapping[str, Any], files: Files, version: Version
) -> dict[str, AttachmentFile]:
    """That every attachment of a valid statement has its data in `files` (by SHA-2,
    lower case), or says where they are (fileUrl), and that signatures hold. Returns
    those of `files` that the statement names.

    Raises InvalidStatement.
    """
    named: dict[str, AttachmentFile] = {}
    for place, attachment in attachments_in(statement):
        key = attachment["sha2"].lower()
        if key in files:
            named[key] = files[key]
        elif "fileUrl" not in attachment:
            sentence = "An attachment comes with its data (multipart/mixed) or with a fileUrl."
            raise InvalidStatement(sentence, _SECTION, f"{place}.fileUrl")
        if attachment["usageType"] == SIGNATURE and not place.startswith("object."):
            try:
                _check_signed(files.get(key), statement, version)
            except InvalidStatement as fault:
                fault.below(place)
                raise
    return named


def _check_signed(
    token: AttachmentFile | None, statement: Mapping[str, Any], version: Version
) -> None:
    if token is None:
        raise InvalidStatement("A signature comes with its data: send multipart/mixed.", "2.6")
    check_signature(token.data, statement, version)
