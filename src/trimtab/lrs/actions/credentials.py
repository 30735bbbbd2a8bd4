"""Keys of programs to the store."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable, Sequence

from django.db.models import F

from trimtab.kernel.errors import NotFound, Refusal
from trimtab.kernel.said import figure, say
from trimtab.lrs.domain.credentials import PER_SECOND, Scope
from trimtab.lrs.domain.statements.preparing import NotTaken
from trimtab.lrs.models import Credential, LeftOut

MOST_PER_SECOND = 100_000
MOST_NOTED = 100


def add_credential(
    *,
    name: str,
    scopes: Iterable[Scope],
    now: dt.datetime,
    per_second: int = PER_SECOND,
    lenient: bool = False,
) -> tuple[str, str]:
    """A new key: (user, secret), good for at most `per_second` requests a second. The secret is
    shown this once. See CredentialRow for `lenient`.

    Raises Refusal when the name, every scope or a sensible limit is missing.
    """
    wanted = sorted({scope.value for scope in scopes})
    if not name.strip():
        raise Refusal("lrs.credential-name", say("Say which program this is for."), "name")
    if not wanted:
        raise Refusal("lrs.credential-scope", say("Choose what the program may do."), "scope")
    if not 1 <= per_second <= MOST_PER_SECOND:
        raise Refusal(
            "lrs.credential-limit",
            say("A limit is between 1 and {most} a second.", most=figure(MOST_PER_SECOND, ",")),
            "per_second",
        )
    user, secret = secrets.token_hex(16), secrets.token_urlsafe(32)
    Credential.objects.create(
        user=user,
        name=name.strip()[:120],
        secret_sha256=_hashed(secret),
        scopes=wanted,
        created_at=now,
        per_second=per_second,
        lenient=lenient,
    )
    return user, secret


def rotate_credential(*, user: str, grace: dt.timedelta, now: dt.datetime) -> str:
    """A new secret for a key in force; the one before stays good for `grace`.
    Returns the new one, shown this once.

    Raises NotFound.
    """
    secret = secrets.token_urlsafe(32)
    changed = Credential.objects.filter(user=user, revoked_at=None).update(
        old_sha256=F("secret_sha256"),
        old_until=now + grace,
        secret_sha256=_hashed(secret),
        rotated_at=now,
    )
    if not changed:
        raise NotFound("lrs.credential", say("No such credential is in force."), "user")
    return secret


def make_lenient(*, user: str, lenient: bool) -> None:
    """Says whether known slips of a key's statements are mended; the gateway
    notices within seconds. Raises NotFound."""
    if not Credential.objects.filter(user=user, revoked_at=None).update(lenient=lenient):
        raise NotFound("lrs.credential", say("No such credential is in force."), "user")


def note_left_out(*, user: str, several: Sequence[NotTaken], now: dt.datetime) -> None:
    """Keeps, for whoever looks after a lenient key, that statements were not
    taken, and why; the last hundred of a key."""
    made = [
        LeftOut(
            user=user, at=now, code=not_taken.fault.code[:60], place=not_taken.fault.field[:200]
        )
        for not_taken in several[-MOST_NOTED:]
    ]
    LeftOut.objects.bulk_create(made)
    kept = LeftOut.objects.filter(user=user).order_by("-id").values("id")[:MOST_NOTED]
    LeftOut.objects.filter(user=user).exclude(
        id__in=list(kept.values_list("id", flat=True))
    ).delete()


def revoke_credential(*, user: str, now: dt.datetime) -> None:
    """Ends a key; the gateway notices within seconds. What it sent and
    was not taken is noted no longer."""
    LeftOut.objects.filter(user=user).delete()
    Credential.objects.filter(user=user, revoked_at=None).update(revoked_at=now)


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
