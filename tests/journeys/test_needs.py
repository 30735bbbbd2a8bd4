"""What a strategy needs to run is read from how things stand, before and after it is in force."""

from __future__ import annotations

import pytest

from tests.cast import NOW, Cast, engage
from tests.pure.strategy_edits import DEMO
from trimtab.journeys import adoption, needs
from trimtab.journeys.needs import NeedGroup, NeedPlace, StrategyNeed
from trimtab.library import api as library
from trimtab.people import api as people
from trimtab.people.api import Role
from trimtab.strategy import api as strategy


@pytest.fixture
def cast(db: None) -> Cast:
    cast = engage()
    strategy.save_draft(document=DEMO, by=cast.strategist.id, because="First", now=NOW)
    return cast


def of(cast: Cast, group: NeedGroup, reader: people.PersonRow | None = None) -> list[StrategyNeed]:
    row = strategy.latest()
    assert row is not None
    found = needs.needs(row, reader=reader or cast.strategist, now=NOW)
    return [need for need in found.rows if need.group is group]


def test_a_practice_says_how_much_there_is_of_each_tag_and_where_it_is_brought_in(
    cast: Cast,
) -> None:
    first = of(cast, NeedGroup.CONTENT)[0]
    programme = strategy.plan(DEMO).programmes[0]
    assert not first.is_met and first.place is NeedPlace.BRING_IN and first.key == programme.tags[0]
    assert f"No question with the tag {programme.tags[0]}" in first.note
    text = (
        f"- {{key: q-1, kind: single-choice, stem: Q, tags: [{programme.tags[0]}], "
        "options: [{text: a, correct: true, feedback: yes}, {text: b, feedback: no}]}\n"
    )
    library.import_items(text=text, form=library.ItemFormat.YAML, by=None, now=NOW)
    there = of(cast, NeedGroup.CONTENT)[0]
    assert f"1 question with the tag {programme.tags[0]}" in there.note
    nobody = people.count_by_rule(strategy.plan(DEMO).audiences)[programme.audience] == 0
    assert there.is_met is not nobody
    for need in of(cast, NeedGroup.CONTENT, cast.steward):
        assert need.place not in (NeedPlace.BRING_IN, NeedPlace.CONTENT), "a steward may not there"


def test_figures_wait_for_the_strategy_and_then_for_somebody_to_bring_them(cast: Cast) -> None:
    before = of(cast, NeedGroup.FIGURES)
    assert before and {need.place for need in before} == {NeedPlace.NOWHERE}
    adoption.adopt(number=1, by=None, now=NOW)
    after = of(cast, NeedGroup.FIGURES)
    assert {need.place for need in after} == {NeedPlace.FIGURES}
    assert not any(need.is_met for need in after)


def test_a_role_that_nobody_else_holds_is_missing_and_is_there_when_somebody_does(
    cast: Cast,
) -> None:
    approver = strategy.approving_role(DEMO)
    roles = {need.key: need for need in of(cast, NeedGroup.ROLES)}
    assert not roles[approver].is_met and "Nobody but the writer" in roles[approver].note
    people.add_person(email="v@corner.example", name="Ve", roles=[Role(approver)], now=NOW)
    roles = {need.key: need for need in of(cast, NeedGroup.ROLES)}
    assert roles[approver].is_met and "Ve" in roles[approver].note
    assert roles["author"].note == "Held by Auri."


def test_the_gate_of_the_review_is_open_when_it_is_in_force(cast: Cast) -> None:
    first = of(cast, NeedGroup.GATES)[0]
    assert (first.place, first.key, first.is_met) == (NeedPlace.REVISION, "1", False)
    adoption.adopt(number=1, by=None, now=NOW)
    assert of(cast, NeedGroup.GATES)[0].is_met


def test_it_takes_a_fixed_number_of_queries(
    cast: Cast, django_assert_max_num_queries: object
) -> None:
    row = strategy.latest()
    assert row is not None
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        needs.needs(row, reader=cast.strategist, now=NOW)
