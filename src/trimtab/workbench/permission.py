"""Who asks for a page, and whether they may."""

from __future__ import annotations

from django.http import HttpRequest

from trimtab import clock
from trimtab.governance import api as governance
from trimtab.kernel import written
from trimtab.kernel.errors import NotAllowed
from trimtab.people import api as people
from trimtab.people.api import Role
from trimtab.strategy import api as strategy

STEERING = (Role.STRATEGIST, Role.STEWARD, Role.STAKEHOLDER, Role.AUTHOR, Role.MANAGER)
RUNNING = (Role.ADMINISTRATOR, Role.STEWARD, Role.STRATEGIST)


def asked_by(request: HttpRequest, *roles: Role) -> people.PersonRow:
    """The signed-in person. Raises NotAllowed unless they hold one of `roles`."""
    person: people.PersonRow | None = getattr(request, "person", None)
    people.require(person, *roles)
    if person is None:
        raise AssertionError("require refuses nobody")
    return person


def asked_to_see(request: HttpRequest, what: governance.What) -> people.PersonRow:
    """The signed-in person, who may see this. Raises NotAllowed, with the roles that look after it."""
    person: people.PersonRow | None = getattr(request, "person", None)
    if person is None or not governance.access(person, what, now=clock.now()).is_open:
        roles = " or ".join(governance.offices(what))
        raise NotAllowed("people.role", f"This needs the role {roles}.")
    return person


def readable(row: strategy.RevisionRow, person: people.PersonRow) -> strategy.RevisionRow:
    """A revision as this person may read it: who said what is for those who write the strategy."""
    return strategy.revision_for_reader(row, person.roles)


def page_number(request: HttpRequest) -> int:
    """The page asked for; 1 for anything that is no number."""
    return written.whole(request.GET.get("page"), 99_999_999) or 1
