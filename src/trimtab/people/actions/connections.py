"""Connections to directories: added, changed, tried, turned on and off, removed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from trimtab.kernel.errors import NotFound, Refusal
from trimtab.kernel.said import Said, as_written, say
from trimtab.people.domain.connections import (
    ConnectionRow,
    ConnectionSpec,
    ConnectionStage,
    ConnectionTrial,
    checked,
)
from trimtab.people.domain.roles import Role
from trimtab.people.models import Connection, DirectoryRuleKept
from trimtab.people.queries.connections import connection_row

MOST_CONNECTIONS = 20
# What may change without a new test: it alters neither whom the directory is, nor whom it means.
_HARMLESS = frozenset({"name", "asks_again"})


@transaction.atomic
def add_connection(*, spec: ConnectionSpec, now: datetime) -> UUID:
    """Keeps a new connection, as a draft. Raises Refusal by field."""
    columns = _columns(checked(spec))
    if Connection.objects.count() >= MOST_CONNECTIONS:
        sentence = say("There are {most} connections: remove one first.", most=MOST_CONNECTIONS)
        raise Refusal("connection.many", sentence, "name")
    return Connection.objects.create(
        stage=ConnectionStage.DRAFT, made_at=now, secret=spec.secret or "", **columns
    ).id


@transaction.atomic
def change_connection(*, connection_id: UUID, spec: ConnectionSpec) -> ConnectionRow:
    """Makes a connection as described; its kind stays.

    Where it leads elsewhere or means other people, it is a draft again, and nobody signs in through
    it until it was tried. Raises NotFound, Refusal by field.
    """
    row = _locked(connection_id)
    columns = _columns(checked(spec))
    changed = {name for name, value in columns.items() if getattr(row, name) != value}
    # A secret that goes to another directory was given for the one before.
    if "issuer" in changed and spec.secret is None and row.secret:
        sentence = say("The directory is another one: enter the secret that it gave.")
        raise Refusal("connection.secret", sentence, "secret")
    for name, value in columns.items():
        setattr(row, name, value)
    if spec.secret is not None:
        row.secret = spec.secret
    if changed - _HARMLESS or spec.secret is not None:
        row.stage, row.told, row.tried_at = ConnectionStage.DRAFT, {}, None
        row.fault = as_written("")
        row.visits.all().delete()
    row.save()
    return connection_row(_locked(connection_id))


@transaction.atomic
def note_trial(
    *, connection_id: UUID, trial: ConnectionTrial | None, fault: Said | None, now: datetime
) -> None:
    """Keeps what came of trying a connection; without a fault it may be turned on."""
    row = _locked(connection_id)
    row.tried_at, row.told = now, asdict(trial) if trial else {}
    row.fault = fault or as_written("")
    if row.stage != ConnectionStage.ON:
        row.stage = ConnectionStage.DRAFT if fault else ConnectionStage.TESTED
    row.save(update_fields=["tried_at", "told", "fault", "stage"])


@transaction.atomic
def turn_on(*, connection_id: UUID) -> ConnectionRow:
    """People may sign in through a connection from now on.

    Raises NotFound, Refusal for one that nobody has been through.
    """
    row = _locked(connection_id)
    if row.stage == ConnectionStage.DRAFT:
        sentence = say("Try it first: it is turned on after somebody has been through it.")
        raise Refusal("connection.untried", sentence)
    # Who tried it is of no more use.
    row.stage, row.told = ConnectionStage.ON, {}
    row.save(update_fields=["stage", "told"])
    return connection_row(row)


@transaction.atomic
def turn_off(*, connection_id: UUID) -> ConnectionRow:
    """Nobody signs in through a connection any more; who is signed in stays. Raises NotFound."""
    row = _locked(connection_id)
    if row.stage == ConnectionStage.ON:
        row.stage = ConnectionStage.TESTED
        row.save(update_fields=["stage"])
    row.visits.filter(tester=None).delete()
    return connection_row(row)


@transaction.atomic
def remove_connection(*, connection_id: UUID) -> ConnectionRow:
    """Forgets a connection and its secret. Under which names its directory knows people stays: the
    same directory, connected again, finds them. Raises NotFound.
    """
    row = _locked(connection_id)
    kept = connection_row(row)
    row.delete()
    return kept


def bind_to_directory(*, everybody: bool, roles: Iterable[Role]) -> None:
    """Says who signs in through a directory alone."""
    DirectoryRuleKept.objects.update_or_create(
        id=1, defaults={"everybody": everybody, "roles": sorted(role.value for role in roles)}
    )


def _locked(connection_id: UUID) -> Connection:
    row = Connection.objects.select_for_update().filter(id=connection_id).first()
    if row is None:
        raise NotFound("connection.unknown", say("There is no such sign-in connection."))
    return row


def _columns(spec: ConnectionSpec) -> dict[str, Any]:
    return {
        "kind": spec.kind.value,
        "name": spec.name,
        "issuer": spec.issuer,
        "address": spec.address,
        "certificates": list(spec.certificates),
        "places": dict(spec.places),
        "client_id": spec.client_id,
        "email_claim": spec.email_claim,
        "name_claim": spec.name_claim,
        "number_claim": spec.number_claim,
        "domains": list(spec.domains),
        "vouches": spec.vouches,
        "lets_in": spec.lets_in,
        "asks_again": spec.asks_again,
    }
