"""Keys of the directory: made, told once, used, revoked."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from uuid import UUID

from django.db.models import Q

from trimtab.kernel.errors import NotFound, Refusal
from trimtab.kernel.said import say
from trimtab.people.domain.directory.rows import DirectoryTokenRow
from trimtab.people.models import DirectoryToken
from trimtab.people.queries.directory.tokens import token_by_digest

MOST_DAYS = 730
_NOTED_EVERY = dt.timedelta(minutes=1)


def make_directory_token(
    *, name: str, days: int, by: UUID | None, now: dt.datetime
) -> tuple[UUID, str]:
    """A new key, good for so many days: its id, and the key itself, which is told this once.

    Raises Refusal by field.
    """
    plain = " ".join(name.split())
    if not 0 < len(plain) <= 120 or "\x00" in plain:
        raise Refusal("directory.token-name", say("Say which directory this is for."), "name")
    if not 1 <= days <= MOST_DAYS:
        sentence = say("A key works for 1 to {most} days.", most=MOST_DAYS)
        raise Refusal("directory.token-days", sentence, "days")
    secret = secrets.token_urlsafe(32)
    token = DirectoryToken.objects.create(
        name=plain,
        digest=_digest(secret),
        made_at=now,
        made_by_id=by,
        expires_at=now + dt.timedelta(days=days),
    )
    return token.id, secret


def use_directory_token(secret: str, *, now: dt.datetime) -> DirectoryTokenRow | None:
    """The key that a program holds, if it is good now; None for any other text.

    Writes down that it was used, once a minute at most.
    """
    row = token_by_digest(_digest(secret))
    if row is None or not row.is_good(now):
        return None
    if row.used_at is None or now - row.used_at > _NOTED_EVERY:
        stale = Q(used_at=None) | Q(used_at__lt=now - _NOTED_EVERY)
        DirectoryToken.objects.filter(stale, id=row.id).update(used_at=now)
    return row


def revoke_directory_token(*, token_id: UUID, now: dt.datetime) -> bool:
    """Ends a key at once; False when it had ended. Raises NotFound."""
    if DirectoryToken.objects.filter(id=token_id, revoked_at=None).update(revoked_at=now):
        return True
    if not DirectoryToken.objects.filter(id=token_id).exists():
        raise NotFound("directory.token", say("There is no such key."), "token")
    return False


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
