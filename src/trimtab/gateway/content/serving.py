"""Files of packages: right types, parts of files for films, and a policy that
keeps them apart from everything else."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from csp.decorators import csp_exempt
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from trimtab import clock
from trimtab.courses import api as courses

POLICY = (
    "default-src 'self' https: data: blob: 'unsafe-inline' 'unsafe-eval'; frame-ancestors 'self'; "
    "base-uri 'self'; "
    "form-action 'self'; object-src 'self'"
)
# Browsers refuse scripts and styles of the wrong type, and what the
# machine's own table says differs.
TYPES = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".css": "text/css",
    ".html": "text/html",
    ".htm": "text/html",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".vtt": "text/vtt",
    ".wasm": "application/wasm",
    ".xml": "application/xml",
    ".pdf": "application/pdf",
    ".webp": "image/webp",
}
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_CHUNK = 256 * 1024


@require_safe
@csp_exempt()  # type: ignore[arg-type]
@xframe_options_exempt
def file(request: HttpRequest, session_id: UUID, path: str) -> HttpResponseBase:
    """One file of the package that a session plays. The session's
    id is the key to it, for a day."""
    if request.headers.get("Service-Worker"):
        raise Http404
    place = courses.file_of_session(session_id, path, clock.now())
    if place is None:
        raise Http404
    response = _answer(request, place)
    response.headers["Content-Type"] = media_type(place.name)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def media_type(name: str) -> str:
    """The type of a file by its name."""
    suffix = Path(name).suffix.lower()
    return TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"


def _answer(request: HttpRequest, place: Path) -> HttpResponseBase:
    size = place.stat().st_size
    part = byte_range(request.headers.get("Range", ""), size)
    if part is None:
        response: HttpResponseBase = StreamingHttpResponse(_parts(place, 0, size))
        response.headers["Content-Length"] = str(size)
        return response
    start, end = part
    if start > end:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = StreamingHttpResponse(_parts(place, start, end - start + 1), status=206)
    response.headers["Content-Range"] = f"bytes {start}-{end}/{size}"
    response.headers["Content-Length"] = str(end - start + 1)
    # Keeps the middleware from compressing: a part of a file is counted in its own bytes.
    response.headers["Content-Encoding"] = "identity"
    return response


def byte_range(header: str, size: int) -> tuple[int, int] | None:
    """The first and last byte asked for; None for the whole file; first > last
    when there are none (RFC 9110, 14.2)."""
    match = _RANGE.fullmatch(header.strip())
    if not match or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        return max(size - int(last), 0), size - 1
    end = min(int(last), size - 1) if last else size - 1
    return (int(first), end) if int(first) < size else (1, 0)


def _parts(path: Path, start: int, length: int) -> Iterator[bytes]:
    with path.open("rb") as source:
        source.seek(start)
        while length > 0 and (part := source.read(min(_CHUNK, length))):
            length -= len(part)
            yield part
