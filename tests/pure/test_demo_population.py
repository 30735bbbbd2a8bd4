"""Green Basket's people are made by lot, the same lot each time, and fit the strategy's audiences."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter

import yaml

from trimtab.demo import content, memory, population, truths
from trimtab.demo.accounts import ACCOUNTS

SEED = 20261123
CROWD = population.workers(SEED)
IN_SHOPS = [one for one in CROWD if one.shop != population.OFFICE]


def test_four_hundred_people_work_in_twelve_shops_of_different_size() -> None:
    sizes = Counter(one.shop for one in IN_SHOPS)
    assert len(IN_SHOPS) == 400 and len(sizes) == 12
    assert max(sizes.values()) > 2 * min(sizes.values())


def test_the_same_seed_makes_the_same_people_and_another_seed_others() -> None:
    assert population.workers(SEED) == CROWD
    assert population.workers(SEED + 1) != CROWD


def test_every_address_is_used_once_and_every_account_is_somebody() -> None:
    addresses = Counter(one.email for one in CROWD)
    assert set(addresses.values()) == {1}
    assert {account.email for account in ACCOUNTS} <= set(addresses)


def test_every_role_has_an_account() -> None:
    assert {account.role for account in ACCOUNTS} == {
        "learner",
        "manager",
        "author",
        "strategist",
        "steward",
        "administrator",
        "stakeholder",
    }


def test_the_strategy_states_the_true_size_of_each_audience() -> None:
    document = yaml.safe_load(content.strategy_text(dt.timedelta(0)))
    jobs = Counter(one.job for one in IN_SHOPS)
    for audience in document["audiences"]:
        assert audience["headcount"] == sum(
            jobs[job] for job in audience["rule"]["attributes"]["job"]
        )


def test_a_trace_fades_and_recall_makes_it_last_longer() -> None:
    trace = memory.Trace(everyday=False, strength=2.0, last=0.0)
    assert trace.recall(0) == 1.0 > trace.recall(3) > trace.recall(10) > 0
    before = trace.recall(10)
    trace.practised(5, recalled=True, gain=1.0)
    assert trace.recall(15) > before


def test_a_failed_try_leaves_a_shorter_trace_than_a_successful_one() -> None:
    failed, recalled = (memory.Trace(everyday=False, strength=10.0, last=0.0) for _ in range(2))
    failed.practised(20, recalled=False, gain=1.0)
    recalled.practised(20, recalled=True, gain=1.0)
    assert failed.recall(40) < recalled.recall(40)


def test_label_errors_take_no_notice_of_what_a_person_knows() -> None:
    shop = population.shops(SEED)[0]
    errors = [truths.wrong_labels(one, shop, random.Random(1)) for one in CROWD[:1] * 2]
    assert errors[0] == errors[1]


def test_more_recall_means_more_points_at_the_chiller() -> None:
    shop, one = population.shops(SEED)[0], CROWD[1]
    poor, good = (
        truths.chiller_points(one, shop, recall, random.Random(1)) for recall in (0.2, 0.8)
    )
    assert good - poor > 10


def test_the_queue_depends_on_open_tills_alone() -> None:
    few, many = (population.Shop("x", "X", "south", 20, 0.0, 1.0, tills) for tills in (1.5, 3.0))
    assert (
        truths.queue_minutes(few, 1, random.Random(1))
        > truths.queue_minutes(many, 1, random.Random(1)) + 2
    )
