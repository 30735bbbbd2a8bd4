"""What is asked of a directory over HTTP: within bounds of size and time, and never of addresses
that may not be asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx
import msgspec

from trimtab.gateway import outgoing
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import Said, say

# Somebody waits in front of a page; and whoever makes us wait must not keep a process.
ALTOGETHER_SECONDS = 10.0
MOST_BYTES = 512 * 1024
_PLAIN = {"Accept-Encoding": "identity"}


def got(client: httpx.Client, address: str, *, bearer: str = "") -> bytes:
    """What lies at an address. Raises Refusal."""
    headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
    return _asked(client, "GET", address, headers=headers)


def posted(
    client: httpx.Client,
    address: str,
    fields: Mapping[str, str],
    auth: tuple[str, str] | None,
) -> bytes:
    """What a form is answered. Raises Refusal."""
    return _asked(client, "POST", address, data=dict(fields), auth=auth)


def as_object(content: bytes) -> dict[str, Any]:
    """The JSON object that an answer is. Raises Refusal."""
    try:
        value = msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _refusal(say("Its answer is not JSON.")) from error
    if not isinstance(value, dict):
        raise _refusal(say("Its answer is not JSON."))
    return value


def _asked(client: httpx.Client, method: str, address: str, **options: Any) -> bytes:
    headers = {"Accept": "application/json, */*;q=0.5", **_PLAIN, **options.pop("headers", {})}
    try:
        with (
            outgoing.within(ALTOGETHER_SECONDS),
            client.stream(method, address, headers=headers, **options) as answer,
        ):
            return _content(answer, method)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise _refusal(outgoing.not_reached(error)) from error


def _content(answer: httpx.Response, method: str) -> bytes:
    # The error of a token endpoint is JSON (RFC 6749, 5.2) and says more than its status.
    if not answer.is_success and not (method == "POST" and answer.status_code in (400, 401)):
        raise _refusal(outgoing.status_said(answer.status_code))
    if answer.headers.get("Content-Encoding", "identity").lower() not in ("", "identity"):
        raise _refusal(say("It answered packed, which was not asked for."))
    content = bytearray()
    for part in answer.iter_raw():
        content += part
        if len(content) > MOST_BYTES:
            raise _refusal(say("Its answer is longer than any that it should give."))
    return bytes(content)


def _refusal(sentence: Said) -> Refusal:
    return Refusal("directory.asked", sentence, "issuer")
