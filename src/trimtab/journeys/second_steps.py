"""Second steps at sign-in: added, shown and removed by their person, asked for by role, taken off
by an administrator. Whoever they belong to hears of each change.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from trimtab.governance import api as governance
from trimtab.journeys.inviting import tell
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import Said, say
from trimtab.people import api as people
from trimtab.people.api import Role

_IF_NOT_YOU = say(
    "If this was not you, change your password on your page Me, and tell your administrator."
)


def show_code(*, person_id: UUID, code: str, origin: str, now: dt.datetime) -> bool:
    """Whether a code is the second step of somebody whose password was right. Guessing is slow, and
    the owner hears of it. Raises TryLater.
    """
    attempt = people.attempt_code(person_id=person_id, origin=origin, now=now)
    if people.is_code_right(person_id=person_id, code=code, now=now):
        people.attempt_succeeded(attempt, now=now)
        return True
    if people.attempt_failed(attempt) == people.TELL_OF_CODES_AT:
        _tell_of_guessing(person_id, now)
    return False


@transaction.atomic
def add_authenticator(
    *, person: people.PersonRow, sealed: str, code: str, now: dt.datetime
) -> None:
    """An authenticator app counts for a person from now on. Raises Refusal at the field 'code'."""
    people.add_authenticator(person_id=person.id, sealed=sealed, code=code, now=now)
    _changed(person, "second-step.app-added", say("An authenticator app was added"), now)


@transaction.atomic
def add_passkey(
    *,
    person: people.PersonRow,
    name: str,
    state: Mapping[str, str],
    answer: str,
    site: people.PasskeySite,
    now: dt.datetime,
) -> None:
    """A passkey counts for a person from now on. Raises Refusal."""
    people.add_passkey(
        person_id=person.id, name=name, state=state, answer=answer, site=site, now=now
    )
    _changed(person, "second-step.passkey-added", say("A passkey was added"), now)


@transaction.atomic
def remove_passkey(*, person: people.PersonRow, passkey_id: int, now: dt.datetime) -> None:
    """A passkey counts no more. Raises NotFound, Refusal for the last step where a role asks for
    one.
    """
    people.remove_passkey(person_id=person.id, passkey_id=passkey_id)
    _require_still(person, now)
    _changed(person, "second-step.passkey-removed", say("A passkey was removed"), now)


@transaction.atomic
def remove_authenticator(*, person: people.PersonRow, now: dt.datetime) -> None:
    """The authenticator app counts no more. Raises Refusal as `remove_passkey` does."""
    if people.remove_authenticator(person_id=person.id):
        _require_still(person, now)
        _changed(person, "second-step.app-removed", say("The authenticator app was removed"), now)


@transaction.atomic
def draw_recovery_codes(*, person: people.PersonRow, now: dt.datetime) -> list[str]:
    """Ten new recovery codes, told this once. Raises Refusal without any other second step."""
    codes = people.draw_recovery_codes(person_id=person.id, now=now)
    _changed(person, "second-step.codes-drawn", say("New recovery codes were made"), now)
    return codes


@transaction.atomic
def remove_all(*, person_id: UUID, by: people.PersonRow, now: dt.datetime) -> int:
    """An administrator takes all second steps off somebody who has lost theirs; they are signed out
    everywhere and told. Returns how much was removed. Raises NotAllowed, NotFound.
    """
    people.require(by, Role.ADMINISTRATOR)
    person = people.person(person_id)
    removed = people.remove_second_steps(person_id=person.id)
    if removed:
        people.end_sessions(person_id=person.id)
        _audit(by.id, person.id, "second-step.taken-off", now)
        body = say(
            "{who} removed your passkeys, your authenticator app and your recovery codes, and you "
            "were signed out everywhere. The password alone signs you in now. If you did not ask "
            "for this, tell them.",
            who=by.name,
        )
        subject = say("Your second step at sign-in was removed")
        tell(person.id, f"second-step/{now.isoformat()}", subject, body, now)
    return removed


@transaction.atomic
def ask_of_roles(
    *, since: Mapping[Role, dt.datetime], by: people.PersonRow, now: dt.datetime
) -> bool:
    """Which roles must show a second step, and from when; False when nothing was different.

    Raises NotAllowed.
    """
    people.require(by, Role.ADMINISTRATOR)
    if people.second_step_rules() == dict(since):
        return False
    people.ask_second_step(since=since)
    governance.audit(
        actor_id=by.id,
        act="second-step.asked",
        target="people",
        detail={"roles": sorted(since)},
        now=now,
    )
    return True


def _require_still(person: people.PersonRow, now: dt.datetime) -> None:
    if people.must_set_up(person, now=now):
        sentence = say(
            "Your role asks for a second step, and this is the last you have. Add another first."
        )
        raise Refusal("people.last-second-step", sentence)


def _changed(person: people.PersonRow, act: str, subject: Said, now: dt.datetime) -> None:
    _audit(person.id, person.id, act, now)
    tell(person.id, f"{act}/{now.isoformat()}", subject, _IF_NOT_YOU, now)


def _tell_of_guessing(person_id: UUID, now: dt.datetime) -> None:
    with transaction.atomic():
        _audit(None, person_id, "second-step.guessed", now)
        tell(
            person_id,
            f"second-step/{now.isoformat()}",
            say("Somebody knows your password"),
            say(
                "Somebody signed in with your password and then wrote wrong codes. Without a code "
                "nobody gets in. If this was not you, change your password now."
            ),
            now,
        )


def _audit(actor: UUID | None, person_id: UUID, act: str, now: dt.datetime) -> None:
    governance.audit(actor_id=actor, act=act, target=f"people/{person_id}", detail={}, now=now)
