"""Connections to directories, as they are kept; without their secrets."""

from __future__ import annotations

from uuid import UUID

from trimtab.kernel.errors import NotFound
from trimtab.kernel.said import say
from trimtab.people.domain.connections import (
    ConnectionKind,
    ConnectionRow,
    ConnectionSpec,
    ConnectionStage,
    ConnectionTrial,
    DirectoryRule,
)
from trimtab.people.domain.roles import Role
from trimtab.people.models import Connection, DirectoryRuleKept, Person


def connections(*, on: bool = False) -> list[ConnectionRow]:
    """All connections by name, or those that are turned on."""
    kept = Connection.objects.filter(stage=ConnectionStage.ON) if on else Connection.objects.all()
    return [connection_row(row) for row in kept.order_by("name", "id")]


def connection(connection_id: UUID) -> ConnectionRow:
    """One connection. Raises NotFound."""
    row = Connection.objects.filter(id=connection_id).first()
    if row is None:
        raise NotFound("connection.unknown", say("There is no such sign-in connection."))
    return connection_row(row)


def connection_secret(connection_id: UUID) -> str:
    """The secret by which a directory knows this installation; '' without one.

    Raises Refusal when it was sealed under another secret of the installation.
    """
    row = Connection.objects.filter(id=connection_id).first()
    return row.secret.opened() if row and row.secret else ""


def directory_rule() -> DirectoryRule:
    """Who signs in through a directory alone, as it was set."""
    row = DirectoryRuleKept.objects.filter(id=1).first()
    if row is None:
        return DirectoryRule()
    return DirectoryRule(row.everybody, frozenset(role for role in Role if role.value in row.roles))


def is_bound_to_directory(person_id: UUID) -> bool:
    """Whether somebody may sign in through a directory alone, as things stand. At most three
    queries.
    """
    rule = directory_rule()
    if not rule.everybody and not rule.roles:
        return False
    person = Person.objects.filter(id=person_id).prefetch_related("roles_held").first()
    if person is None:
        return False
    held = frozenset(Role(row.role) for row in person.roles_held.all())
    return rule.binds(held) and Connection.objects.filter(stage=ConnectionStage.ON).exists()


def connection_row(row: Connection) -> ConnectionRow:
    """What is kept of a connection, as a row."""
    spec = ConnectionSpec(
        kind=ConnectionKind(row.kind),
        name=row.name,
        issuer=row.issuer,
        address=row.address,
        certificates=tuple(row.certificates),
        places=dict(row.places),
        client_id=row.client_id,
        email_claim=row.email_claim,
        name_claim=row.name_claim,
        number_claim=row.number_claim,
        domains=tuple(row.domains),
        vouches=row.vouches,
        lets_in=row.lets_in,
        asks_again=row.asks_again,
    )
    stage = ConnectionStage(row.stage)
    trial = ConnectionTrial(**row.told) if row.told else None
    return ConnectionRow(row.id, spec, stage, bool(row.secret), row.tried_at, row.fault, trial)
