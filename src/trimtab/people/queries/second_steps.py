"""Who has which second step, and which roles ask for one."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import (
    RecoveryCodes,
)
from django.db.models import Count

from trimtab.people.domain.roles import Role
from trimtab.people.domain.rows import PersonRow
from trimtab.people.domain.second_steps import FactorsRow, PasskeyRow, is_asked_of
from trimtab.people.models import RoleHeld, SecondStepRule

Type = Authenticator.Type
PRIMARY = (Type.TOTP, Type.WEBAUTHN)


def second_steps_of(person_id: UUID) -> FactorsRow:
    """What somebody may show beside a password; one query."""
    passkeys: list[PasskeyRow] = []
    since: dt.datetime | None = None
    left: int | None = None
    for row in Authenticator.objects.filter(user=person_id).order_by("created_at", "id"):
        if row.type == Type.WEBAUTHN:
            passkeys.append(PasskeyRow(row.id, row.data["name"], row.created_at, row.last_used_at))
        elif row.type == Type.TOTP:
            since = row.created_at
        else:
            left = len(RecoveryCodes(row).get_unused_codes())
    return FactorsRow(tuple(passkeys), since, left)


def second_step_rules() -> dict[Role, dt.datetime]:
    """The roles that ask for a second step, and since (or from) when."""
    return {Role(rule.role): rule.since for rule in SecondStepRule.objects.all()}


def must_set_up(person: PersonRow, *, now: dt.datetime) -> bool:
    """Whether a role of somebody asks for a second step, and they have none."""
    if not is_asked_of(person.roles, second_step_rules(), now):
        return False
    return not Authenticator.objects.filter(user=person.id, type__in=PRIMARY).exists()


def count_with_second_step() -> dict[Role, int]:
    """How many active people of each role have a second step; roles without any are left out."""
    having = Authenticator.objects.filter(type__in=PRIMARY).values("user")
    counted = (
        RoleHeld.objects.filter(person__is_active=True, person__in=having)
        .values("role")
        .annotate(n=Count("person", distinct=True))
    )
    return {Role(row["role"]): row["n"] for row in counted}
