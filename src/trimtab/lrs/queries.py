"""Reading statements and credentials."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any
from uuid import UUID

from django.db.models import Q

from trimtab.lrs.domain.rows import CredentialRow, Filters, Scope
from trimtab.lrs.models import Credential, Statement


def check_credential(user: str, secret: str) -> CredentialRow | None:
    """The credential, if the secret fits and it is in force."""
    found = Credential.objects.filter(user=user, revoked_at=None).first()
    given = hashlib.sha256(secret.encode()).hexdigest()
    if found is None or not hmac.compare_digest(found.secret_sha256, given):
        return None
    return CredentialRow(found.user, found.name, frozenset(Scope(scope) for scope in found.scopes))


def statement(statement_id: UUID, *, voided: bool = False) -> dict[str, Any] | None:
    """One statement by id; a voided one only when asked for as such."""
    found = Statement.objects.filter(id=statement_id, voided=voided).values_list("raw", flat=True).first()
    return found if found is None else dict(found)


def statements(filters: Filters) -> list[dict[str, Any]]:
    """Statements that are not voided, newest stored first (or oldest first), at most `filters.limit`."""
    found = Statement.objects.filter(voided=False)
    equal = {
        "actor_key": filters.actor_key,
        "verb": filters.verb,
        "object_id": filters.activity,
        "registration": filters.registration,
        "authority": filters.authority,
        "stored__gt": filters.since,
        "stored__lte": filters.until,
    }
    found = found.filter(**{name: value for name, value in equal.items() if value})
    if filters.after:
        stored, key = filters.after
        later = "gt" if filters.ascending else "lt"
        found = found.filter(Q(**{f"stored__{later}": stored}) | Q(stored=stored, **{f"id__{later}": key}))
    order = ("stored", "id") if filters.ascending else ("-stored", "-id")
    return [dict(raw) for raw in found.order_by(*order).values_list("raw", flat=True)[: filters.limit]]


def count_statements() -> int:
    """How many statements are stored."""
    return Statement.objects.count()


def statements_about(pseudonym: UUID, limit: int = 1000) -> list[dict[str, Any]]:
    """What the store holds about one person, newest first."""
    found = Statement.objects.filter(actor_key__endswith=f"|{pseudonym}").order_by("-stored")
    return [dict(raw) for raw in found.values_list("raw", flat=True)[:limit]]
