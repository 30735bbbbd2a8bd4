"""Reading the keys of programs: who calls, and which keys there are."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac

from trimtab.kernel.errors import NotFound, Refusal
from trimtab.kernel.said import say
from trimtab.lrs.domain.credentials import CredentialInfo, CredentialRow, LeftOutRow, Scope
from trimtab.lrs.models import Credential, LeftOut


def check_credential(user: str, secret: str, *, now: dt.datetime) -> CredentialRow | None:
    """The credential, if the secret fits and it is in force; the secret before a
    rotation fits until its time is over."""
    credential = Credential.objects.filter(user=user, revoked_at=None).first()
    given = hashlib.sha256(secret.encode()).hexdigest()
    if credential is None or not _fits(credential, given, now):
        return None
    scopes = frozenset(Scope(scope) for scope in credential.scopes)
    return CredentialRow(
        credential.user, credential.name, scopes, credential.per_second, credential.lenient
    )


def _fits(credential: Credential, given: str, now: dt.datetime) -> bool:
    is_new = hmac.compare_digest(credential.secret_sha256, given)
    is_old = (
        hmac.compare_digest(credential.old_sha256, given)
        and credential.old_until is not None
        and now < credential.old_until
    )
    return is_new or is_old


def credentials() -> list[CredentialInfo]:
    """All keys, those in force first, by name; one query."""
    return sorted(
        map(_info, Credential.objects.all()),
        key=lambda key: (key.revoked_at is not None, key.name, key.user),
    )


def credential(named: str) -> CredentialInfo:
    """The key in force with this user or this name.

    Raises NotFound, or Refusal when several have the name.
    """
    in_force = [key for key in credentials() if key.revoked_at is None]
    fitting = [key for key in in_force if key.user == named] or [
        key for key in in_force if key.name == named
    ]
    if not fitting:
        raise NotFound(
            "lrs.credential",
            say("No credential in force is called '{named}'.", named=named),
            "name",
        )
    if len(fitting) > 1:
        raise Refusal(
            "lrs.credential-several",
            say(
                "{many} credentials are called '{named}': give the user.",
                many=len(fitting),
                named=named,
            ),
            "name",
        )
    return fitting[0]


def _info(row: Credential) -> CredentialInfo:
    scopes = tuple(Scope(scope) for scope in row.scopes)
    return CredentialInfo(
        row.user,
        row.name,
        scopes,
        row.per_second,
        row.created_at,
        row.rotated_at,
        row.old_until,
        row.revoked_at,
        row.lenient,
    )


def left_out_lately() -> list[LeftOutRow]:
    """What lenient keys sent and was not taken, newest first."""
    rows = LeftOut.objects.order_by("-id").values_list("user", "at", "code", "place")
    return [LeftOutRow(*row) for row in rows]
