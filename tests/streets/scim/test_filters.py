"""A filter finds in the database whom it means: scim2-models, which reads each resource by itself,
is asked the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scim2_models import InvalidFilterException, ScimFilter
from scim2_models.path import (
    AttrPath,
    CompareOperator,
    Comparison,
    FilterNode,
    LogicalExpr,
    LogicalOperator,
    Not,
    Present,
    ValuePath,
)

from tests.cast import NOW, Cast, engage
from tests.streets.scim.scene import ENTERPRISE
from trimtab.gateway.scim import groups, users
from trimtab.gateway.scim.asking import ListWish, Shape
from trimtab.gateway.scim.filters import MOST_TERMS, read_filter
from trimtab.gateway.scim.schemas import POLICY, ScimGroup, ScimPerson
from trimtab.people import api as people
from trimtab.people.api import GroupWish

LATER = NOW + dt.timedelta(days=2)
WORDS = [
    "ana",
    "Ana",
    "wanda@corner.example",
    "ANA@corner.example",
    "work",
    "home",
    "",
    "a",
    "x%_\\'",
    "Till",
    "1042",
    "north",
    "e\u0301",
    "User",
]
PLAIN = ("userName", "displayName", "title", "name.familyName", "name.givenName", "externalId",
         "preferredLanguage", "timezone", f"{ENTERPRISE}:department", f"{ENTERPRISE}:manager.value",
         "emails.value", "emails.type", "emails", "groups.display", "id", "meta.resourceType")  # fmt: skip
INSIDE = ("value", "type", "display")


@pytest.fixture
def folk(db: None) -> list[Any]:
    """People whom the directory keeps, people whom it does not, and a group: as resources."""
    cast = engage()
    for at, said in enumerate(_entries(cast)):
        people.keep_new(said=said, person_id=uuid4(), now=LATER + dt.timedelta(hours=at))
    wish = GroupWish("Till", "g-1", frozenset({cast.worker.id, cast.author.id}))
    people.make_directory_group(wish=wish, group_id=uuid4(), now=NOW)
    _total, found = users.find(ListWish(None, None, 0, 1000, Shape()))
    return [ScimPerson.model_validate(content, scim_policy=POLICY) for content in found]


def _entries(cast: Cast) -> Iterator[dict[str, Any]]:
    yield {"userName": "Ana", "displayName": "Ana Ruiz", "externalId": "X-1", "active": True}
    yield {
        "userName": "ana.ruiz@corner.example",
        "name": {"givenName": "Ana", "familyName": "Till"},
        "title": "x%_\\'",
        "emails": [
            {"value": "ANA@corner.example", "type": "home"},
            {"value": "a@corner.example", "type": "work", "primary": True},
        ],
        "active": False,
    }
    yield {
        "userName": "1042",
        "preferredLanguage": "de",
        ENTERPRISE: {"department": "north", "manager": {"value": str(cast.manager.id)}},
    }


def comparisons(paths: tuple[str, ...]) -> st.SearchStrategy[FilterNode]:
    text = st.sampled_from(WORDS) | st.text(st.characters(codec="ascii", exclude_characters="\0"))
    operators = st.sampled_from(list(CompareOperator))
    return st.one_of(
        st.builds(Comparison, st.sampled_from(paths).map(_path), operators, text),
        st.builds(
            Comparison,
            st.sampled_from(paths).map(_path),
            st.sampled_from([CompareOperator.eq, CompareOperator.ne]),
            st.none(),
        ),
        st.builds(Present, st.sampled_from(paths).map(_path)),
    )


def _path(text: str) -> AttrPath:
    uri, _, name = text.rpartition(":")
    attr, _, sub = name.partition(".")
    return AttrPath(attr, sub or None, uri or None)


def trees(leaves: st.SearchStrategy[FilterNode]) -> st.SearchStrategy[FilterNode]:
    def grow(inner: st.SearchStrategy[FilterNode]) -> st.SearchStrategy[FilterNode]:
        several = st.lists(inner, min_size=2, max_size=3).map(tuple)
        return st.builds(Not, inner) | st.builds(
            LogicalExpr, st.sampled_from(list(LogicalOperator)), several
        )

    return st.recursive(leaves, grow, max_leaves=6)


def moments() -> st.SearchStrategy[FilterNode]:
    near = st.sampled_from([NOW, LATER, LATER + dt.timedelta(hours=1)]).map(dt.datetime.isoformat)
    plain = [CompareOperator(name) for name in ("eq", "ne", "gt", "ge", "lt", "le")]
    paths = st.sampled_from(["meta.created", "meta.lastModified"]).map(_path)
    return st.builds(Comparison, paths, st.sampled_from(plain), near)


def truths() -> st.SearchStrategy[FilterNode]:
    plain = st.sampled_from([CompareOperator.eq, CompareOperator.ne])
    return st.builds(Comparison, st.just(AttrPath("active")), plain, st.booleans())


FILTERS = trees(
    st.one_of(
        comparisons(PLAIN),
        truths(),
        moments(),
        st.builds(ValuePath, st.just(AttrPath("emails")), trees(comparisons(INSIDE))),
        st.builds(ValuePath, st.just(AttrPath("groups")), trees(comparisons(INSIDE))),
        st.builds(Present, st.sampled_from(["name", "emails", "groups", "meta"]).map(AttrPath)),
    )
)


def found(text: str) -> set[str]:
    wanted = read_filter(ScimFilter[ScimPerson](text))
    _total, resources = users.find(ListWish(wanted, None, 0, 1000, Shape()))
    return {content["id"] for content in resources}


@given(tree=FILTERS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_a_filter_finds_whom_the_library_says_it_means(folk: list[Any], tree: FilterNode) -> None:
    text = str(tree)
    try:
        asked = ScimFilter[ScimPerson](text)
        wanted = read_filter(asked)
    except InvalidFilterException:
        return
    _total, resources = users.find(ListWish(wanted, None, 0, 1000, Shape()))
    meant = {user.id for user in folk if asked.match(user)}
    assert {content["id"] for content in resources} == meant


@given(tree=FILTERS)
def test_what_was_written_is_read_as_it_was_meant(tree: FilterNode) -> None:
    assert str(ScimFilter(str(tree))) == str(tree)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('userName eq "ANA"', {"Ana Ruiz"}),
        ('externalId eq "x-1"', set()),
        ('externalId eq "X-1"', {"Ana Ruiz"}),
        ('emails eq "ana@CORNER.example"', {"Ana Till"}),
        ('emails[type eq "work" and value sw "a@"]', {"Ana Till"}),
        ('emails[type eq "home"].value eq "ana@corner.example"', {"Ana Till"}),
        ('userName eq "wanda@corner.example"', {"Wanda"}),
        ('userName eq "x" or not (userName pr)', set()),
        (f'{ENTERPRISE}:department eq "north" and userName eq "1042"', {"1042"}),
        ('groups.display eq "till" and emails.value sw "wanda"', {"Wanda"}),
        ("active eq false", {"Ana Till"}),
        ('userName eq "\' OR 1=1 --"', set()),
        ('userName eq "%" or userName co "%(name)s"', set()),
    ],
)
def test_filters_of_directories(folk: list[Any], text: str, names: set[str]) -> None:
    ids = found(text)
    assert {people.person(user_id).name for user_id in map(UUID, ids)} == names


@pytest.mark.parametrize(
    "text",
    [
        "",
        "userName",
        'userName eq "a" and',
        "userName eq 'a'",
        'userName == "a"',
        'nothing eq "a"',
        "active gt true",
        'active co "t"',
        'meta.created co "2026"',
        'meta.created gt "yesterday"',
        'meta.location eq "x"',
        'groups.$ref eq "x"',
        'schemas eq "x"',
        'password eq "x"',
        'userName[value eq "a"]',
        'emails[type eq "work"',
        'userName eq "\\u0000"',
        "(" * 5000 + 'userName eq "a"' + ")" * 5000,
        "not (" * 40 + "userName pr" + ")" * 40,
        " or ".join(['userName eq "a"'] * (MOST_TERMS + 1)),
        'userName eq "' + "a" * 9000 + '"',
    ],
)
def test_what_is_no_filter_is_refused(text: str) -> None:
    with pytest.raises(InvalidFilterException):
        asked = ScimFilter[ScimPerson](text)
        asked._validate_semantics()
        read_filter(asked)


def test_groups_are_found_by_name_and_member(folk: list[Any]) -> None:
    wanda = next(user for user in folk if user.user_name == "wanda@corner.example")

    def group_names(text: str) -> list[str]:
        wanted = read_filter(ScimFilter[ScimGroup](text))
        _total, resources = groups.find(ListWish(wanted, None, 0, 10, Shape()))
        return [str(content["displayName"]) for content in resources]

    assert group_names(f'members eq "{wanda.id}" and displayName eq "TILL"') == ["Till"]
    assert group_names(f'members[value eq "{uuid4()}"]') == []
    assert group_names('externalId eq "g-1" and members pr') == ["Till"]


@pytest.mark.parametrize(
    "sort", ["userName", "emails", "name.familyName", "meta.created", "active"]
)
@pytest.mark.parametrize("order", ["ascending", "descending"])
def test_the_order_is_that_of_the_library(
    folk: list[Any], sort: str, order: str, seen: Callable[[str, str], tuple[list[Any], list[Any]]]
) -> None:
    ours, theirs = seen(sort, order)
    assert ours == theirs


@pytest.fixture
def seen(folk: list[Any]) -> Callable[[str, str], tuple[list[Any], list[Any]]]:
    """Sort values as we give them, and as the library does."""
    from scim2_models import SearchRequest

    from trimtab.gateway.scim.asking import read_list
    from trimtab.gateway.scim.wire import ScimCall

    def asked(sort: str, order: str) -> tuple[list[Any], list[Any]]:
        call = ScimCall("GET", {"sortBy": sort, "sortOrder": order, "count": "200"}, {})
        _total, resources = users.find(read_list(call, ScimPerson))
        model: Any = SearchRequest[ScimPerson]
        search = model(sort_by=sort, sort_order=order)
        ours = [ScimPerson.model_validate(one, scim_policy=POLICY) for one in resources]
        values = [search.sort_value(user) for user in ours]
        return values, [search.sort_value(user) for user in search.sort(folk)]

    return asked
