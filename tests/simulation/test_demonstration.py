"""The demonstration: what is planted comes out of the evaluation, all of it is what docs/demo.md promises, and every statement follows
the published profile. One file, since all of it looks at one loading.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from typing import Any

import pytest

from tests.xapi_profile import faults
from trimtab.demo.load import load
from trimtab.evaluation import api as evaluation
from trimtab.evaluation.api import Verdict
from trimtab.governance import api as governance
from trimtab.governance.api import ProposalState
from trimtab.library import api as library
from trimtab.lrs import api as lrs
from trimtab.people import api as people
from trimtab.practice import api as practice
from trimtab.practice.models import Review
from trimtab.strategy import api as strategy
from trimtab.xapi import profile
from trimtab.xapi.profile import Verb
from trimtab.xapi.statement import check_statement

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
PROFILE: dict[str, Any] = json.loads(profile.document())


@pytest.fixture
def verdicts(demonstration: dt.datetime) -> dict[str, evaluation.VerdictRow]:
    return {one.key: one for one in evaluation.results()}


def test_the_organisation_says_that_it_is_simulated_and_is_as_large_as_promised(
    demonstration: dt.datetime,
) -> None:
    organisation = people.organisation()
    assert organisation and organisation.simulated and organisation.name == "Green Basket"
    assert people.count_people() >= 400
    assert sum(one.kind == "shop" for one in people.units()) == 12
    sizes = people.members_by_audience(row.key for row in people.audiences())
    assert len(sizes) == 4 and all(sizes.values())


def test_there_is_enough_to_practise_and_to_look_up(demonstration: dt.datetime) -> None:
    document = strategy.require_current().document
    tags = [tag for one in document.actions for tag in one.content]
    assert len({row.key for row in library.items_by_tags(tags)}) >= 60
    assert len(library.aids()) >= 25


def test_its_strategy_is_coherent_and_every_action_that_runs_says_why(
    demonstration: dt.datetime,
) -> None:
    document = strategy.require_current().document
    assert strategy.check(document) == ()
    for one in strategy.resources(strategy.plan(document)).values():
        assert strategy.chain(document, one.because, getattr(one, "rules", ()))


def test_the_programme_that_works_is_found_to_work(
    verdicts: dict[str, evaluation.VerdictRow],
) -> None:
    found = verdicts["practise-food-safety"]
    assert found.verdict is Verdict.ON_TRACK and found.low is not None and found.low > 0
    assert "caused" in found.sentence and found.n_treated > 0 and found.n_control > 0


def test_the_programme_that_does_nothing_is_found_out_and_one_correction_waits(
    verdicts: dict[str, evaluation.VerdictRow],
) -> None:
    found = verdicts["practise-shelf-prices"]
    assert (
        found.verdict is Verdict.OFF_TRACK
        and found.high is not None
        and found.high < found.at_least
    )
    waiting = governance.proposals(ProposalState.OPEN)
    assert len(waiting) == 1
    change = strategy.apply_patch(
        strategy.require_current().document, strategy.patch_from_json(waiting[0].change)
    )
    retired = [one.id for one in change.actions if one.state is strategy.ActionState.RETIRED]
    assert "practise-shelf-prices" in retired


def test_the_challenge_whose_cause_is_not_learning_has_no_programme(
    demonstration: dt.datetime,
) -> None:
    document = strategy.require_current().document
    queues = next(one for one in document.challenges if one.id == "queues")
    assert strategy.advise(queues).approach == "neither"
    kinds = {one.kind for one in document.actions if one.challenge == "queues"}
    assert not kinds & {strategy.ActionKind.PRACTICE, strategy.ActionKind.SUPPORT}


def test_nobody_practised_who_was_to_go_without(demonstration: dt.datetime) -> None:
    tags = {one.id: list(one.content) for one in strategy.require_current().document.actions}
    for programme in ("practise-food-safety", "practise-shelf-prices"):
        without = practice.arms(programme)[practice.Arm.HOLDOUT]
        items = [row.id for row in library.items_by_tags(tags[programme])]
        assert without and not Review.objects.filter(person__in=without, item__in=items).exists()


def test_loading_twice_changes_nothing(demonstration: dt.datetime) -> None:
    before = people.count_people()
    load(now=demonstration)
    assert people.count_people() == before


def test_every_statement_follows_the_profile(demonstration: dt.datetime) -> None:
    found: Counter[str] = Counter()
    verbs: Counter[str] = Counter()
    for row in lrs.export(None, None):
        statement = json.loads(row.statement)
        check_statement(statement)
        found.update(faults(statement, PROFILE))
        verbs[row.verb] += 1
    assert not found and sum(verbs.values()) > 10_000
    made = {Verb.ANSWERED, Verb.SEARCHED, Verb.OPENED, Verb.RESOLVED, Verb.RECEIVED, Verb.ADOPTED}
    assert set(verbs) == {verb.value for verb in made}


def test_practice_says_its_programme_its_arm_and_its_revision(demonstration: dt.datetime) -> None:
    newest = max(number for _at, number in strategy.adoptions())
    seen: Counter[tuple[Any, ...]] = Counter()
    for one in lrs.statements(lrs.Filters(verb=Verb.ANSWERED.value, limit=2000)):
        given = one["context"]["extensions"]
        assert 1 <= given[profile.REVISION] <= newest
        seen[given.get(profile.PROGRAMME), given.get(profile.ARM)] += 1
    assert len({programme for programme, _arm in seen if programme}) >= 2
    assert {arm for _programme, arm in seen if arm} == {"practice"}
