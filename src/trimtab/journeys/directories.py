"""Signing in with a directory, and connecting one: who comes in, what is written down, and what an
administrator hears when nobody does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from django.db import transaction

from trimtab.governance import api as governance
from trimtab.kernel.errors import NotFound, Refusal
from trimtab.kernel.said import Said, as_written, say
from trimtab.people import api as people
from trimtab.people.api import (
    ConnectionKind,
    ConnectionRow,
    ConnectionSpec,
    ConnectionStage,
    ConnectionTrial,
    DirectoryAnswer,
    DirectoryVisit,
    Role,
)


@dataclass(frozen=True, slots=True)
class OurAddresses:
    """What a directory must be told: where browsers come `back` (OpenID), where they bring answers
    to and where our metadata are (SAML; the latter is our entity ID too).
    """

    back: str
    answers_at: str
    metadata: str


@dataclass(frozen=True, slots=True)
class LearntDirectory:
    """What a directory says of itself."""

    issuer: str
    address: str = ""
    certificates: tuple[str, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)


class Directories(Protocol):
    """The directories as the street that speaks with them offers them."""

    def trouble(self, kind: ConnectionKind) -> Said | None:
        """Why this machine cannot speak with those of a kind."""

    def learn(self, kind: ConnectionKind, place: str) -> LearntDirectory:
        """What one says of itself. Raises Refusal."""

    def certificates(self, text: str) -> tuple[str, ...]:
        """Certificates that somebody pasted. Raises Refusal."""

    def certificate_ends(self, certificate: str) -> tuple[str, dt.datetime]:
        """Whose a certificate is, and until when it is good."""

    def leave(self, connection: ConnectionRow, visit: DirectoryVisit, now: dt.datetime) -> str:
        """Where somebody goes."""

    def read(
        self,
        connection: ConnectionRow,
        secret: str,
        visit: DirectoryVisit,
        given: Mapping[str, str],
    ) -> DirectoryAnswer:
        """What one says of somebody who is back. Raises Refusal."""


@dataclass(frozen=True, slots=True)
class CameBack:
    """What became of somebody who is back from a directory: `person_id` is who signs in; None with
    `was_trial`, and with `is_refused`, whose reason an administrator reads in the audit.
    """

    connection: ConnectionRow
    person_id: UUID | None = None
    next: str = ""
    was_trial: bool = False
    is_refused: bool = False


def leave(
    *,
    connection_id: UUID,
    browser: str,
    next_path: str,
    origin: str,
    directories: Directories,
    now: dt.datetime,
    tester: people.PersonRow | None = None,
) -> str:
    """The address of a directory at which somebody signs in, or by which `tester` tries it.

    `browser` is a secret of the browser's, `next_path` where it goes after.

    Raises NotFound for a connection that is not on, NotAllowed, TryLater, Refusal.
    """
    if tester is not None:
        people.require(tester, Role.ADMINISTRATOR)
    connection = people.connection(connection_id)
    if tester is None and connection.stage is not ConnectionStage.ON:
        raise NotFound("connection.off", say("This way to sign in is turned off."))
    people.attempt_directory(origin=origin, now=now)
    visit = people.begin_visit(
        connection_id=connection_id,
        browser=browser,
        tester=tester.id if tester else None,
        next_path=next_path,
        now=now,
    )
    return directories.leave(connection, visit, now)


def come_back(
    *,
    connection_id: UUID,
    browser: str,
    given: Mapping[str, str],
    origin: str,
    person: people.PersonRow | None,
    directories: Directories,
    now: dt.datetime,
) -> CameBack:
    """Somebody is back from a directory with `given` in the address; `person` is who is signed in.

    Whatever is wrong is written down for the administrators. Raises NotFound for an unknown
    connection, TryLater.
    """
    connection = people.connection(connection_id)
    attempt = people.attempt_directory(origin=origin, now=now)
    visit: DirectoryVisit | None = None
    try:
        visit = people.end_visit(
            connection_id=connection_id,
            state=given.get("state", ""),
            browser=browser,
            now=now,
        )
        came = _taken(connection, visit, given, person, directories, now)
    except Refusal as refusal:
        return _refused(connection, visit, refusal, now)
    # Neither leaving nor coming back was a guess.
    people.attempt_unmade(attempt, now=now)
    people.attempt_unmade(attempt, now=now)
    return came


def _taken(
    connection: ConnectionRow,
    visit: DirectoryVisit,
    given: Mapping[str, str],
    person: people.PersonRow | None,
    directories: Directories,
    now: dt.datetime,
) -> CameBack:
    if visit.tester is not None and (person is None or person.id != visit.tester):
        raise Refusal("directory.tester", say("Whoever tried it is not signed in here any more."))
    secret = people.connection_secret(connection.id)
    answer = directories.read(connection, secret, visit, given)
    if visit.tester is not None:
        _tried(connection, answer, now)
        return CameBack(connection, was_trial=True)
    if connection.stage is not ConnectionStage.ON:
        raise Refusal("connection.off", say("It was turned off in the meantime."))
    with transaction.atomic():
        recognised = people.recognise(connection=connection, answer=answer, now=now)
        if recognised.person_id is None:
            raise AssertionError("recognise refuses whom it does not know")
        if recognised.is_new:
            _audit(None, "sign-in.let-in", connection, {}, now, recognised.person_id)
    return CameBack(connection, recognised.person_id, visit.next)


def _tried(connection: ConnectionRow, answer: DirectoryAnswer, now: dt.datetime) -> None:
    """Keeps what a trial showed: that the directory was understood, and whom it means."""
    fault, person = None, ""
    try:
        recognised = people.recognise(connection=connection, answer=answer, now=now, only_look=True)
        if recognised.person_id is not None:
            person = people.person(recognised.person_id).name
    except Refusal as refusal:
        fault = _sentence(refusal)
    trial = ConnectionTrial(answer.subject, dict(answer.claims), person)
    people.note_trial(connection_id=connection.id, trial=trial, fault=fault, now=now)


def _refused(
    connection: ConnectionRow,
    visit: DirectoryVisit | None,
    refusal: Refusal,
    now: dt.datetime,
) -> CameBack:
    why = _sentence(refusal)
    was_trial = visit is not None and visit.tester is not None
    with transaction.atomic():
        if was_trial:
            people.note_trial(connection_id=connection.id, trial=None, fault=why, now=now)
        else:
            _audit(None, "sign-in.refused", connection, {"because": why}, now)
    return CameBack(connection, was_trial=was_trial, is_refused=True)


@transaction.atomic
def add(*, spec: ConnectionSpec, by: people.PersonRow, now: dt.datetime) -> UUID:
    """Connects a directory, as a draft. Raises NotAllowed, Refusal by field."""
    people.require(by, Role.ADMINISTRATOR)
    connection_id = people.add_connection(spec=spec, now=now)
    _audit(by, "connection.added", people.connection(connection_id), {}, now)
    return connection_id


@transaction.atomic
def change(
    *, connection_id: UUID, spec: ConnectionSpec, by: people.PersonRow, now: dt.datetime
) -> ConnectionRow:
    """Describes a connection anew. Raises NotAllowed, NotFound, Refusal by field."""
    people.require(by, Role.ADMINISTRATOR)
    connection = people.change_connection(connection_id=connection_id, spec=spec)
    _audit(by, "connection.changed", connection, {}, now)
    return connection


@transaction.atomic
def turn(*, connection_id: UUID, on: bool, by: people.PersonRow, now: dt.datetime) -> ConnectionRow:
    """Turns a connection on or off. Raises NotAllowed, NotFound, Refusal for one that is untried."""
    people.require(by, Role.ADMINISTRATOR)
    turned = people.turn_on if on else people.turn_off
    connection = turned(connection_id=connection_id)
    _audit(by, "connection.on" if on else "connection.off", connection, {}, now)
    return connection


@transaction.atomic
def remove(*, connection_id: UUID, by: people.PersonRow, now: dt.datetime) -> ConnectionRow:
    """Forgets a connection with its secret. Raises NotAllowed, NotFound."""
    people.require(by, Role.ADMINISTRATOR)
    connection = people.remove_connection(connection_id=connection_id)
    _audit(by, "connection.removed", connection, {}, now)
    return connection


@transaction.atomic
def bind(
    *, everybody: bool, roles: Collection[Role], by: people.PersonRow, now: dt.datetime
) -> None:
    """Says who signs in through a directory alone. Raises NotAllowed."""
    people.require(by, Role.ADMINISTRATOR)
    people.bind_to_directory(everybody=everybody, roles=roles)
    told: dict[str, object] = {"roles": sorted(role.value for role in roles)}
    governance.audit(
        actor_id=by.id,
        act="connection.bound",
        target="connections",
        detail=told | ({"everybody": True} if everybody else {}),
        now=now,
    )


def _audit(
    by: people.PersonRow | None,
    act: str,
    connection: ConnectionRow,
    detail: Mapping[str, object],
    now: dt.datetime,
    person_id: UUID | None = None,
) -> None:
    target = f"people/{person_id}" if person_id else f"connections/{connection.id}"
    governance.audit(
        actor_id=by.id if by else None,
        act=act,
        target=target,
        detail={"name": connection.spec.name, **detail},
        now=now,
    )


def _sentence(refusal: Refusal) -> Said:
    sentence = refusal.sentence
    return sentence if isinstance(sentence, Said) else as_written(sentence)
