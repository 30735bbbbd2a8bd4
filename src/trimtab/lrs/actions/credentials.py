"""Keys of programs to the store."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable

from trimtab.lrs.domain.rows import Scope
from trimtab.lrs.models import Credential


def add_credential(*, name: str, scopes: Iterable[Scope], now: dt.datetime) -> tuple[str, str]:
    """A new key: (user, secret). The secret is shown this once."""
    user, secret = secrets.token_hex(16), secrets.token_urlsafe(32)
    Credential.objects.create(
        user=user,
        name=name,
        secret_sha256=hashlib.sha256(secret.encode()).hexdigest(),
        scopes=sorted({scope.value for scope in scopes}),
        created_at=now,
    )
    return user, secret


def revoke_credential(*, user: str, now: dt.datetime) -> None:
    """Ends a key; the gateway notices within seconds."""
    Credential.objects.filter(user=user, revoked_at=None).update(revoked_at=now)
