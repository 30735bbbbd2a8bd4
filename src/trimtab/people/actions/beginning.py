"""The organisation begins, with its first administrator."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from trimtab.kernel.errors import Refusal
from trimtab.people.actions.logo import set_logo
from trimtab.people.actions.organisation import change_organisation, create_organisation
from trimtab.people.actions.passwords import check_password
from trimtab.people.actions.persons import add_person, check_identity, check_person_name
from trimtab.people.actions.setting_up import use_set_up_link
from trimtab.people.domain.beginning import Beginning
from trimtab.people.domain.letterhead import check_colour, check_name, check_time_zone
from trimtab.people.domain.roles import Role
from trimtab.people.models import Person

Check = Callable[[], object]


def faults_of_beginning(given: Beginning) -> dict[str, str]:
    """What is wrong with each field, by its name; nothing is written."""
    owner = Person(name=given.name, email=given.email)
    checks: Iterable[tuple[str, Check]] = (
        ("organisation", lambda: check_name(given.organisation)),
        ("colour", lambda: check_colour(given.colour)),
        ("time_zone", lambda: check_time_zone(given.time_zone)),
        ("name", lambda: check_person_name(given.name)),
        ("email", lambda: check_identity(given.email)),
        ("password", lambda: check_password(given.password, owner)),
    )
    faults = {field: _fault(check) for field, check in checks}
    return {field: fault for field, fault in faults.items() if fault}


def begin_organisation(
    *, given: Beginning, token: str, now: datetime, simulated: bool = False
) -> UUID:
    """Makes the organisation (with `simulated` one of invented people) and its first administrator,
    who also writes its strategy; the set-up link `token` works no more. Returns the id of the
    person.

    In a transaction of the caller's. Raises NotFound for the link, Refusal for what is wrong.
    """
    use_set_up_link(token=token, now=now)
    create_organisation(
        name=given.organisation,
        time_zone=given.time_zone,
        language=given.language,
        simulated=simulated,
        now=now,
    )
    change_organisation(name=given.organisation, colour=given.colour)
    if given.logo:
        set_logo(given.logo)
    return add_person(
        email=given.email,
        name=given.name,
        roles=[Role.ADMINISTRATOR, Role.STRATEGIST],
        now=now,
        password=given.password,
        language=given.language,
        time_zone=given.time_zone,
    )


def _fault(check: Check) -> str:
    try:
        check()
    except Refusal as refusal:
        return refusal.sentence
    return ""
