"""Counting tries at the door, so that guessing is slow: checked and counted before anything is
hashed.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.crypto import salted_hmac

from trimtab.kernel.errors import TryLater
from trimtab.kernel.said import say_n
from trimtab.people.domain.guessing import (
    ALLOWED,
    FORGOTTEN_AFTER,
    OWNED,
    BucketLevel,
    Watched,
    give_back,
    seconds_to_wait,
    take,
)
from trimtab.people.domain.identities import identity_of
from trimtab.people.models import Guess
from trimtab.people.queries.identities import id_of

# Rows for places, for accounts at places, and for names that nobody has: a fixed number of each, so
# that inventing more fills nothing.
PLACES, PAIRS, UNKNOWN = 1 << 16, 1 << 16, 1 << 12
_KINDS_OF_ACCOUNT = ("account", "reset-account", "code-account", "pin-account")
_COUNTED = ("used", "at", "failures")


@dataclass(frozen=True, slots=True)
class CountedTry:
    """A try that was let through and counted.

    `account` is the key of the account that was meant, known or not.
    """

    keys: Mapping[Watched, str]

    @property
    def account(self) -> str:
        whose = (Watched.PIN_ACCOUNT, Watched.CODE_ACCOUNT, Watched.ACCOUNT)
        return next(self.keys[watched] for watched in whose if watched in self.keys)


def attempt_sign_in(*, typed: str, origin: str, now: datetime) -> CountedTry:
    """Counts a try to sign in as somebody from somewhere.

    Raises TryLater with the seconds to wait; then nothing was counted.
    """
    account, place = _account(typed), _place(origin)
    keys = {
        Watched.PAIR: f"pair:{_number('pair', f'{account} {place}') % PAIRS}",
        Watched.ACCOUNT: f"account:{account}",
        Watched.ORIGIN: f"origin:{place}",
    }
    return _attempt(keys, now)


def attempt_pin(*, person_id: UUID | None, typed: str, device: UUID, now: datetime) -> CountedTry:
    """Counts a try of a PIN on a shared device: of a person, or of what was typed and is nobody.

    Counted apart from passwords, so that nobody is kept out elsewhere. Raises TryLater.
    """
    account = _known(person_id) if person_id else _nobody(typed)
    keys = {
        Watched.PIN_PAIR: f"pin-pair:{_number('pair', f'{account} {device.hex}') % PAIRS}",
        Watched.PIN_ACCOUNT: f"pin-account:{account}",
        Watched.PIN_DEVICE: f"pin-device:{device.hex}",
    }
    return _attempt(keys, now)


def attempt_reset(*, typed: str, origin: str, now: datetime) -> CountedTry:
    """Counts a request for a new password. Raises TryLater."""
    account, place = _account(typed), _place(origin)
    keys = {
        Watched.RESET_ACCOUNT: f"reset-account:{account}",
        Watched.RESET_ORIGIN: f"reset-origin:{place}",
    }
    return _attempt(keys, now)


def attempt_directory(*, origin: str, now: datetime) -> CountedTry:
    """Counts somebody who goes to a directory, or comes back with an answer that nobody can use.

    Raises TryLater.
    """
    return _attempt({Watched.DIRECTORY_ORIGIN: f"directory-origin:{_place(origin)}"}, now)


def attempt_code(*, person_id: UUID, origin: str, now: datetime) -> CountedTry:
    """Counts a try to show the second step of somebody whose password was right. What a right
    password gives back it gives back to passwords alone. Raises TryLater.
    """
    account, place = _known(person_id), _place(origin)
    keys = {
        Watched.CODE_PAIR: f"code-pair:{_number('code', f'{account} {place}') % PAIRS}",
        Watched.CODE_ACCOUNT: f"code-account:{account}",
        Watched.ORIGIN: f"origin:{place}",
    }
    return _attempt(keys, now)


def attempt_passkey(*, origin: str, now: datetime) -> CountedTry:
    """Counts that somebody from somewhere asks to sign in with a passkey. Raises TryLater."""
    return _attempt({Watched.PASSKEY_ORIGIN: f"passkey-origin:{_place(origin)}"}, now)


@transaction.atomic
def attempt_failed(attempt: CountedTry) -> int:
    """The password, or the code, was wrong. Returns how many were, one after another, for this
    account.
    """
    row = Guess.objects.select_for_update().get(key=attempt.account)
    row.failures += 1
    row.save(update_fields=["failures"])
    return row.failures


@transaction.atomic
def attempt_succeeded(attempt: CountedTry, *, now: datetime) -> int:
    """Somebody signed in: the account begins anew, and the place has its try back.

    Returns how many wrong ones went before.
    """
    rows = _locked(attempt.keys.values())
    failures = rows[attempt.account].failures
    for watched, key in attempt.keys.items():
        if watched in OWNED:
            rows[key].used = rows[key].failures = 0
        else:
            _return(rows[key], watched, now)
    Guess.objects.bulk_update(rows.values(), _COUNTED)
    return failures


@transaction.atomic
def attempt_unmade(attempt: CountedTry, *, now: datetime) -> None:
    """Nothing was checked after all: the try counts nowhere."""
    rows = _locked(attempt.keys.values())
    for watched, key in attempt.keys.items():
        _return(rows[key], watched, now)
    Guess.objects.bulk_update(rows.values(), _COUNTED)


def forget_guesses(person_id: UUID) -> None:
    """What was counted about an account goes with it."""
    Guess.objects.filter(
        key__in=[f"{kind}:{_known(person_id)}" for kind in _KINDS_OF_ACCOUNT]
    ).delete()


def _locked(keys: Iterable[str]) -> dict[str, Guess]:
    """The rows of some keys, locked in an order in which no two wait for one another."""
    return {
        row.key: row
        for row in Guess.objects.select_for_update().filter(key__in=list(keys)).order_by("key")
    }


def _return(row: Guess, watched: Watched, now: datetime) -> None:
    level = give_back(BucketLevel(row.used, row.at), ALLOWED[watched], now)
    row.used, row.at = level.used, level.at


@transaction.atomic
def _attempt(keys: Mapping[Watched, str], now: datetime) -> CountedTry:
    Guess.objects.bulk_create(
        [Guess(key=key, at=now) for key in sorted(keys.values())], ignore_conflicts=True
    )
    rows = _locked(keys.values())
    levels = {watched: BucketLevel(rows[key].used, rows[key].at) for watched, key in keys.items()}
    wait = max(seconds_to_wait(level, ALLOWED[watched], now) for watched, level in levels.items())
    if wait:
        sentence = say_n(
            "There were many tries. Nothing was checked this time. Try again in {count} second.",
            "There were many tries. Nothing was checked this time. Try again in {count} seconds.",
            wait,
        )
        raise TryLater("people.too-many-tries", sentence, seconds=wait)
    for watched, key in keys.items():
        row, level = rows[key], take(levels[watched], ALLOWED[watched], now)
        if now - row.at > FORGOTTEN_AFTER:
            row.failures = 0
        row.used, row.at = level.used, level.at
    Guess.objects.bulk_update(rows.values(), _COUNTED)
    return CountedTry(dict(keys))


def _account(typed: str) -> str:
    """A key that tells nobody the address: of somebody who is here their own, of others one of a
    fixed number.
    """
    person_id = id_of(typed)
    if person_id is not None:
        return _known(person_id)
    return _nobody(identity_of(typed).address)


def _nobody(typed: str) -> str:
    return f"u{_number('unknown', typed[:254]) % UNKNOWN}"


def _known(person_id: UUID) -> str:
    return f"p{person_id.hex}"


def _place(origin: str) -> str:
    """A place is an IPv4 address or the first 64 bits of an IPv6 one: whoever has one of those has
    all of it.
    """
    try:
        found = ipaddress.ip_address(origin)
    except ValueError:
        return "0"
    if isinstance(found, ipaddress.IPv6Address):
        found = found.ipv4_mapped or ipaddress.IPv6Address(int(found) >> 64 << 64)
    return str(_number("place", str(found)) % PLACES)


def _number(salt: str, value: str) -> int:
    return int.from_bytes(
        salted_hmac(f"trimtab.guessing.{salt}", value, algorithm="sha256").digest()[:8]
    )
