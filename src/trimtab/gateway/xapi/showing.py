"""From statements to the content of an answer (2.1.3; part two, 2.5)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

import msgspec

from trimtab.gateway.xapi.asking import AFTER
from trimtab.gateway.xapi.wire import JSON, iso
from trimtab.lrs.api import StatementPage
from trimtab.xapi.formats import Format, canonical, ids_only


def formatted(text: str, kind: Format, languages: Sequence[str]) -> str:
    """One statement's JSON in the format asked for."""
    match kind:
        case Format.EXACT:
            return text
        case Format.IDS:
            return msgspec.json.encode(ids_only(json.loads(text))).decode()
        case Format.CANONICAL:
            return msgspec.json.encode(canonical(json.loads(text), languages)).decode()


def result(page: StatementPage, texts: Sequence[str], *, path: str, given: Mapping[str, str]) -> bytes:
    """A StatementResult: the statements, and the address of the next page, or ''."""
    more = ""
    if page.next:
        stored, key = page.next
        more = f"{path}?{urlencode({**given, AFTER: f'{iso(stored)}~{key}'})}"
    return f'{{"statements":[{",".join(texts)}],"more":{json.dumps(more)}}}'.encode()


def multipart(body: bytes) -> tuple[bytes, str]:
    """The content in the form that has room for attachments (1.5.2), and its content type. No attachment is stored yet."""
    boundary = hashlib.sha256(body).hexdigest()
    framed = b"--%b\r\nContent-Type: %b\r\n\r\n%b\r\n--%b--\r\n"
    return framed % (boundary.encode(), JSON.encode(), body, boundary.encode()), f"multipart/mixed; boundary={boundary}"


def languages(header: str) -> list[str]:
    """The tags of an Accept-Language header, the best first (RFC 9110, 12.5.4)."""
    found: list[tuple[float, str]] = []
    for part in header.split(",")[:20]:
        tag, _, quality = part.strip().partition(";")
        try:
            weight = float(quality.strip().removeprefix("q=")) if quality else 1.0
        except ValueError:
            continue
        if tag and weight > 0:
            found.append((weight, tag.strip()))
    return [tag for _weight, tag in sorted(found, key=lambda pair: -pair[0])]
