"""One request to a target, and what its answer means.

Webhooks are signed as the specification Standard Webhooks says (webhook-id, webhook-timestamp, webhook-signature: HMAC-SHA-256).
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import httpx

from trimtab.lrs.api import Outcome, Parcel, Refused, Taken, TargetKind, Unwell
from trimtab.xapi.version import Version, version_of

SECONDS = 15.0
MOST_SAID = 300
_NOT_NOW = {401, 403, 404, 405, 407, 408, 425, 429}


def sender(client: httpx.Client) -> Callable[[Parcel], Outcome]:
    """A function that hands parcels over by this client."""
    return lambda parcel: send(client, parcel)


def client() -> httpx.Client:
    """A client that follows no redirection (a secret goes to the address given and nowhere else) and waits 15 seconds."""
    return httpx.Client(timeout=SECONDS, follow_redirects=False, headers={"User-Agent": "Trimtab"})


def send(client: httpx.Client, parcel: Parcel) -> Outcome:
    """Hands a parcel over and says what came of it."""
    address, body, headers = request_of(parcel)
    auth = (parcel.user, parcel.secret) if parcel.kind is TargetKind.LRS else None
    try:
        answer = client.post(address, content=body, headers=headers, auth=auth)
    except httpx.TimeoutException:
        return Unwell(f"It did not answer within {SECONDS:.0f} seconds.")
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return Unwell(f"It could not be reached: {error or type(error).__name__}."[:MOST_SAID])
    return _outcome(answer)


def request_of(parcel: Parcel) -> tuple[str, bytes, Mapping[str, str]]:
    """Address, content and headers of the request that carries a parcel."""
    kind = {"Content-Type": "application/json"}
    match parcel.kind:
        case TargetKind.LRS:
            statements = [_without_ours(text) for text in parcel.statements]
            body = json.dumps(statements, ensure_ascii=False).encode()
            address = parcel.address.rstrip("/")
            address = address if address.endswith("/statements") else f"{address}/statements"
            return address, body, {**kind, "X-Experience-API-Version": _version(statements)}
        case TargetKind.WEBHOOK:
            head = json.dumps({"type": "statements", "timestamp": parcel.at.isoformat()})[:-1]
            body = f'{head}, "data": {{"statements": [{",".join(parcel.statements)}]}}}}'.encode()
            return parcel.address, body, {**kind, **signed(parcel, body)}


def _without_ours(text: str) -> dict[str, Any]:
    """A statement without what its receiver sets itself: when it was stored, and on whose authority."""
    return {key: value for key, value in json.loads(text).items() if key not in ("stored", "authority")}


def _version(statements: Iterable[Mapping[str, Any]]) -> Version:
    """1.0.3, which every store speaks, unless a statement is of 2.0."""
    two = any(version_of(str(one.get("version", ""))) is Version.TWO for one in statements)
    return Version.TWO if two else Version.ONE


def signed(parcel: Parcel, body: bytes) -> dict[str, str]:
    """The three headers by which a receiver knows that a webhook comes from here and is not an old one played again."""
    moment = str(int(parcel.at.timestamp()))
    given = parcel.secret.removeprefix("whsec_")
    try:
        key = base64.b64decode(given, validate=True)
    except binascii.Error:
        key = given.encode()
    digest = hmac.new(key, f"{parcel.key}.{moment}.".encode() + body, hashlib.sha256).digest()
    return {
        "webhook-id": parcel.key,
        "webhook-timestamp": moment,
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }


def _outcome(answer: httpx.Response) -> Outcome:
    status = answer.status_code
    if answer.is_success:
        return Taken()
    said = f"It answered {status} {answer.reason_phrase}: {' '.join(answer.text[:MOST_SAID].split())}".rstrip(": ")
    if 400 <= status < 500 and status not in _NOT_NOW:
        return Refused(said)
    return Unwell(said, _wait(answer), perhaps_content=status == 500)


def _wait(answer: httpx.Response) -> dt.timedelta | None:
    given = answer.headers.get("Retry-After", "")
    return dt.timedelta(seconds=int(given)) if given.isdecimal() and len(given) < 7 else None
