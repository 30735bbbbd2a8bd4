"""Keys of programs to the record store: made, renewed and ended by an administrator, and each time
written down.

A secret is shown once, to whoever made it; it is never part of what is written down.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction

from trimtab.governance import api as governance
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import say
from trimtab.lrs import api as lrs
from trimtab.people import api as people

GRACE = dt.timedelta(hours=24)
AT_ONCE = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Key:
    """A credential's two halves, to be shown once."""

    name: str
    user: str
    secret: str = field(repr=False)


@transaction.atomic
def add(
    *,
    name: str,
    scopes: Iterable[lrs.Scope],
    per_second: int,
    by: people.PersonRow | None,
    now: dt.datetime,
    lenient: bool = False,
) -> Key:
    """A new credential. `by` None is the command line.

    Raises NotAllowed unless `by` is an administrator, or Refusal.
    """
    _require(by)
    wanted = sorted(set(scopes))
    user, secret = lrs.add_credential(
        name=name, scopes=wanted, per_second=per_second, now=now, lenient=lenient
    )
    detail = {
        "name": name,
        "scopes": " ".join(wanted),
        "per_second": per_second,
        "lenient": lenient,
    }
    _audit("credential.added", user, detail, by, now)
    return Key(name, user, secret)


@transaction.atomic
def rotate(
    *, named: str, grace: dt.timedelta, by: people.PersonRow | None, now: dt.datetime
) -> Key:
    """A new secret for the credential of this user or name; the old one stays good for `grace`.

    Raises NotAllowed, NotFound or Refusal. Pressed again within seconds, it is refused: a second
    secret would end the one in use.
    """
    _require(by)
    found = lrs.credential(named)
    if found.rotated_at is not None and now - found.rotated_at < AT_ONCE:
        sentence = say(
            "It was given a new secret a moment ago, shown in the first answer. Wait a minute to "
            "give it another."
        )
        raise Refusal("credential.just-renewed", sentence, "named")
    secret = lrs.rotate_credential(user=found.user, grace=grace, now=now)
    _audit(
        "credential.rotated",
        found.user,
        {"name": found.name, "old_until": (now + grace).isoformat()},
        by,
        now,
    )
    return Key(found.name, found.user, secret)


@transaction.atomic
def make_lenient(
    *, named: str, lenient: bool, by: people.PersonRow | None, now: dt.datetime
) -> lrs.CredentialInfo:
    """Says whether known slips of what the credential of this user or name sends are mended.

    Raises NotAllowed, NotFound or Refusal.
    """
    _require(by)
    found = lrs.credential(named)
    lrs.make_lenient(user=found.user, lenient=lenient)
    _audit("credential.lenient", found.user, {"name": found.name, "lenient": lenient}, by, now)
    return found


@transaction.atomic
def revoke(*, named: str, by: people.PersonRow | None, now: dt.datetime) -> lrs.CredentialInfo:
    """Ends the credential of this user or name; programs that use it are refused within seconds.

    Raises NotAllowed, NotFound or Refusal.
    """
    _require(by)
    found = lrs.credential(named)
    lrs.revoke_credential(user=found.user, now=now)
    _audit("credential.revoked", found.user, {"name": found.name}, by, now)
    return found


def _require(by: people.PersonRow | None) -> None:
    if by is not None:
        people.require(by, people.Role.ADMINISTRATOR)


def _audit(
    act: str, user: str, detail: dict[str, object], by: people.PersonRow | None, now: dt.datetime
) -> None:
    governance.audit(
        actor_id=by.id if by else None,
        act=act,
        target=f"records/credentials/{user}",
        detail=detail,
        now=now,
    )
