"""What this installation keeps secret from its own readers: names without a grant, and other systems' secrets on disk.

The composition root hands over the installation's secret once, at start.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken

from trimtab.kernel.errors import Refusal

_secret = b""


def settle_secret(secret: str) -> None:
    """Says the installation's secret; everything here is derived from it."""
    global _secret
    _secret = secret.encode()


def mask(key: str) -> str:
    """A short name for somebody, the same each time, from which nobody without the secret can guess the key (HMAC-SHA-256)."""
    return hmac.new(_derived("mask"), key.encode(), hashlib.sha256).hexdigest()[:16]


def seal(text: str) -> str:
    """The text as nobody without the secret can read it (Fernet: AES and HMAC); safe in addresses."""
    return Fernet(base64.urlsafe_b64encode(_derived("seal"))).encrypt(text.encode()).decode()


def unseal(token: str) -> str:
    """What was sealed. Raises Refusal when it was sealed under another secret, or is no such token."""
    try:
        return Fernet(base64.urlsafe_b64encode(_derived("seal"))).decrypt(token.encode()).decode()
    except InvalidToken as error:
        sentence = "This was kept under another secret of the installation: enter it again."
        raise Refusal("lrs.unreadable", sentence) from error


def _derived(purpose: str) -> bytes:
    return hmac.new(_secret, f"trimtab {purpose}".encode(), hashlib.sha256).digest()
