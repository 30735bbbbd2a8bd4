"""From statements to the content of an answer (2.1.3; part two, 2.5)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

import msgspec

from trimtab.gateway.xapi import parts
from trimtab.gateway.xapi.asking import AFTER
from trimtab.gateway.xapi.wire import iso
from trimtab.lrs.api import StatementPage
from trimtab.xapi.files import attachments_in
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


def result(
    page: StatementPage, texts: Sequence[str], *, path: str, given: Mapping[str, str]
) -> bytes:
    """A StatementResult: the statements, and the address of the next page, or ''."""
    more = ""
    if page.next:
        stored, key = page.next
        more = f"{path}?{urlencode({**given, AFTER: f'{iso(stored)}~{key}'})}"
    return f'{{"statements":[{",".join(texts)}],"more":{json.dumps(more)}}}'.encode()


def multipart(body: bytes, texts: Sequence[str], files: Mapping[str, bytes]) -> tuple[bytes, str]:
    """The content with the data of the statements' attachments (1.5.2), and its content type."""
    kinds = _media_types(texts) if files else {}
    return parts.joined(
        body,
        ((key, kinds.get(key, "application/octet-stream"), data) for key, data in files.items()),
    )


def _media_types(texts: Sequence[str]) -> dict[str, str]:
    """What the statements say of their attachments, by SHA-2; in one line, as a header needs it."""
    attachments = (
        attachment for text in texts for _place, attachment in attachments_in(json.loads(text))
    )
    return {
        attachment["sha2"].lower(): " ".join(attachment["contentType"].split())
        for attachment in attachments
    }


def languages(header: str) -> list[str]:
    """The tags of an Accept-Language header, the best first (RFC 9110, 12.5.4)."""
    weighed: list[tuple[float, str]] = []
    for part in header.split(",")[:20]:
        tag, _, quality = part.strip().partition(";")
        try:
            weight = float(quality.strip().removeprefix("q=")) if quality else 1.0
        except ValueError:
            continue
        if tag and weight > 0:
            weighed.append((weight, tag.strip()))
    return [tag for _weight, tag in sorted(weighed, key=lambda pair: -pair[0])]
