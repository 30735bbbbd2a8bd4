"""Second steps: an authenticator app (RFC 6238), recovery codes, and which roles ask for one.

The rows are django-allauth's, and so are the sums; its own check keeps used codes in the memory of
one process and takes the machine's clock, so a code that was used is marked in its row here.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import (
    RecoveryCodes,
)
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from allauth.mfa.utils import decrypt, encrypt
from django.db import transaction

from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import say
from trimtab.people.domain.roles import Role
from trimtab.people.domain.second_steps import DRIFT
from trimtab.people.models import Person, SecondStepRule

Type = Authenticator.Type
PERIOD = 30  # seconds
# What stands in allauth's rows, and the half minute of the last code, which is ours.
SECRET, SEED, LAST = "secret", "seed", "last"
BATCH = 500


def draw_secret() -> str:
    """What a new authenticator app and this house will both know: 160 random bits in base 32,
    sealed.
    """
    return str(encrypt(generate_totp_secret()))


def opened_secret(sealed: str) -> str:
    """What the app is told, as letters that can be typed."""
    return str(decrypt(sealed))


@transaction.atomic
def add_authenticator(*, person_id: UUID, sealed: str, code: str, now: datetime) -> None:
    """An app counts for somebody from now on, in place of one they had; `code` shows that it
    works. Raises Refusal at the field 'code'.
    """
    counter = _fitting(opened_secret(sealed), code, now, last=-1)
    if counter is None:
        sentence = say(
            "This is not the code that the app shows now. Look at the clock of the phone, and "
            "write the next one."
        )
        raise Refusal("people.wrong-code", sentence, "code")
    _lock(person_id)
    Authenticator.objects.filter(user=person_id, type=Type.TOTP).delete()
    Authenticator.objects.create(
        user_id=person_id,
        type=Type.TOTP,
        data={SECRET: sealed, LAST: counter},
        created_at=now,
    )


@transaction.atomic
def is_code_right(*, person_id: UUID, code: str, now: datetime) -> bool:
    """Whether somebody's app shows this code now, or it is one of their recovery codes; each counts
    once.
    """
    plain = "".join(code.split()).replace("-", "")
    rows = Authenticator.objects.select_for_update().filter(
        user=person_id, type__in=(Type.TOTP, Type.RECOVERY_CODES)
    )
    return any(_is_right(row, plain, now) for row in rows.order_by("id"))


def _is_right(row: Authenticator, code: str, now: datetime) -> bool:
    if row.type == Type.TOTP:
        counter = _fitting(opened_secret(row.data[SECRET]), code, now, last=row.data[LAST])
        if counter is not None:
            row.data[LAST] = counter
    else:
        counter = 0 if RecoveryCodes(row).validate_code(code) else None
        row.refresh_from_db(fields=["data"])
    if counter is None:
        return False
    row.last_used_at = now
    row.save(update_fields=["data", "last_used_at"])
    return True


def _fitting(secret: str, code: str, now: datetime, *, last: int) -> int | None:
    """The half minute in which an app shows this code, near now and after `last`."""
    if not code.isascii():
        return None
    current = int(now.timestamp()) // PERIOD
    for counter in range(max(current - DRIFT, last + 1), current + DRIFT + 1):
        if hmac.compare_digest(format_hotp_value(hotp_value(secret, counter)), code):
            return counter
    return None


@transaction.atomic
def draw_recovery_codes(*, person_id: UUID, now: datetime) -> list[str]:
    """Ten new codes for somebody, told this once; those they had work no more.

    Raises Refusal for somebody without any other second step.
    """
    _lock(person_id)
    own = Authenticator.objects.filter(user=person_id)
    if not own.exclude(type=Type.RECOVERY_CODES).exists():
        sentence = say("Recovery codes stand in for a passkey or an app. Add one of those first.")
        raise Refusal("people.nothing-to-recover", sentence)
    own.filter(type=Type.RECOVERY_CODES).delete()
    row = Authenticator.objects.create(
        user_id=person_id,
        type=Type.RECOVERY_CODES,
        data={SEED: encrypt(RecoveryCodes.generate_seed()), "used_mask": 0},
        created_at=now,
    )
    return [f"{code[:4]}-{code[4:]}" for code in RecoveryCodes(row).generate_codes()]


@transaction.atomic
def remove_authenticator(*, person_id: UUID) -> bool:
    """An app counts no more; False when there was none."""
    gone, _ = Authenticator.objects.filter(user=person_id, type=Type.TOTP).delete()
    without_dangling(person_id)
    return bool(gone)


def without_dangling(person_id: UUID) -> None:
    """Recovery codes go with the last of what they stand in for."""
    own = Authenticator.objects.filter(user=person_id)
    if not own.exclude(type=Type.RECOVERY_CODES).exists():
        own.delete()


def remove_second_steps(*, person_id: UUID) -> int:
    """Nothing beside the password is asked of somebody any more; returns how much it was."""
    return int(Authenticator.objects.filter(user=person_id).delete()[0])


@transaction.atomic
def reseal_second_steps() -> tuple[int, list[str]]:
    """Seals the secrets of apps and recovery codes anew under the installation's present secret.

    Returns how many were, and where one stands that none of the secrets opens, as
    `sealing.renewing.renew_all` does for columns of their own.
    """
    changed, unreadable = [], []
    rows = Authenticator.objects.select_for_update().exclude(type=Type.WEBAUTHN)
    for row in rows.order_by("id").iterator(chunk_size=BATCH):
        name = SECRET if row.type == Type.TOTP else SEED
        try:
            row.data[name] = encrypt(decrypt(row.data[name]))
        except Refusal:
            unreadable.append(f"mfa_authenticator.data, {row.pk}")
            continue
        changed.append(row)
    Authenticator.objects.bulk_update(changed, ["data"], batch_size=BATCH)
    return len(changed), unreadable


@transaction.atomic
def ask_second_step(*, since: Mapping[Role, datetime]) -> None:
    """Which roles ask for a second step, and from when; of every other role none is asked."""
    SecondStepRule.objects.all().delete()
    SecondStepRule.objects.bulk_create(
        SecondStepRule(role=role, since=moment) for role, moment in since.items()
    )


def _lock(person_id: UUID) -> None:
    """Two at once for the same person do one after another."""
    Person.objects.select_for_update().get(id=person_id)
