"""Filters of the directory as SQL: names of columns are ours, every value is a parameter.

A condition is true or false, never NULL, so that its opposite is what it says.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import assert_never
from uuid import UUID

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

Parameter = str | bool | dt.datetime | list[str]


@dataclass(frozen=True, slots=True)
class SqlPart:
    """A piece of SQL with its parameters."""

    text: str
    parameters: tuple[Parameter, ...] = ()


@dataclass(frozen=True, slots=True)
class SeenTable:
    """How what the directory sees is read: the columns of places by path, the JSON of all other
    places, the rows of lists of values, and narrower conditions by an index, by path.
    """

    columns: Mapping[tuple[str, ...], str]
    rest: str
    lists: Mapping[ValueList, str]
    narrow: Mapping[tuple[str, ...], str]
    narrow_lists: Mapping[ValueList, str]


def condition(of: SeenTable, wanted: DirectoryFilter) -> SqlPart:
    """What a filter asks, as a condition."""
    match wanted:
        case AllOf(terms):
            return _joined(" AND ", (condition(of, term) for term in terms), "true")
        case AnyOf(terms):
            return _joined(" OR ", (condition(of, term) for term in terms), "false")
        case NotSo(term):
            part = condition(of, term)
            return SqlPart(f"NOT {part.text}", part.parameters)
        case IsThere(places):
            return _joined(" OR ", (_is_there(of, place) for place in places), "false")
        case OneValue(values, term):
            return _one_value(of, values, term)
        case PlaceCompared(place) if place.of is ValueList.NONE:
            return _narrowed(of, wanted, _compared(_expression(of, place), wanted))
        case PlaceCompared():
            return _compared_values(of, wanted)
        case _:
            assert_never(wanted)


def order(of: SeenTable, sort: DirectorySort) -> SqlPart:
    """In which order: what has no value comes last, or first where it goes down (3.4.2.3)."""
    place = sort.place
    if place.of is ValueList.EMAILS:
        item = "jsonb_path_query_first(seen.said, '$.emails[*] ? (@.primary == true)')"
        first = SqlPart(f"coalesce({item}, seen.said #> '{{emails,0}}') #>> %s", ([*place.path],))
    else:
        first = _expression(of, place)
    shown = SqlPart(f"({first.text})", first.parameters)
    key = shown if place.kind is PlaceKind.MOMENT else _comparable(place.kind, shown)
    is_text = place.kind in (PlaceKind.TEXT, PlaceKind.EXACT)
    collated = f'{key.text} COLLATE "C"' if is_text else key.text
    direction = "DESC NULLS FIRST" if sort.descending else "ASC NULLS LAST"
    return SqlPart(f"{collated} {direction}", key.parameters)


def _joined(between: str, parts: Iterable[SqlPart], nothing: str) -> SqlPart:
    """Parts with a word between them; `nothing` is what it comes to without any."""
    known = list(parts)
    text = between.join(part.text for part in known) or nothing
    return SqlPart(f"({text})", tuple(value for part in known for value in part.parameters))


def _expression(of: SeenTable, place: DirectoryPlace, item: str = "") -> SqlPart:
    """What stands at a place, as text or a moment; `item` is the value of a list it is in."""
    if not item and place.path in of.columns:
        return SqlPart(of.columns[place.path])
    return SqlPart(f"({item or of.rest} #>> %s)", ([*place.path],))


def _is_there(of: SeenTable, place: DirectoryPlace) -> SqlPart:
    item = "" if place.of is ValueList.NONE else "value.item"
    if place.of is not ValueList.NONE and not place.path:
        return SqlPart(f"EXISTS ({of.lists[place.of]})")
    part = _expression(of, place, item)
    empty = "" if place.kind is PlaceKind.MOMENT else " <> ''"
    said = f"coalesce({part.text}{empty or ' IS NOT NULL'}, false)"
    if not item:
        return SqlPart(said, part.parameters)
    return SqlPart(f"EXISTS (SELECT 1 {_of(of, place.of)} WHERE {said})", part.parameters)


def _of(of: SeenTable, values: ValueList) -> str:
    return f"FROM ({of.lists[values]}) AS value"


def _comparable(kind: PlaceKind, part: SqlPart) -> SqlPart:
    match kind:
        case PlaceKind.TEXT:
            return SqlPart(f"lower({part.text})", part.parameters)
        case PlaceKind.TRUTH:
            return SqlPart(f"({part.text})::boolean", part.parameters)
        case PlaceKind.EXACT | PlaceKind.MOMENT:
            return part
        case _:
            assert_never(kind)


def _compared(part: SqlPart, wanted: PlaceCompared) -> SqlPart:
    kind, value = wanted.place.kind, wanted.value
    if value is None:
        return _nothing(part, wanted.how)
    left = _comparable(kind, part)
    right: Parameter = value.lower() if isinstance(value, str) and kind is PlaceKind.TEXT else value
    ordered = left.text if kind is PlaceKind.MOMENT else f'{left.text} COLLATE "C"'
    match wanted.how:
        case Comparator.EQUAL:
            text, count = f"{left.text} = %s", 1
        case Comparator.OTHER:
            return SqlPart(f"({left.text} IS DISTINCT FROM %s)", (*left.parameters, right))
        case Comparator.CONTAINS:
            text, count = f"strpos({left.text}, %s) > 0", 1
        case Comparator.BEGINS:
            text, count = f"starts_with({left.text}, %s)", 1
        case Comparator.ENDS:
            text, count = f"right({left.text}, length(%s)) = %s", 2
        case Comparator.AFTER:
            text, count = f"{ordered} > %s", 1
        case Comparator.FROM:
            text, count = f"{ordered} >= %s", 1
        case Comparator.BEFORE:
            text, count = f"{ordered} < %s", 1
        case Comparator.UNTIL:
            text, count = f"{ordered} <= %s", 1
        case _:
            assert_never(wanted.how)
    return SqlPart(f"coalesce({text}, false)", (*left.parameters, *[right] * count))


def _nothing(part: SqlPart, how: Comparator) -> SqlPart:
    match how:
        case Comparator.EQUAL:
            return SqlPart(f"({part.text} IS NULL)", part.parameters)
        case Comparator.OTHER:
            return SqlPart(f"({part.text} IS NOT NULL)", part.parameters)
        case _:
            return SqlPart("false")


def _compared_values(of: SeenTable, wanted: PlaceCompared) -> SqlPart:
    """A comparison with the values of a list: one that fits, or all of them other."""
    place, source = wanted.place, _of(of, wanted.place.of)
    part = _expression(of, place, "value.item")
    if wanted.value is None and wanted.how in (Comparator.EQUAL, Comparator.OTHER):
        is_null = f"EXISTS (SELECT 1 {source} WHERE {part.text} IS NULL)"
        empty = f"(NOT EXISTS (SELECT 1 {source}) OR {is_null})"
        is_equal = wanted.how is Comparator.EQUAL
        return SqlPart(empty if is_equal else f"(NOT {empty})", part.parameters)
    if wanted.how is Comparator.OTHER:
        inner = _compared(part, wanted)
        text = f"NOT EXISTS (SELECT 1 {source} WHERE NOT {inner.text})"
        return SqlPart(text, inner.parameters)
    return _one_value(
        of,
        place.of,
        PlaceCompared(DirectoryPlace(place.path, place.kind), wanted.how, wanted.value),
    )


def _one_value(of: SeenTable, values: ValueList, term: DirectoryFilter) -> SqlPart:
    inside = SeenTable({}, "value.item", {}, {}, {})
    inner = condition(inside, term)
    part = SqlPart(f"EXISTS (SELECT 1 {_of(of, values)} WHERE {inner.text})", inner.parameters)
    known = _known_value(term)
    if known is None or values not in of.narrow_lists:
        return part
    return _with(of.narrow_lists[values], known.lower(), part)


def _known_value(term: DirectoryFilter) -> str | None:
    """The text that the value must be, where the filter says so."""
    terms = term.terms if isinstance(term, AllOf) else (term,)
    for part in terms:
        match part:
            case PlaceCompared(DirectoryPlace(("value",)), Comparator.EQUAL, str() as value):
                return value
    return None


def _narrowed(of: SeenTable, wanted: PlaceCompared, part: SqlPart) -> SqlPart:
    """The same condition, and beside it one that an index answers: it holds whenever this does."""
    narrow = of.narrow.get(wanted.place.path)
    if narrow is None or wanted.how is not Comparator.EQUAL or not isinstance(wanted.value, str):
        return part
    is_exact = wanted.place.kind is PlaceKind.EXACT
    return _with(narrow, wanted.value if is_exact else wanted.value.lower(), part)


def _with(narrow: str, value: str, part: SqlPart) -> SqlPart:
    """A condition with a narrower one beside it, in which the value stands as text, or as an id."""
    asked = tuple(as_id(value) if cast else value for cast in re.findall("%s(::uuid)?", narrow))
    return SqlPart(f"({narrow} AND {part.text})", (*asked, *part.parameters))


def as_id(text: str) -> str:
    """A text as an id; where it is none, an id that nothing has."""
    try:
        return str(UUID(text))
    except ValueError:
        return str(UUID(int=0))
