"""Who belongs to an audience by its rule, how many they are, and what a rule is built from."""

from __future__ import annotations

import itertools

import pytest

from tests.cast import NOW, Cast, engage
from trimtab.people import api as people
from trimtab.people.models import Person
from trimtab.people.queries.audiences import condition, rule_data
from trimtab.strategy.api import parts
from trimtab.strategy.domain.plan import AudienceResource

pytestmark = pytest.mark.django_db
NOBODY = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
def cast(db: None) -> Cast:
    return engage()


def names(rule: parts.AudienceRule) -> set[str]:
    found = Person.objects.filter(condition(rule_data(rule)), is_active=True)
    return {name.casefold() for name in found.values_list("name", flat=True)}


def test_people_who_are_named_belong_besides_and_alone_where_nothing_else_is_said(
    cast: Cast,
) -> None:
    named = (str(cast.steward.id),)
    assert names(parts.AudienceRule(people=named)) == {"stef"}
    cashiers = parts.AudienceRule(attributes={"job": ("cashier",)}, people=named)
    assert names(cashiers) == {"stef", "wanda"}
    assert names(parts.AudienceRule(people=("nonsense", NOBODY))) == set()
    people.shut_out(person_id=cast.steward.id, now=NOW)
    assert names(cashiers) == {"wanda"}


def test_a_count_is_the_number_of_those_who_belong_whatever_the_rule_is_made_of(
    cast: Cast, django_assert_num_queries: object
) -> None:
    units = ((), ("north",), ("org",), ("gone",))
    roles = ((), ("learner",), ("author", "steward"))
    attributes: tuple[dict[str, tuple[str, ...]], ...] = ({}, {"job": ("cashier", "manager")})
    named = ((), (str(cast.worker.id), str(cast.steward.id), NOBODY), ("nonsense",))
    rules = [
        parts.AudienceRule(units=a, roles=b, attributes=c, people=d)
        for a, b, c, d in itertools.product(units, roles, attributes, named)
    ]
    audiences = [
        AudienceResource(key=f"{at}", name="A", rule=rule) for at, rule in enumerate(rules)
    ]
    with django_assert_num_queries(1):  # type: ignore[operator]
        counted = people.count_by_rule(audiences)
    assert counted == {f"{at}": len(names(rule)) for at, rule in enumerate(rules)}
    assert all(people.count_rule(rule).people == len(names(rule)) for rule in rules[::7])


def test_what_the_units_hold_in_all_is_told_where_a_rule_narrows_them(cast: Cast) -> None:
    narrowed = parts.AudienceRule(units=("north",), attributes={"job": ("cashier",)})
    assert people.count_rule(narrowed) == people.RuleCount(1, 2)
    assert people.count_rule(parts.AudienceRule(units=("north",))) == people.RuleCount(2, None)


def test_a_sample_is_of_those_whom_the_conditions_name(cast: Cast) -> None:
    rule = parts.AudienceRule(units=("north",), people=(str(cast.steward.id),))
    assert {row.name for row in people.rule_sample(rule, most=5)} == {"Wanda", "Mika"}
    assert len(people.rule_sample(parts.AudienceRule(), most=3)) == 3


def test_attributes_come_with_their_values_the_most_frequent_first(cast: Cast) -> None:
    people.add_person(
        email="c@corner.example",
        name="Cy",
        roles=[people.Role.LEARNER],
        now=NOW,
        attributes={"job": "manager", "floor": "2"},
    )
    found = {row.name: (row.values, row.others) for row in people.attribute_values()}
    assert found == {"floor": (("2",), 0), "job": (("manager", "cashier"), 0)}


def test_a_unit_counts_those_below_it_and_a_role_held_twice_counts_once(cast: Cast) -> None:
    within = people.count_by_unit_within()
    assert within["north"] == 2 and within["south"] == 1 and within["org"] == 8
    people.change_person(
        person_id=cast.manager.id,
        email=cast.manager.email,
        name="Mika",
        unit="north",
        roles=[people.Role.MANAGER],
        manages=["north", "south"],
        now=NOW,
    )
    assert people.count_by_role()[people.Role.MANAGER] == 1
    people.shut_out(person_id=cast.manager.id, now=NOW)
    assert people.Role.MANAGER not in people.count_by_role()


def test_whose_audiences_are_asked_for_gets_those_that_they_are_in(cast: Cast) -> None:
    rules = {
        "cashiers": parts.AudienceRule(attributes={"job": ("cashier",)}),
        "stewards": parts.AudienceRule(roles=("steward",)),
        "named": parts.AudienceRule(people=(str(cast.worker.id),)),
    }
    resources = [AudienceResource(key=key, name=key, rule=rule) for key, rule in rules.items()]
    people.match_audiences(resources, now=NOW)
    assert [row.key for row in people.audiences_of(cast.worker.id)] == ["cashiers", "named"]
    sizes = {key: len(ids) for key, ids in people.members_by_audience(rules).items()}
    assert sizes == {"cashiers": 1, "stewards": 1, "named": 1}
    assert not people.match_audiences(resources, now=NOW)


def test_whether_anybody_belongs_is_the_same_as_a_count_above_none(cast: Cast) -> None:
    rules = {
        "all": parts.AudienceRule(),
        "cashiers": parts.AudienceRule(units=("north",), attributes={"job": ("cashier",)}),
        "nobody": parts.AudienceRule(attributes={"job": ("pilot",)}),
        "nonsense": parts.AudienceRule(people=("nonsense",)),
        "gone": parts.AudienceRule(units=("gone",), people=(str(cast.worker.id),)),
    }
    resources = [AudienceResource(key=key, name=key, rule=rule) for key, rule in rules.items()]
    counted = people.count_by_rule(resources)
    assert people.keys_with_people(resources) == {key for key, n in counted.items() if n}
