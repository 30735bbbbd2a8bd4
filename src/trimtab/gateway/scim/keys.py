"""Who calls: a key of the directory, looked up for each request, so that one that was revoked opens
nothing any more; and counted, so that no program asks for more than its share.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.apps import apps

from trimtab.gateway.apps import GatewayConfig
from trimtab.gateway.scim.wire import NoToken
from trimtab.people import api as people
from trimtab.people.values import DirectoryTokenRow

PER_SECOND = 50


@dataclass(frozen=True, slots=True)
class DirectoryShare:
    """How much the directory may ask for, under the name of its key."""

    user: str
    name: str
    per_second: int = PER_SECOND


def admitted(header: str, *, now: dt.datetime) -> DirectoryTokenRow:
    """The key in an Authorization header. Raises NoToken (401), TooMany (429)."""
    token = token_of(header, now=now)
    if token is None:
        raise NoToken("scim.token", "A key of the directory is needed, as a bearer token.")
    app = apps.get_app_config("gateway")
    assert isinstance(app, GatewayConfig)
    app.ring.admit(DirectoryShare(f"scim:{token.id}", token.name))
    return token


def token_of(header: str, *, now: dt.datetime) -> DirectoryTokenRow | None:
    """The good key in an Authorization header; None where there is none."""
    kind, _, secret = header.partition(" ")
    if kind.lower() != "bearer" or not secret.strip():
        return None
    return people.use_directory_token(secret.strip()[:200], now=now)
