"""A colleague is named where somebody is needed: let in with the role, told what waits for them.

An administrator does it at once. Whoever else writes the strategy asks the administrators, since
who may do what is theirs to give.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from trimtab.governance import api as governance
from trimtab.journeys import inviting, staffing
from trimtab.journeys.inviting import Sheet
from trimtab.kernel.errors import NotAllowed, Refusal
from trimtab.kernel.said import Between, Said, joined, paragraphs, say
from trimtab.messaging import api as messaging
from trimtab.people import api as people
from trimtab.people.api import EntryStage, Role

# A manager is one of a unit, which nobody chooses here, and who runs the installation is not named
# in passing.
NAMED_FOR = (Role.STEWARD, Role.STRATEGIST, Role.AUTHOR, Role.STAKEHOLDER)
_WRITING = (Role.STRATEGIST, Role.STEWARD)


class NamingOutcome(StrEnum):
    """What came of naming somebody."""

    MAILED = "mailed"
    ON_PAPER = "on-paper"
    TOLD = "told"
    PASSED_ON = "passed-on"


@dataclass(frozen=True, slots=True)
class Colleague:
    """Who is named, for which role; `waits` says what is asked of them."""

    name: str
    address: str
    role: Role
    waits: Said


@dataclass(frozen=True, slots=True)
class ColleagueNamed:
    """Receipt: what came of it; `sheet` holds the link to hand over where no letter leaves."""

    outcome: NamingOutcome
    name: str
    sheet: Sheet | None = None


@transaction.atomic
def name(
    *,
    colleague: Colleague,
    by: people.PersonRow,
    address: Callable[[str], str],
    now: datetime,
) -> ColleagueNamed:
    """Lets a colleague in with a role, besides those they hold, and tells them what waits; or asks
    the administrators to do so, where `by` is none. `address` makes the whole link of a token.

    The same again changes nothing. Raises NotAllowed, Refusal by the fields 'name', 'address',
    'role'.
    """
    people.require(by, *_WRITING)
    if colleague.role not in NAMED_FOR:
        roles = joined((people.ROLE_WORDS[role] for role in NAMED_FOR), Between.OR)
        sentence = say(
            "Here a colleague becomes {roles}; other roles are given under People.", roles=roles
        )
        raise Refusal("people.no-role", sentence, "role")
    known = people.person_by_email(colleague.address)
    if known is not None and known.id == by.id:
        sentence = say("This is you. Nobody approves what they wrote: name somebody else.")
        raise Refusal("people.self", sentence, "address")
    if not people.holds(by, Role.ADMINISTRATOR):
        return _pass_on(colleague, by, now)
    person_id = _let_in(colleague, known, by, now)
    _tell(person_id, colleague, by, now)
    return _invited(person_id, colleague, by, address, now)


def _let_in(
    colleague: Colleague, known: people.PersonRow | None, by: people.PersonRow, now: datetime
) -> UUID:
    """The colleague with the role, whether or not they were here before."""
    if known is None:
        details = staffing.PersonDetails(
            email=colleague.address, name=colleague.name, unit="", roles=(colleague.role,)
        )
        try:
            return staffing.add(given=details, by=by, now=now)
        except NotAllowed:
            raise
        except Refusal as refusal:
            field = "name" if refusal.field == "name" else "address"
            raise Refusal(refusal.code, refusal.sentence, field) from refusal
    if not known.is_active:
        sentence = say("This person is shut out. An administrator lets them back in first.")
        raise Refusal("people.shut-out", sentence, "address")
    if colleague.role not in known.roles:
        details = staffing.PersonDetails(
            email=known.sign_in_name,
            name=known.name,
            unit=known.unit_code,
            roles=tuple(sorted({*known.roles, colleague.role})),
            manages=known.managed_units,
        )
        staffing.change(person_id=known.id, given=details, by=by, now=now)
    return known.id


def _invited(
    person_id: UUID,
    colleague: Colleague,
    by: people.PersonRow,
    address: Callable[[str], str],
    now: datetime,
) -> ColleagueNamed:
    """The invitation of whoever has not come in: by mail where it leaves, else a link on paper."""
    row = people.person(person_id)
    if people.entries([person_id], now=now)[person_id].standing is EntryStage.IN:
        return ColleagueNamed(NamingOutcome.TOLD, row.name)
    if row.has_mail and messaging.sends_mail():
        inviting.invite_by_mail(person_ids=[person_id], by=by, now=now, waits=colleague.waits)
        return ColleagueNamed(NamingOutcome.MAILED, row.name)
    [sheet] = inviting.invite_on_paper(person_ids=[person_id], by=by, address=address, now=now)
    return ColleagueNamed(NamingOutcome.ON_PAPER, row.name, sheet)


def _tell(person_id: UUID, colleague: Colleague, by: people.PersonRow, now: datetime) -> None:
    """What waits stands among their messages, also for somebody who comes in by a link."""
    messaging.queue(
        person_ids=[person_id],
        key=f"named/{colleague.role}/{_digest(colleague, now)}",
        subject=say("{name} asks for your help", name=by.name),
        body=colleague.waits,
        why=say("{name} named you for this.", name=by.name),
        urgent=True,
        now=now,
    )


def _pass_on(colleague: Colleague, by: people.PersonRow, now: datetime) -> ColleagueNamed:
    if not colleague.name.strip() or not colleague.address.strip():
        field = "address" if colleague.name.strip() else "name"
        raise Refusal("people.naming", say("This is needed."), field)
    role = people.ROLE_WORDS[colleague.role]
    added = messaging.queue(
        person_ids=[person.id for person in people.people_with_role(Role.ADMINISTRATOR)],
        key=f"naming/{colleague.role}/{_digest(colleague, now)}",
        subject=say("{name} is wanted as {role}", name=colleague.name, role=role),
        body=paragraphs(
            say(
                "{by} asks you to let {name} ({address}) in with the role {role}.",
                by=by.name,
                name=colleague.name,
                address=colleague.address,
                role=role,
            ),
            colleague.waits,
            say("Add them under People, and invite them there."),
        ),
        why=say("You run this installation, and give people their roles."),
        urgent=True,
        is_private=True,
        now=now,
    )
    if added:
        governance.audit(
            actor_id=by.id,
            act="person.wanted",
            target="people",
            detail={"roles": [colleague.role.value]},
            now=now,
        )
    return ColleagueNamed(NamingOutcome.PASSED_ON, colleague.name)


def _digest(colleague: Colleague, now: datetime) -> str:
    """The same person is asked for the same once a day."""
    said = f"{colleague.address.strip().casefold()}/{now.date().isoformat()}"
    return hashlib.sha256(said.encode()).hexdigest()[:16]
