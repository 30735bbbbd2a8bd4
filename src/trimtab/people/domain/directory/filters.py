"""A filter over what the directory sees, as a tree (RFC 7644, 3.4.2.2). Pure.

It names places and compares values; how that is asked of the database is a query's business.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Comparator(StrEnum):
    """How a place is compared."""

    EQUAL = "eq"
    OTHER = "ne"
    CONTAINS = "co"
    BEGINS = "sw"
    ENDS = "ew"
    AFTER = "gt"
    FROM = "ge"
    BEFORE = "lt"
    UNTIL = "le"


class PlaceKind(StrEnum):
    """What stands at a place: text whose case does not matter, text as it is, a truth, a moment."""

    TEXT = "text"
    EXACT = "exact"
    TRUTH = "truth"
    MOMENT = "moment"


class ValueList(StrEnum):
    """An attribute with several values; NONE is a place that is in no list."""

    NONE = ""
    EMAILS = "emails"
    GROUPS = "groups"
    MEMBERS = "members"


@dataclass(frozen=True, slots=True)
class DirectoryPlace:
    """An attribute: its path below the resource, or below a value of the list it is in."""

    path: tuple[str, ...]
    kind: PlaceKind = PlaceKind.TEXT
    of: ValueList = ValueList.NONE


@dataclass(frozen=True, slots=True)
class PlaceCompared:
    """A place compared with a value; None is 'nothing stands there'.

    In a list one value that fits is enough; for OTHER, all must be other.
    """

    place: DirectoryPlace
    how: Comparator
    value: str | bool | dt.datetime | None


@dataclass(frozen=True, slots=True)
class IsThere:
    """Something stands at one of these places."""

    places: tuple[DirectoryPlace, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every term holds."""

    terms: tuple[DirectoryFilter, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One term holds."""

    terms: tuple[DirectoryFilter, ...]


@dataclass(frozen=True, slots=True)
class NotSo:
    """The term does not hold."""

    term: DirectoryFilter


@dataclass(frozen=True, slots=True)
class OneValue:
    """One value of a list for which a filter holds, whose places are those of the value."""

    of: ValueList
    term: DirectoryFilter


DirectoryFilter = PlaceCompared | IsThere | AllOf | AnyOf | NotSo | OneValue


@dataclass(frozen=True, slots=True)
class DirectorySort:
    """In which order resources come."""

    place: DirectoryPlace
    descending: bool = False
