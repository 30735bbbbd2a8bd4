"""Merging never loses a word, and a line of changes leads to the same documents again."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pure.strategy_edits import DEMO, SMALL, edited, edits
from trimtab.kernel.errors import Refusal
from trimtab.strategy.domain.codec import to_json
from trimtab.strategy.domain.document import (
    AdviceTaken,
    Answer,
    Evidence,
    EvidenceKind,
    Standing,
    Strategy,
    Sureness,
)
from trimtab.strategy.domain.merging import Conflict, Side, Took, Written, merge
from trimtab.strategy.domain.patch import Op, Operation, Patch, apply_patch, patch_between, replay

replace = msgspec.structs.replace
fast = settings(deadline=None)


def answered(document: Strategy, **given: Answer) -> Strategy:
    return replace(
        document, answers={**document.answers, **{k.replace("_", "-"): v for k, v in given.items()}}
    )


def with_action(document: Strategy, key: str, **values: Any) -> Strategy:
    actions = tuple(replace(one, **values) if one.id == key else one for one in document.actions)
    return replace(document, actions=actions)


@given(edits)
@fast
def test_what_one_side_alone_changed_is_the_result(made: list[Any]) -> None:
    changed = edited(SMALL, made)
    assert merge(SMALL, changed, SMALL).document == changed
    assert merge(SMALL, SMALL, changed).document == changed
    assert merge(SMALL, changed, changed).document == changed


@given(edits, edits)
@fast
def test_who_saves_first_makes_no_difference(one: list[Any], other: list[Any]) -> None:
    mine, theirs = edited(SMALL, one), edited(SMALL, other)
    there, back = merge(SMALL, mine, theirs), merge(SMALL, theirs, mine)
    assert there.document == back.document
    assert [one.place for one in there.conflicts] == [one.place for one in back.conflicts]
    if there.document and back.document:
        assert list(to_json(there.document)) == list(to_json(back.document))


@given(edits, edits, st.sampled_from(Side))
@fast
def test_with_every_conflict_decided_nothing_of_either_side_is_lost(
    one: list[Any], other: list[Any], side: Side
) -> None:
    mine, theirs = edited(SMALL, one), edited(SMALL, other)
    asked = merge(SMALL, mine, theirs)
    assert (asked.document is None) == bool(asked.conflicts)
    decided = merge(SMALL, mine, theirs, {each.place: side for each in asked.conflicts})
    assert decided.document is not None and not decided.conflicts
    assert decided.taken == asked.taken
    has = words(to_json(decided.document))
    preferred, rest = (mine, theirs) if side is Side.MINE else (theirs, mine)
    assert added(SMALL, preferred) <= has
    at_odds = {word for each in asked.conflicts for word in words([each.mine, each.theirs])}
    assert added(SMALL, rest) - at_odds <= has


@given(edits, edits, st.sampled_from(Side))
@fast
def test_an_answer_is_gone_only_when_somebody_took_it_away_and_nobody_changed_it(
    one: list[Any], other: list[Any], side: Side
) -> None:
    mine, theirs = edited(SMALL, one), edited(SMALL, other)
    choices = {each.place: side for each in merge(SMALL, mine, theirs).conflicts}
    found = merge(SMALL, mine, theirs, choices).document
    assert found is not None
    for code in mine.answers.keys() | theirs.answers.keys():
        versions = [document.answers.get(code) for document in (mine, theirs)]
        untouched = SMALL.answers.get(code) in versions and None in versions
        chosen_away = (
            f"answers/{code}" in choices and versions[[Side.MINE, Side.THEIRS].index(side)] is None
        )
        assert code in found.answers or untouched or chosen_away


def words(data: Any) -> set[str]:
    """Every text and number somewhere in plain data."""
    if isinstance(data, dict):
        return {word for one in data.values() for word in words(one)}
    if isinstance(data, list):
        return {word for one in data for word in words(one)}
    return {str(data)}


def added(base: Strategy, document: Strategy) -> set[str]:
    return words(to_json(document)) - words(to_json(base))


def test_different_fields_of_one_action_come_together() -> None:
    mine = with_action(DEMO, "practise-shelf-prices", title="Mine", minutes_per_week=4)
    theirs = with_action(DEMO, "practise-shelf-prices", owner="theirs@example.org")
    merged = merge(DEMO, mine, theirs)
    assert merged.document == with_action(mine, "practise-shelf-prices", owner="theirs@example.org")
    assert Took("actions/practise-shelf-prices/owner", Side.THEIRS) in merged.taken


def test_the_same_field_changed_twice_is_decided_by_a_person() -> None:
    mine, theirs = replace(DEMO, title="Mine"), replace(DEMO, title="Theirs")
    assert merge(DEMO, mine, theirs).conflicts == (Conflict("title", DEMO.title, "Mine", "Theirs"),)
    for choice, title in ((Side.MINE, "Mine"), (Side.THEIRS, "Theirs"), (Written("Ours"), "Ours")):
        found = merge(DEMO, mine, theirs, {"title": choice}).document
        assert found is not None and found.title == title
    with pytest.raises(Refusal):
        merge(DEMO, mine, theirs, {"title": Written(["no", "title"])})


def test_taking_away_against_changing_is_a_conflict() -> None:
    mine = replace(DEMO, actions=DEMO.actions[1:])
    theirs = with_action(DEMO, DEMO.actions[0].id, title="Kept after all")
    [conflict] = merge(DEMO, mine, theirs).conflicts
    assert conflict.place == f"actions/{DEMO.actions[0].id}" and conflict.mine is None
    assert merge(DEMO, mine, theirs, {conflict.place: Side.MINE}).document == mine
    assert merge(DEMO, mine, theirs, {conflict.place: Side.THEIRS}).document == theirs


def test_an_answer_is_never_mixed_of_two_voices_but_keeps_what_both_have_gathered() -> None:
    seen = [Evidence(kind=EvidenceKind.DATA, says=says) for says in ("before", "mine", "theirs")]
    base = answered(DEMO, Q_D6=Answer(value="a", evidence=(seen[0],)))
    mine = answered(DEMO, Q_D6=Answer(value="b", because="mine", evidence=(seen[0], seen[1])))
    theirs = answered(DEMO, Q_D6=Answer(value="a", because="theirs", evidence=(seen[0], seen[2])))
    [conflict] = merge(base, mine, theirs).conflicts
    assert conflict.place == "answers/Q-D6"
    found = merge(base, mine, theirs, {"answers/Q-D6": Side.THEIRS}).document
    assert found is not None
    assert found.answers["Q-D6"].because == "theirs" and set(found.answers["Q-D6"].evidence) == set(
        seen
    )
    third = Written({"value": "c", "because": "both", "sure": "high"})
    found = merge(base, mine, theirs, {"answers/Q-D6": third}).document
    assert found is not None
    assert (found.answers["Q-D6"].value, found.answers["Q-D6"].sure) == ("c", Sureness.HIGH)
    assert len(found.answers["Q-D6"].evidence) == 3


def test_lists_of_words_are_ordered_sets() -> None:
    base = replace(DEMO, policy=replace(DEMO.policy, will_not=("a", "b", "c")))
    mine = replace(base, policy=replace(base.policy, will_not=("a", "x", "b", "c")))
    theirs = replace(base, policy=replace(base.policy, will_not=("b", "c", "y")))
    found = merge(base, mine, theirs).document
    assert found is not None and found.policy.will_not == ("x", "b", "c", "y")


def test_one_rule_taken_at_two_places_is_two_things() -> None:
    one = AdviceTaken(rule="R-T2", place="audiences/a/device", standing=Standing.ACCEPTED)
    other = replace(one, place="audiences/b/device")
    base = replace(DEMO, recommendations=(one,))
    mine = replace(DEMO, recommendations=(one, other))
    theirs = replace(DEMO, recommendations=(replace(one, because="Seen"),))
    found = merge(base, mine, theirs).document
    assert found is not None and found.recommendations == (replace(one, because="Seen"), other)


def test_a_field_set_back_to_its_default_is_a_change_like_any_other() -> None:
    mine = with_action(DEMO, "practise-shelf-prices", minutes_per_week=0)
    theirs = with_action(DEMO, "practise-shelf-prices", due=dt.date(2027, 3, 1))
    found = merge(DEMO, mine, theirs).document
    assert found == with_action(mine, "practise-shelf-prices", due=dt.date(2027, 3, 1))


@given(edits)
@fast
def test_a_change_leads_from_one_document_to_the_other(made: list[Any]) -> None:
    changed = edited(SMALL, made)
    assert apply_patch(SMALL, patch_between(SMALL, changed)) == changed
    assert apply_patch(changed, patch_between(changed, SMALL)) == SMALL


@given(st.lists(edits, max_size=4))
@fast
def test_replaying_all_changes_from_the_first_gives_every_document_again(
    line: list[list[Any]],
) -> None:
    documents = [SMALL]
    for made in line:
        documents.append(edited(documents[-1], made))
    patches = [patch_between(one, other) for one, other in itertools.pairwise(documents)]
    for count, document in enumerate(documents):
        assert replay(SMALL, patches[:count]) == document


def test_a_change_is_as_small_as_what_changed() -> None:
    changed = with_action(
        answered(DEMO, Q_P9=Answer(value="blocks")), "practise-shelf-prices", title="New"
    )
    places = {one.place for one in patch_between(DEMO, changed).operations}
    assert "actions/practise-shelf-prices/title" in places
    assert all(
        place.startswith(("actions/practise-shelf-prices/title", "answers/Q-P9"))
        for place in places
    )


def test_a_part_is_found_by_its_own_name_first() -> None:
    first, *rest = DEMO.questions
    odd = replace(DEMO, questions=(replace(first, decision=rest[0].id), *rest))
    patch = Patch(
        title="",
        operations=(Operation(op=Op.SET, place=f"questions/{rest[0].id}/asks", value="Why?"),),
    )
    assert apply_patch(odd, patch).questions[1].asks == "Why?"


def test_words_with_a_slash_can_be_names() -> None:
    mine = answered(DEMO, **{"a/b~c": Answer(value="x")})
    assert apply_patch(DEMO, patch_between(DEMO, mine)) == mine
