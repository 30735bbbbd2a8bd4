"""The headers of attachments (2.4.11, 2.6). Their data travel apart from the statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trimtab.xapi.faults import InvalidStatement
from trimtab.xapi.shape import Rule, check, each
from trimtab.xapi.values import iri, language_map, length, media_type, sha2

SIGNATURE = "http://adlnet.gov/expapi/attachments/signature"
_ATTACHMENT: Mapping[str, Rule] = {
    "usageType": iri,
    "display": language_map,
    "description": language_map,
    "contentType": media_type,
    "length": length,
    "sha2": sha2,
    "fileUrl": iri,
}
_REQUIRED = ("usageType", "display", "contentType", "length", "sha2")


def attachment(value: Any) -> None:
    """What is attached: kind, name, type, length, hash (2.4.11); a
    signature is an octet-stream (2.6)."""
    properties = check(value, _ATTACHMENT, "2.4.11", required=_REQUIRED)
    if (
        properties["usageType"] == SIGNATURE
        and properties["contentType"] != "application/octet-stream"
    ):
        raise InvalidStatement(
            "A signature's contentType is application/octet-stream.", "2.6", "contentType"
        )


def attachments(value: Any) -> None:
    """A list of attachments (2.4.11)."""
    each(value, attachment, "2.4.11", "Attachments")
