"""Content in parts (multipart/mixed): statements first, then the
data of their attachments (1.5.2)."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from trimtab.gateway.xapi.wire import JSON, BadRequest
from trimtab.xapi.faults import InvalidStatement
from trimtab.xapi.files import AttachmentFile
from trimtab.xapi.values import sha2

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

MIXED = "multipart/mixed"
HASH = "x-experience-api-hash"
MOST_PARTS = 1_000
MOST_HEADERS = 20
LONGEST_BOUNDARY = 70


@dataclass(slots=True)
class BodyPart:
    """One part: its headers, names in lower case, and its data."""

    headers: dict[str, str] = field(default_factory=dict)
    data: bytes = b""


def statements_and_files(content_type: str, body: bytes) -> tuple[bytes, dict[str, AttachmentFile]]:
    """The JSON of the first part, and the data of the others by SHA-2
    in lower case. Raises BadRequest."""
    body_parts = split(_boundary(content_type), body)
    if (
        not body_parts
        or body_parts[0].headers.get("content-type", "").partition(";")[0].strip().lower() != JSON
    ):
        raise BadRequest(
            "xapi.parts", f"The first part holds the statements, as {JSON}.", "Content-Type"
        )
    return body_parts[0].data, {
        _hash(part, number): AttachmentFile.of(part.data)
        for number, part in enumerate(body_parts[1:], 2)
    }


def _boundary(content_type: str) -> bytes:
    _kind, options = parse_options_header(content_type)
    boundary = options.get(b"boundary", b"")
    if not 0 < len(boundary) <= LONGEST_BOUNDARY:
        sentence = f"{MIXED} names its boundary, of at most {LONGEST_BOUNDARY} characters."
        raise BadRequest("xapi.boundary", sentence, "Content-Type")
    return boundary


def _hash(part: BodyPart, number: int) -> str:
    if part.headers.get("content-transfer-encoding", "").strip().lower() != "binary":
        raise BadRequest(
            "xapi.parts",
            f"Part {number} says Content-Transfer-Encoding: binary.",
            "Content-Transfer-Encoding",
        )
    given = part.headers.get(HASH, "").strip()
    try:
        sha2(given)
    except InvalidStatement as fault:
        raise BadRequest(
            "xapi.hash", f"Part {number}: {fault.sentence}", "X-Experience-API-Hash"
        ) from fault
    return given.lower()


class _Collector:
    """Takes what the parser finds."""

    def __init__(self) -> None:
        self.parts: list[BodyPart] = []
        self.is_whole = False
        self._name, self._value, self._data = b"", b"", list[bytes]()

    def on_part_begin(self) -> None:
        if len(self.parts) == MOST_PARTS:
            raise BadRequest("xapi.parts", f"At most {MOST_PARTS:,} parts go into one request.")
        self.parts.append(BodyPart())
        self._data = []

    def on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def on_header_end(self) -> None:
        self.parts[-1].headers[self._name.decode("latin-1").strip().lower()] = self._value.decode(
            "latin-1"
        ).strip()
        self._name = self._value = b""

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        self._data.append(data[start:end])

    def on_part_end(self) -> None:
        self.parts[-1].data = b"".join(self._data)
        self._data = []

    def on_end(self) -> None:
        self.is_whole = True

    def callbacks(self) -> MultipartCallbacks:
        """What the parser calls."""
        return {
            "on_part_begin": self.on_part_begin,
            "on_header_field": self.on_header_field,
            "on_header_value": self.on_header_value,
            "on_header_end": self.on_header_end,
            "on_part_data": self.on_part_data,
            "on_part_end": self.on_part_end,
            "on_end": self.on_end,
        }


def split(boundary: bytes, body: bytes) -> list[BodyPart]:
    """The parts of a multipart content, each whole. What stands before the first
    boundary is no part (RFC 2046, 5.1.1).

    Raises BadRequest.
    """
    start = body.find(b"--" + boundary)
    if start < 0:
        raise BadRequest(
            "xapi.boundary",
            "The content does not hold the boundary that its type names.",
            "Content-Type",
        )
    collector = _Collector()
    parser = MultipartParser(boundary, collector.callbacks(), max_header_count=MOST_HEADERS)
    try:
        parser.write(memoryview(body)[start:].tobytes() if start else body)
        parser.finalize()
    except FormParserError as error:
        raise BadRequest(
            "xapi.parts", f"The parts cannot be read: {error}", "Content-Type"
        ) from error
    if not collector.is_whole:
        raise BadRequest(
            "xapi.parts", "The last boundary is missing: the content is not whole.", "Content-Type"
        )
    return collector.parts


def joined(body: bytes, files: Iterable[tuple[str, str, bytes]]) -> tuple[bytes, str]:
    """Statements and the data of attachments (SHA-2, media type, data) as
    one content, and its content type."""
    # By chance: whoever could foretell it could write further parts into the data of an attachment.
    boundary = secrets.token_hex(20)
    made = [_framed(boundary, {"Content-Type": JSON}, body)]
    for key, kind, data in files:
        headers = {
            "Content-Type": kind,
            "Content-Transfer-Encoding": "binary",
            "X-Experience-API-Hash": key,
        }
        made.append(_framed(boundary, headers, data))
    made.append(f"--{boundary}--\r\n".encode())
    return b"".join(made), f"{MIXED}; boundary={boundary}"


def _framed(boundary: str, headers: Mapping[str, str], data: bytes) -> bytes:
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return b"--%b\r\n%b\r\n%b\r\n" % (boundary.encode(), head.encode(), data)
