"""The organisation begins with its first administrator; what it is called, how it looks, its
language and time zone are changed by one, and written down.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from trimtab import clock
from trimtab.governance import api as governance
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import say
from trimtab.people import api as people


@transaction.atomic
def begin(
    *, name: str, time_zone: str, email: str, password: str, is_rehearsal: bool, now: datetime
) -> None:
    """An empty organisation with its first administrator, who also writes its strategy; both, or
    neither.

    Raises Refusal, by field; where an organisation is there it and its people stay as they are.
    """
    people.create_organisation(
        name=name, time_zone=time_zone, language="en", simulated=is_rehearsal, now=now
    )
    roles = [people.Role.ADMINISTRATOR, people.Role.STRATEGIST]
    people.add_person(
        email=email,
        name=email.split("@")[0],
        roles=roles,
        now=now,
        password=password,
        time_zone=time_zone,
    )


@transaction.atomic
def set_up(*, token: str, given: people.Beginning, now: datetime) -> UUID:
    """The same from the set-up page that the link `token` opens, which works no more then. Where
    the installation is a rehearsal, so is the organisation.

    Returns the id of the administrator. Raises NotFound for the link, Refusal by field.
    """
    person_id = people.begin_organisation(
        given=given, token=token, now=now, simulated=clock.is_followed()
    )
    governance.audit(
        actor_id=person_id,
        act="organisation.set-up",
        target="organisation",
        detail={"name": given.organisation},
        now=now,
    )
    return person_id


@dataclass(frozen=True, slots=True)
class OrganisationDetails:
    """What an administrator says of the organisation; None leaves what is there. `logo` is a PNG
    that was drawn anew, empty takes it away.
    """

    name: str
    colour: str
    language: str | None = None
    time_zone: str | None = None
    logo: bytes | None = None


@transaction.atomic
def change(*, given: OrganisationDetails, by: people.PersonRow, now: datetime) -> None:
    """Changes the organisation. Raises NotAllowed unless `by` is an administrator, Refusal by
    field; the same again writes nothing.
    """
    people.require(by, people.Role.ADMINISTRATOR)
    before = people.organisation()
    people.change_organisation(
        name=given.name,
        colour=given.colour,
        language=given.language,
        time_zone=given.time_zone,
    )
    if given.logo is not None:
        people.set_logo(given.logo)
    after = people.organisation()
    if before != after and before and after:
        governance.audit(
            actor_id=by.id,
            act="organisation.changed",
            target="organisation",
            detail={"before": _told(before), "after": _told(after)},
            now=now,
        )


def _told(row: people.OrganisationRow) -> list[str]:
    return [row.name, row.colour, row.language, row.time_zone, row.logo[:12]]


@transaction.atomic
def tidy(*, by: people.PersonRow, is_done: bool, now: datetime) -> None:
    """The list of what was still to do is put away, when all of it is done.

    Again changes nothing. Raises NotAllowed unless `by` is an administrator, Refusal.
    """
    people.require(by, people.Role.ADMINISTRATOR)
    if not is_done:
        raise Refusal(
            "organisation.to-do", say("Something is still to do. The list goes when all is done.")
        )
    if people.tidy_organisation(now=now):
        governance.audit(
            actor_id=by.id, act="organisation.tidied", target="organisation", detail={}, now=now
        )
