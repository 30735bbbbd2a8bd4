"""The values of the room people that code without a framework needs."""

from trimtab.people.domain.directory.filters import (
    AllOf,
    AnyOf,
    Comparator,
    DirectoryFilter,
    DirectoryPlace,
    DirectorySort,
    IsThere,
    NotSo,
    OneValue,
    PlaceCompared,
    PlaceKind,
    ValueList,
)
from trimtab.people.domain.directory.rows import (
    DirectoryGroupRow,
    DirectoryPersonRow,
    DirectoryTokenRow,
)
from trimtab.people.domain.directory.saying import ENTERPRISE, Entry
from trimtab.people.domain.roles import Role, role_words
from trimtab.people.domain.rows import PersonRow

__all__ = [
    "ENTERPRISE",
    "AllOf",
    "AnyOf",
    "Comparator",
    "DirectoryFilter",
    "DirectoryGroupRow",
    "DirectoryPersonRow",
    "DirectoryPlace",
    "DirectorySort",
    "DirectoryTokenRow",
    "Entry",
    "IsThere",
    "NotSo",
    "OneValue",
    "PersonRow",
    "PlaceCompared",
    "PlaceKind",
    "Role",
    "ValueList",
    "role_words",
]
