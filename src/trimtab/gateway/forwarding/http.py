"""One request to a target, and what its answer means.

A record store gets the data of attachments too (multipart/mixed; xAPI 1.0.3, part three, 1.5.2), a
webhook JSON alone. Webhooks are signed as the specification Standard Webhooks says (webhook-id,
webhook-timestamp, webhook-signature: HMAC-SHA-256).
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping

import httpx
import msgspec

from trimtab.gateway import outgoing
from trimtab.gateway.xapi import parts
from trimtab.gateway.xapi.wire import JSON
from trimtab.lrs.api import (
    Forwarder,
    ForwardingOutcome,
    Parcel,
    Refused,
    TakenByTarget,
    TargetKind,
    Unwell,
)
from trimtab.xapi.files import attachments_in
from trimtab.xapi.version import Version, version_of

ALTOGETHER_SECONDS = 45.0
MOST_READ = 64 * 1024
# The answer is read as it comes: nothing unfolds to more than was sent.
_PLAIN = {"Accept-Encoding": "identity"}
_RAW = msgspec.json.Decoder(dict[str, msgspec.Raw])
_NOT_NOW = {401, 403, 404, 405, 407, 408, 425, 429}


def forwarder(client: httpx.Client) -> Forwarder:
    """A function that hands parcels over by this client."""
    return lambda parcel: forward(client, parcel)


def forward(client: httpx.Client, parcel: Parcel) -> ForwardingOutcome:
    """Hands a parcel over and says what came of it, in our own words,
    after at most 45 seconds altogether."""
    address, body, headers = request_of(parcel)
    auth = (parcel.user, parcel.secret) if parcel.kind is TargetKind.LRS else None
    try:
        with (
            outgoing.within(ALTOGETHER_SECONDS),
            client.stream(
                "POST", address, content=body, headers={**headers, **_PLAIN}, auth=auth
            ) as answer,
        ):
            _leave(answer)
            return _outcome(answer)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return Unwell(outgoing.not_reached(error))


def request_of(parcel: Parcel) -> tuple[str, bytes, Mapping[str, str]]:
    """Address, content and headers of the request that carries a parcel."""
    match parcel.kind:
        case TargetKind.LRS:
            statements = [_without_ours(text) for text in parcel.statements]
            body, kind = msgspec.json.encode(statements), JSON
            named = list(_named(parcel.statements, parcel.files)) if parcel.files else []
            if named:
                body, kind = parts.joined(body, named)
            address = parcel.address.rstrip("/")
            address = address if address.endswith("/statements") else f"{address}/statements"
            return (
                address,
                body,
                {"Content-Type": kind, "X-Experience-API-Version": _version(statements)},
            )
        case TargetKind.WEBHOOK:
            head = json.dumps({"type": "statements", "timestamp": parcel.at.isoformat()})[:-1]
            body = f'{head}, "data": {{"statements": [{",".join(parcel.statements)}]}}}}'.encode()
            return parcel.address, body, {"Content-Type": JSON, **signed(parcel, body)}


def _without_ours(text: str) -> dict[str, msgspec.Raw]:
    """A statement without what its receiver sets itself: when it was stored, and on whose
    authority. The rest stays to the letter: a number has digits that no float keeps."""
    return {
        key: value for key, value in _RAW.decode(text).items() if key not in ("stored", "authority")
    }


def _named(texts: Iterable[str], files: Mapping[str, bytes]) -> Iterator[tuple[str, str, bytes]]:
    """The attachments that these statements name and whose data are here, each
    once: SHA-2 as written, media type, data."""
    statements = (json.loads(text, parse_int=float) for text in texts)
    by_sha2 = {
        attachment["sha2"]: attachment
        for given in statements
        for _place, attachment in attachments_in(given)
    }
    for sha2, attachment in by_sha2.items():
        if sha2.lower() in files:
            yield sha2, " ".join(attachment["contentType"].split()), files[sha2.lower()]


def _version(statements: Iterable[Mapping[str, msgspec.Raw]]) -> Version:
    """1.0.3, which every store speaks, unless a statement is of 2.0."""
    named = [
        msgspec.json.decode(statement["version"], type=str)
        for statement in statements
        if "version" in statement
    ]
    return (
        Version.TWO if any(version_of(version) is Version.TWO for version in named) else Version.ONE
    )


def signed(parcel: Parcel, body: bytes) -> dict[str, str]:
    """The three headers by which a receiver knows that a webhook comes from
    here and is not an old one played again."""
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


def _outcome(answer: httpx.Response) -> ForwardingOutcome:
    status = answer.status_code
    if answer.is_success:
        return TakenByTarget()
    sentence = outgoing.status_said(status)
    if 400 <= status < 500 and status not in _NOT_NOW:
        return Refused(sentence)
    return Unwell(sentence, _wait(answer), perhaps_content=status == 500)


def _leave(answer: httpx.Response) -> None:
    """Reads what it says to nobody's eyes: a whole answer leaves the
    connection to the next request; one that is long, slow or broken off is
    left at that, for its status says what counts."""
    size = 0
    try:
        for part in answer.iter_raw():
            size += len(part)
            if size > MOST_READ:
                break
    except httpx.HTTPError:
        pass


def _wait(answer: httpx.Response) -> dt.timedelta | None:
    given = answer.headers.get("Retry-After", "")
    return dt.timedelta(seconds=int(given)) if given.isdecimal() and len(given) < 7 else None
