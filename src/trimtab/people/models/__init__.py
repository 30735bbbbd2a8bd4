"""Tables of the room people, by subject."""

from trimtab.people.models.connections import Connection, DirectoryRuleKept, Visit
from trimtab.people.models.devices import Pin, SharedDevice
from trimtab.people.models.directory import (
    DirectoryGroup,
    DirectoryMember,
    DirectoryToken,
    KeptPerson,
    RoleByGroup,
)
from trimtab.people.models.entering import AccessLink, Guess, SecondStepRule, Session
from trimtab.people.models.lists import KnownHead, ListProgress, PeopleList, PeopleListRow
from trimtab.people.models.organisation import (
    Organisation,
    PersonAttribute,
    SetUpLink,
    Unit,
    UnitMove,
)
from trimtab.people.models.persons import (
    NO_PASSWORD,
    NOT_IN,
    Audience,
    Identity,
    MergedPerson,
    Person,
    RoleHeld,
    SavedFilter,
)

__all__ = [
    "NOT_IN",
    "NO_PASSWORD",
    "AccessLink",
    "Audience",
    "Connection",
    "DirectoryGroup",
    "DirectoryMember",
    "DirectoryRuleKept",
    "DirectoryToken",
    "Guess",
    "Identity",
    "KeptPerson",
    "KnownHead",
    "ListProgress",
    "MergedPerson",
    "Organisation",
    "PeopleList",
    "PeopleListRow",
    "Person",
    "PersonAttribute",
    "Pin",
    "RoleByGroup",
    "RoleHeld",
    "SavedFilter",
    "SecondStepRule",
    "Session",
    "SetUpLink",
    "SharedDevice",
    "Unit",
    "UnitMove",
    "Visit",
]
