"""Which pictures browsers show, told by their first bytes and not by their names. Pure."""

from __future__ import annotations

import re

MOST_BYTES = 10 * 1024 * 1024
_FIRST = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)
_SVG = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>\s*)*<svg[\s>]",
    re.DOTALL,
)


def media_type(content: bytes) -> str:
    """The type of a picture; '' when it is none that is shown, or larger than pictures are."""
    if len(content) > MOST_BYTES:
        return ""
    for first, kind in _FIRST:
        if content.startswith(first):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:8] == b"ftyp" and content[8:12] in {b"avif", b"avis"}:
        return "image/avif"
    return "image/svg+xml" if _SVG.match(content[:65_536]) else ""
