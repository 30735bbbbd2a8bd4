"""What the store has to know of the installation that it belongs to. Pure."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Installation:
    """Where this installation lives, and its secret, from which everything is
    derived that it keeps from its own readers.

    `address` stands in front of the ids of its own people and
    activities; it has no slash at its end.
    """

    address: str
    secret: bytes = field(repr=False)

    @classmethod
    def at(cls, address: str, *, secret: str) -> Installation:
        """The installation at an address such as https://learn.example.org."""
        return cls(address.rstrip("/"), secret.encode())

    def derived(self, purpose: str) -> bytes:
        """A key of 32 bytes for one purpose (HMAC-SHA-256)."""
        return hmac.new(self.secret, f"trimtab {purpose}".encode(), hashlib.sha256).digest()

    def mask(self, key: str) -> str:
        """A short name for somebody, the same each time, from which nobody
        without the secret can guess the key."""
        return hmac.new(self.derived("mask"), key.encode(), hashlib.sha256).hexdigest()[:16]
