"""What a form was answered, kept for whoever sends it again: the whole answer, sealed, and the same
answer made of it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import zlib
from typing import Any

import msgspec
from cryptography.fernet import Fernet
from django.contrib.messages import add_message
from django.http import HttpRequest, HttpResponse, HttpResponseBase

MOST_BYTES = 2 * 1024 * 1024
ENDED = ""
_CSRF, _ROTATED = "CSRF_COOKIE", "CSRF_COOKIE_NEEDS_UPDATE"


class Cookie(msgspec.Struct, frozen=True):
    """A cookie that the answer set."""

    name: str
    value: str
    attributes: dict[str, Any]


class NextMessage(msgspec.Struct, frozen=True):
    """A message that the next page shows."""

    level: int
    text: str
    tags: str


class RequestAnswer(msgspec.Struct, frozen=True):
    """An answer, with what it does to the sender: the session that it began (ENDED: that it ended;
    None: neither) and their token."""

    status: int
    headers: dict[str, str]
    body: bytes
    cookies: tuple[Cookie, ...] = ()
    said: tuple[NextMessage, ...] = ()
    session: str | None = None
    token: str = ""
    nonce: str = ""


def answer_of(
    request: HttpRequest, response: HttpResponse, *, session_before: str | None
) -> RequestAnswer:
    """What `response` answers. Messages that it shows itself are part of its body."""
    after = request.session.session_key
    waiting = getattr(request, "_messages", None)
    return RequestAnswer(
        status=response.status_code,
        headers=dict(response.items()),
        body=response.content,
        cookies=tuple(
            Cookie(morsel.key, morsel.value, dict(morsel)) for morsel in response.cookies.values()
        ),
        # Reading messages in the public way counts as showing them.
        said=tuple(
            NextMessage(message.level, str(message.message), message.extra_tags or "")
            for message in getattr(waiting, "_queued_messages", ())
        ),
        session=None if after == session_before else after or ENDED,
        token=request.META[_CSRF] if request.META.get(_ROTATED) else "",
        nonce=getattr(request, "_csp_nonce", None) or "",
    )


def answered_again(request: HttpRequest, answer: RequestAnswer) -> HttpResponseBase:
    """The same answer once more, with the same effect on the sender's browser and none on anything
    else."""
    response = HttpResponse(answer.body, status=answer.status, headers=answer.headers)
    for cookie in answer.cookies:
        response.cookies[cookie.name] = cookie.value
        response.cookies[cookie.name].update(cookie.attributes)
    for message in answer.said:
        add_message(request, message.level, message.text, extra_tags=message.tags)
    if answer.session is not None:
        request.session = type(request.session)(answer.session or None)
        request.session.modified = answer.session != ENDED
    if answer.token:
        request.META[_CSRF], request.META[_ROTATED] = answer.token, True
    if answer.nonce:
        request._csp_nonce = answer.nonce  # type: ignore[attr-defined]
    return response


class Seal:
    """Keeps an answer so that only the server's secret and the sent form together open it."""

    def __init__(self, secret: str, name: bytes) -> None:
        """`name` is all that makes the form this form: whoever sends the same again has the
        same."""
        self.key = _keyed(secret, b"once-key", name).hex()
        self._fernet = Fernet(base64.urlsafe_b64encode(_keyed(secret, b"once-seal", name)))

    def sealed(self, answer: RequestAnswer) -> bytes | None:
        """None when it is too large to be kept."""
        packed = zlib.compress(msgspec.msgpack.encode(answer))
        return self._fernet.encrypt(packed) if len(packed) <= MOST_BYTES else None

    def opened(self, kept: bytes) -> RequestAnswer:
        """Raises InvalidToken for what another form was answered."""
        return msgspec.msgpack.decode(
            zlib.decompress(self._fernet.decrypt(kept)), type=RequestAnswer
        )


def _keyed(secret: str, purpose: bytes, name: bytes) -> bytes:
    return hmac.new(secret.encode(), purpose + b"\0" + name, hashlib.sha256).digest()
