"""Who asks for a page, and whether they may."""

from __future__ import annotations

from trimtab import clock
from trimtab.governance import api as governance
from trimtab.kernel.errors import NotAllowed
from trimtab.people import api as people
from trimtab.people.api import Role
from trimtab.strategy import api as strategy
from trimtab.web.requests import OpenRequest

STEERING = (Role.STRATEGIST, Role.STEWARD, Role.STAKEHOLDER, Role.AUTHOR, Role.MANAGER)
RUNNING = (Role.ADMINISTRATOR, Role.STEWARD, Role.STRATEGIST)
# Who looks after content: items, job aids, packages.
AUTHORING = (Role.AUTHOR, Role.STRATEGIST)
# Who writes the strategy.
WRITING = (Role.STRATEGIST, Role.STEWARD)


def asked_by(request: OpenRequest, *roles: Role) -> people.PersonRow:
    """The signed-in person. Raises NotAllowed unless they hold one of `roles`."""
    people.require(request.person, *roles)
    if request.person is None:
        raise AssertionError("require refuses nobody")
    return request.person


def asked_to_see(request: OpenRequest, what: governance.What) -> people.PersonRow:
    """The signed-in person, who may see this.

    Raises NotAllowed, with the roles that look after it.
    """
    person = request.person
    if person is None or not governance.access(person, what, now=clock.now()).is_open:
        roles = " or ".join(governance.offices(what))
        raise NotAllowed("people.role", f"This needs the role {roles}.")
    return person


def readable(row: strategy.RevisionRow, person: people.PersonRow) -> strategy.RevisionRow:
    """A revision as this person may read it: who said what is for those who write the strategy."""
    return strategy.revision_for_reader(row, person.roles)
