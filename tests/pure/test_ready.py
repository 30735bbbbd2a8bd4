"""The five ready strategies are complete, clean and different, and everything that runs under them
cites the answers it rests on.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings

from tests.pure import (
    test_rules_diagnosis,
    test_rules_people,
    test_rules_steering,
    test_rules_technology,
)
from tests.pure.strategy_edits import edited, edits
from tests.pure.strategy_examples import exists
from trimtab.kernel.errors import NotFound
from trimtab.strategy.domain.catalogue import QUESTIONS, asked, code_at, is_answered
from trimtab.strategy.domain.changes import resources
from trimtab.strategy.domain.codec import dump_yaml, from_json, load_yaml, to_json
from trimtab.strategy.domain.coherence import check
from trimtab.strategy.domain.comparing import compare
from trimtab.strategy.domain.document import ActionKind, Answer, Standing, Strategy
from trimtab.strategy.domain.examples import MARK, begun, borrowed
from trimtab.strategy.domain.in_force import taken
from trimtab.strategy.domain.merging import Side, merge
from trimtab.strategy.domain.patch import apply_patch, patch_between, replay
from trimtab.strategy.domain.plan import RunPlan, SettingResource
from trimtab.strategy.domain.planning import plan
from trimtab.strategy.domain.ready import READY, ReadyStrategy, ready
from trimtab.strategy.domain.rules import RULES, Strength, recommend
from trimtab.strategy.domain.tracing import chain

each = pytest.mark.parametrize("one", READY, ids=lambda one: one.name)
START = dt.date(2031, 3, 5)
replace = msgspec.structs.replace


@each
def test_it_has_no_finding_and_survives_being_written(one: ReadyStrategy) -> None:
    assert check(one.document) == ()
    assert (
        load_yaml(dump_yaml(one.document)).document
        == from_json(to_json(one.document))
        == one.document
    )
    assert 250 <= len(one.text.splitlines()) <= 600


@each
def test_every_question_that_has_a_point_is_answered_and_no_other(one: ReadyStrategy) -> None:
    pointed = {question.code for question in asked(one.document)}
    open_ = [
        question.code for question in asked(one.document) if not is_answered(one.document, question)
    ]
    assert not open_ and set(one.document.answers) <= pointed
    assert {question.area for question in asked(one.document)} == {
        question.area for question in QUESTIONS
    }


@each
def test_every_answer_says_who_gave_it_and_when_and_every_action_has_an_owner_and_dates(
    one: ReadyStrategy,
) -> None:
    assert all(answer.by and answer.on for answer in one.document.answers.values())
    assert all(action.owner and action.starts and action.due for action in one.document.actions)
    assert all(
        stakeholder.owner and stakeholder.engagement for stakeholder in one.document.stakeholders
    )
    assert all(challenge.evidence and challenge.crux for challenge in one.document.challenges)


@each
def test_every_recommendation_is_taken_and_what_was_accepted_is_carried_out(
    one: ReadyStrategy,
) -> None:
    used = set()
    for advice in recommend(one.document):
        entry = taken(one.document, advice)
        assert entry and entry.by, (advice.code, advice.place)
        assert entry.standing is Standing.ACCEPTED or entry.because
        assert entry.standing is not Standing.DECLINED or advice.strength is not Strength.MUST
        assert entry.standing is not Standing.ACCEPTED or advice.patch is None, (
            advice.code,
            advice.patch,
        )
        used.add(entry.rule)
    assert used == {entry.rule for entry in one.document.recommendations}


def test_they_differ_in_what_runs_two_by_two() -> None:
    for one, other in itertools.combinations(READY, 2):
        mine, theirs = shape(plan(one.document)), shape(plan(other.document))
        differing = {key for key in mine.keys() | theirs.keys() if mine.get(key) != theirs.get(key)}
        settings_ = {key for kind, key in differing if kind == "setting"}
        assert len(settings_) >= 15, (one.name, other.name, settings_)
        assert ("limits", "limits") in differing


def shape(wanted: RunPlan) -> dict[tuple[str, str], Any]:
    """What runs, by kind and key, without its reasons; settings without the names of audiences."""
    return {
        (kind, one.setting if isinstance(one, SettingResource) else key): (
            one.value if isinstance(one, SettingResource) else replace(one, because=())
        )
        for (kind, key), one in resources(wanted).items()
    }


def test_each_answers_the_large_questions_in_another_way() -> None:
    documents = [one.document for one in READY]
    for code in ("Q-C4", "Q-E5"):
        assert len({document.answers[code].value for document in documents}) == 5, code
    assert (
        len(
            {
                (document.policy.limits.quiet_from, document.policy.limits.quiet_until)
                for document in documents
            }
        )
        == 5
    )
    assert {"own", "shared", "provided"} <= {
        one.device for document in documents for one in document.audiences
    }
    assert {one.approach for document in documents for one in document.policy.choices} == {
        "spaced-learning",
        "performance-support",
        "both",
        "not-yet",
        "neither",
    }


@each
def test_everything_that_runs_cites_places_that_are_there_and_reaches_an_answer(
    one: ReadyStrategy,
) -> None:
    found = resources(plan(one.document))
    assert len(found) > 80
    for key, resource in found.items():
        assert all(exists(one.document, place) for place in resource.because), (
            key,
            resource.because,
        )
        assert {code_at(place) for place in resource.because} - {""}, (key, resource.because)


@each
def test_the_chain_of_every_setting_names_the_rule_that_set_it(one: ReadyStrategy) -> None:
    advice = recommend(one.document)
    for (kind, key), resource in resources(plan(one.document)).items():
        steps = chain(one.document, resource.because, getattr(resource, "rules", ()), advice)
        assert steps and all(step.says for step in steps), (kind, key)
        if isinstance(resource, SettingResource):
            said = {step.place for step in steps}
            assert all(f"recommendations/{rule}" in said for rule in resource.rules), (key, said)


# The five examples of the article that the catalogue follows: answers decide
# ------------------------------------------


def setting(document: Strategy, key: str) -> Any:
    found = resources(plan(document)).get(("setting", key))
    return found.value if isinstance(found, SettingResource) else None


def test_provided_devices_are_used_instead_of_peoples_own() -> None:
    assert setting(ready("hospital").document, "delivery.device/nurses") == "provided device"
    retail = ready("retail").document
    assert setting(retail, "delivery.device/floor") == "own device by choice"
    given_phones = tuple(replace(one, device="provided") for one in retail.audiences)
    assert (
        setting(
            from_json(to_json(replace(retail, audiences=given_phones))), "delivery.device/floor"
        )
        == "provided device"
    )


def test_desk_and_mobile_get_different_solutions() -> None:
    document = ready("consultancy").document
    assert "side panel of the browser" in setting(document, "support.entries/offices")
    assert setting(document, "practice.arrives_as/offices") == "a digest that fits the calendar"
    hospital = ready("hospital").document
    assert "code at the place of work" in setting(hospital, "support.entries/nurses")
    assert setting(hospital, "practice.arrives_as/nurses") == "one question at a time"


def test_the_sender_of_a_message_follows_from_whom_people_believe() -> None:
    senders = {one.name: setting(one.document, "messages.sender_of_why") for one in READY}
    assert senders == {
        "retail": "colleagues",
        "manufacturer": "the direct manager",
        "hospital": "the head of the business",
        "consultancy": "a member of the board",
        "aid": "learning and development",
    }


def test_who_is_in_governance_follows_from_existing_relationships() -> None:
    document = ready("manufacturer").document
    assert setting(document, "decisions.seats") == ("Head of the plants", "Works council")
    assert setting(document, "rollout.waits_for") == ("Works council",)
    alone = tuple(replace(one, owner="") for one in document.stakeholders)
    [borrow] = [
        one
        for one in recommend(replace(document, stakeholders=alone))
        if one.place == "stakeholders/works-council" and one.code == "R-G12"
    ]
    assert (
        "The safety officer has the trust of the council" in borrow.says
        and "answers/Q-G11" in borrow.because
    )


def test_evaluation_follows_from_who_is_served_and_what_they_want() -> None:
    assert setting(ready("retail").document, "evaluation.stop_rule_ahead") is True
    assert setting(ready("manufacturer").document, "evaluation.unit_of_chance") == "waves"
    assert setting(ready("hospital").document, "evaluation.unit_of_chance") == "teams"
    assert setting(ready("consultancy").document, "evaluation.by_words/data-officers") is True
    assert setting(ready("consultancy").document, "evaluation.value_as_range") is True
    delays = {one.name: setting(one.document, "evaluation.delay_days") for one in READY}
    assert delays == {"retail": 21, "manufacturer": 60, "hospital": 45, "consultancy": 7, "aid": 56}


# Side by side
# -------------------------------------------------------------------------------------------------------


def test_only_what_differs_stands_side_by_side_with_the_answers_that_it_comes_from() -> None:
    groups = compare([one.document for one in READY])
    rows = {str(row.about): row.cells for group in groups for row in group.rows}
    assert all(
        len(cells) == 5 and len({cell.says for cell in cells}) > 1 for cells in rows.values()
    )
    assert [cell.says for cell in rows["Quiet hours"]] == [
        "18:00 to 08:00",
        "16:00 to 06:00",
        "21:00 to 06:00",
        "19:00 to 08:00",
        "17:00 to 09:00",
    ]
    assert [reason.code for reason in rows["Evidence is kept"][1].because] == ["Q-G4"]
    codes = {reason.code for cells in rows.values() for cell in cells for reason in cell.because}
    assert len(codes) > 25 and codes <= {question.code for question in QUESTIONS}


def test_one_strategy_beside_itself_differs_in_nothing() -> None:
    assert compare([READY[0].document, READY[0].document]) == ()


# To begin from one
# --------------------------------------------------------------------------------------------------


@each
def test_a_draft_that_begins_from_one_keeps_nobody_of_it_and_cannot_be_adopted_as_it_is(
    one: ReadyStrategy,
) -> None:
    draft = begun(one.document, organisation="Corner Shop", first=START)
    domain = one.document.actions[0].owner.partition("@")[2]
    assert domain.endswith(".example") and domain not in dump_yaml(draft)
    assert (draft.organisation, draft.recommendations) == ("Corner Shop", ())
    assert one.document.organisation in draft.summary
    assert not any(part.baseline or part.target or part.owner for part in draft.measures)
    assert not any(part.evidence for part in draft.challenges) and not any(
        part.owner for part in draft.actions
    )
    codes = {finding.code for finding in check(draft)}
    assert codes == {"S7", "L2", "L9"}
    assert {code for code, answer in draft.answers.items() if not marked(answer)} == set()


def marked(answer: Answer) -> bool:
    return MARK in f"{answer.value}{answer.because}"


@each
def test_all_dates_move_by_the_same_weeks_and_nothing_starts_too_early(one: ReadyStrategy) -> None:
    draft = begun(one.document, organisation="Corner Shop", first=START)
    moved = {there - here for here, there in zip(dates(one.document), dates(draft), strict=True)}
    assert len(moved) == 1 and moved.pop().days % 7 == 0
    launches = [
        action.starts
        for action in draft.actions
        if action.kind in {ActionKind.PRACTICE, ActionKind.SUPPORT}
    ]
    assert START <= min(day for day in launches if day) < START + dt.timedelta(weeks=1)


def dates(document: Strategy) -> list[dt.date]:
    actions = [
        day
        for one in document.actions
        for day in (one.starts, one.due, one.expects and one.expects.by)
        if day
    ]
    return [*actions, *(one.by for one in document.questions if one.by)]


@each
def test_when_every_place_is_adapted_nothing_is_found_any_more(one: ReadyStrategy) -> None:
    draft = begun(one.document, organisation="Corner Shop", first=START, title="Our own")
    while mends := [
        finding.patch for finding in check(draft) if finding.code == "S7" and finding.patch
    ]:
        draft = apply_patch(draft, mends[0])
    data = to_json(draft)
    for place in borrowed(draft):
        write(data, place)
    for action in data["actions"]:
        action["owner"] = "mia@shop.example"
    for challenge in data["challenges"]:
        challenge["evidence"] = [{"kind": "data", "says": "Counted here."}]
    assert check(from_json(data)) == ()


def write(data: Any, place: str) -> None:
    *around, last = place.split("/")
    for name in around:
        data = (
            data[name] if isinstance(data, dict) else next(one for one in data if one["id"] == name)
        )
    data[last] = "So it is here."


def test_a_name_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(NotFound, match="retail, manufacturer, hospital, consultancy, aid"):
        ready("bakery")


# Changing and merging them
# ------------------------------------------------------------------------------------------


def versions(one: ReadyStrategy, made: list[Any]) -> Iterator[Strategy]:
    """The strategy after each edit."""
    document = one.document
    yield document
    for edit in made:
        document = edited(document, [edit])
        yield document


@each
@given(made=edits)
@settings(deadline=None, max_examples=8)
def test_replaying_all_revisions_gives_the_same_document(
    one: ReadyStrategy, made: list[Any]
) -> None:
    line = list(versions(one, made))
    patches = [patch_between(before, after) for before, after in itertools.pairwise(line)]
    assert replay(line[0], patches) == line[-1]


@each
@given(made=edits, others=edits)
@settings(deadline=None, max_examples=8)
def test_merging_never_drops_an_answer(
    one: ReadyStrategy, made: list[Any], others: list[Any]
) -> None:
    base = one.document
    mine, theirs = edited(base, made), edited(base, others)
    choices = {conflict.place: Side.MINE for conflict in merge(base, mine, theirs).conflicts}
    found = merge(base, mine, theirs, choices).document
    assert found is not None
    for code, answer in base.answers.items():
        kept = [side.answers.get(code) for side in (mine, theirs)]
        assert code in found.answers or None in kept
        if kept == [answer, answer]:
            assert found.answers[code] == answer


def test_every_rule_has_a_case_in_both_directions() -> None:
    areas = (test_rules_diagnosis, test_rules_people, test_rules_technology, test_rules_steering)
    assert {case.code for area in areas for case in area.CASES} == {rule.code for rule in RULES}
