"""Who asks for a page, and whether they may."""

from __future__ import annotations

from django.http import HttpRequest

from trimtab.kernel import written
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


def readable(row: strategy.RevisionRow, person: people.PersonRow) -> strategy.RevisionRow:
    """A revision as this person may read it: who said what is for those who write the strategy."""
    return strategy.revision_for_reader(row, person.roles)


def page_number(request: HttpRequest) -> int:
    """The page asked for; 1 for anything that is no number."""
    return written.whole(request.GET.get("page"), 99_999_999) or 1
