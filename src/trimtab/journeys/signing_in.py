"""Signing in and changing the own password: guessing is slow, and the owner hears of it."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from trimtab.governance import api as governance
from trimtab.journeys.inviting import tell
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import say, say_n
from trimtab.people import api as people

# Whoever looks after accounts and data signs in again after a shift, also on their own device.
NEVER_KEPT = (people.Role.ADMINISTRATOR, people.Role.STEWARD)


def sign_in(*, typed: str, password: str, origin: str, now: dt.datetime) -> UUID | None:
    """Who has this name and password; None when nobody has.

    `origin` is the address that the request came from.

    Counted before anything is hashed. Raises TryLater (wait, or busy), Refusal for a password that
    is too long.
    """
    with people.GATE.entered():
        attempt = people.attempt_sign_in(typed=typed, origin=origin, now=now)
        try:
            found = people.with_password(typed=typed, password=password)
        except Refusal:
            people.attempt_unmade(attempt, now=now)
            raise
    if found is None:
        _failed(typed, people.attempt_failed(attempt), now)
        return None
    with transaction.atomic():
        failures = people.attempt_succeeded(attempt, now=now)
        if failures >= people.TELL_AFTER:
            _after_failures(found, failures, now)
    return found


def may_keep(person: people.PersonRow) -> bool:
    """Whether this person may stay signed in on a device of their own for weeks."""
    return not person.roles & set(NEVER_KEPT)


def change_password(
    *, person: people.PersonRow, old: str, new: str, origin: str, session: str, now: dt.datetime
) -> None:
    """A person changes their password; all sessions but `session` end.

    Raises TryLater, Refusal by field ('old', 'password').
    """
    with people.GATE.entered():
        attempt = people.attempt_sign_in(typed=person.sign_in_name, origin=origin, now=now)
        try:
            people.change_password(person_id=person.id, old=old, new=new, now=now, session=session)
        except Refusal as refusal:
            if refusal.code == "people.old-password":
                people.attempt_failed(attempt)
            else:
                people.attempt_unmade(attempt, now=now)
            raise
    with transaction.atomic():
        people.attempt_succeeded(attempt, now=now)
        _audit(person.id, person.id, "people.password-changed", {}, now)
        tell(
            person.id,
            f"password/{now.isoformat()}",
            say("Your password was changed"),
            say(
                "It was changed on your page Me, and you were signed out everywhere else. If this "
                "was not you, tell your administrator."
            ),
            now,
        )


def sign_out_elsewhere(*, person: people.PersonRow, session: str, now: dt.datetime) -> int:
    """Ends every session of a person but this one; returns how many it was."""
    ended = people.end_sessions(person_id=person.id, but=session)
    if ended:
        _audit(person.id, person.id, "people.signed-out-elsewhere", {"sessions": ended}, now)
    return ended


def sign_out_there(*, person: people.PersonRow, handle: str, now: dt.datetime) -> bool:
    """Ends one session of a person, by what their page calls it; False when it had ended."""
    ended = people.end_session(person_id=person.id, handle=handle)
    if ended:
        _audit(person.id, person.id, "people.signed-out-elsewhere", {"sessions": 1}, now)
    return ended


def is_own_password(
    *, person: people.PersonRow, password: str, origin: str, now: dt.datetime
) -> bool:
    """Whether somebody who is signed in has this password; counted as a try to sign in is.

    Raises TryLater, Refusal for a password that is too long.
    """
    with people.GATE.entered():
        attempt = people.attempt_sign_in(typed=person.sign_in_name, origin=origin, now=now)
        try:
            found = people.with_password(typed=person.sign_in_name, password=password)
        except Refusal:
            people.attempt_unmade(attempt, now=now)
            raise
    if found != person.id:
        _failed(person.sign_in_name, people.attempt_failed(attempt), now)
        return False
    people.attempt_succeeded(attempt, now=now)
    return True


def _failed(typed: str, failures: int, now: dt.datetime) -> None:
    """Told once in a row of failures, whether they stop or go on."""
    if failures != people.TELL_AT:
        return
    person = people.person_by_email(typed)
    if person is None or not person.is_active:
        return
    with transaction.atomic():
        _audit(None, person.id, "sign-in.guessed", {"wrong passwords": failures}, now)
        tell(
            person.id,
            f"sign-in/{now.isoformat()}",
            say("Wrong passwords for your account"),
            say(
                "Somebody tried {n} passwords for your account, and none was right. Tries are "
                "slowed down by themselves. If this was not you, there is nothing to do as long "
                "as your password is long and used nowhere else.",
                n=failures,
            ),
            now,
        )


def _after_failures(person_id: UUID, failures: int, now: dt.datetime) -> None:
    _audit(None, person_id, "sign-in.after-failures", {"wrong passwords": failures}, now)
    body = say_n(
        "Somebody signed in to your account after {count} wrong password. If this was not you, "
        "change your password on your page Me: that signs everybody else out.",
        "Somebody signed in to your account after {count} wrong passwords. If this was not you, "
        "change your password on your page Me: that signs everybody else out.",
        failures,
    )
    subject = say("A sign-in after wrong passwords")
    tell(person_id, f"sign-in/{now.isoformat()}/in", subject, body, now)


def _audit(
    actor: UUID | None, person_id: UUID, act: str, detail: dict[str, object], now: dt.datetime
) -> None:
    governance.audit(actor_id=actor, act=act, target=f"people/{person_id}", detail=detail, now=now)
