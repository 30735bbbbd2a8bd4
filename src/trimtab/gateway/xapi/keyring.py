"""Who calls: Basic credentials, checked against the store once in a while and
remembered for a few seconds, and counted.

Every resource at /xapi asks here, so every one keeps the credential's limit.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import time
from collections.abc import Callable

from django.apps import apps

from trimtab import clock
from trimtab.gateway.apps import GatewayConfig
from trimtab.gateway.xapi.counting import Levels
from trimtab.gateway.xapi.limits import Buckets, Sharer
from trimtab.gateway.xapi.wire import NotKnown
from trimtab.lrs import api as lrs
from trimtab.lrs.api import CredentialRow

REMEMBERED_SECONDS = 3.0
MOST_REMEMBERED = 10_000
Check = Callable[[str, str], CredentialRow | None]


class KeyRing:
    """Remembers credentials, good and bad, by the hash of their header: a
    revoked one ends within `seconds`."""

    def __init__(self, check: Check, *, seconds: float, clock: Callable[[], float]) -> None:
        self._check, self._seconds, self._clock = check, seconds, clock
        self._buckets = Buckets(clock)
        self._known: dict[bytes, tuple[float, CredentialRow | None]] = {}

    def share(self, levels: Levels) -> None:
        """Counts requests together with whoever has the same levels."""
        self._buckets.share(levels)

    def admit(self, by: Sharer) -> None:
        """Counts a request of somebody whom another door let in. Raises TooMany."""
        self._buckets.admit(by)

    def remembered(self, header: str) -> CredentialRow | None:
        """The credential if it is known to fit, without asking the store;
        None when the store must be asked.

        Raises TooMany.
        """
        until, credential = self._known.get(_digest(header), (0.0, None))
        if credential is None or until <= self._clock():
            return None
        self._buckets.admit(credential)
        return credential

    def find(self, header: str) -> CredentialRow:
        """The credential of an Authorization header. Raises NotKnown or TooMany."""
        digest = _digest(header)
        until, credential = self._known.get(digest, (0.0, None))
        if until <= self._clock():
            credential = self._check(*_basic(header))
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            self._known[digest] = (self._clock() + self._seconds, credential)
        if credential is None:
            raise NotKnown(
                "xapi.credentials", "These credentials are not known, or are no longer in force."
            )
        self._buckets.admit(credential)
        return credential


def _digest(header: str) -> bytes:
    return hashlib.sha256(header.encode("latin-1", "replace")).digest()


def _basic(header: str) -> tuple[str, str]:
    kind, _, encoded = header.partition(" ")
    if kind.lower() != "basic":
        raise NotKnown(
            "xapi.credentials", "Basic credentials are needed (user and secret of a credential)."
        )
    try:
        user, colon, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise NotKnown("xapi.credentials", "The Authorization header cannot be read.") from error
    if not colon or "\x00" in user:
        raise NotKnown("xapi.credentials", "The Authorization header cannot be read.")
    return user, secret


def _check(user: str, secret: str) -> CredentialRow | None:
    return lrs.check_credential(user, secret, now=clock.now())


def new() -> KeyRing:
    """An empty one, for this process."""
    return KeyRing(_check, seconds=REMEMBERED_SECONDS, clock=time.monotonic)


def ring() -> KeyRing:
    """The one of this process; its app holds it."""
    app = apps.get_app_config("gateway")
    assert isinstance(app, GatewayConfig)
    return app.ring
