from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence

from cryptography.fernet import Fernet, MultiFernet
from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured


class SealingConfig(AppConfig):
    """The app; what seals is made from what the composition root says at start, and is not changed
    after.
    """

    name = "trimtab.sealing"
    label = "sealing"
    _sealer: MultiFernet | None = None

    def settle(self, secrets: Sequence[str]) -> None:
        """Takes the installation's secrets: the present one, which seals, and those before it,
        under which what was sealed can still be read.
        """
        self._sealer = MultiFernet([Fernet(_key(secret)) for secret in secrets])

    def sealer(self) -> MultiFernet:
        """What seals and opens."""
        if self._sealer is None:
            raise ImproperlyConfigured("Nobody has said yet which secret the installation has.")
        return self._sealer


def _key(secret: str) -> bytes:
    """A key for this one purpose, derived from the installation's secret (HMAC-SHA-256)."""
    derived = hmac.new(secret.encode(), b"trimtab seal", hashlib.sha256).digest()
    return base64.urlsafe_b64encode(derived)
