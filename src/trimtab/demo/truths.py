"""What is planted: the truths that the evaluation should find, with their sizes. docs/demo.md tells
them to readers.

1. Practice of food safety works: the chiller check rises by `POINTS` points from recalling nothing
   to recalling everything. With practice mean recall is near 0.75, without it near 0.4: about 11
   points, or 0.7 standard deviations. That is large, larger than field trials lead one to expect,
   so that a demonstration of sixteen weeks can show it.
2. Practice of price labels does nothing: wrong labels come from lists that are printed late, shop
   by shop.
3. Aids make returns better by `RETURNS_GAIN` once they are there.
4. The queue depends on open tills alone.
"""

from __future__ import annotations

import random

from trimtab.demo.population import Shop, Worker

POINTS = 36.0
BARE_POINTS = 41.0
CHECK_NOISE = 11.0
ERRORS = 4.8
ERRORS_PER_LATE_LIST = 1.2
ERRORS_NOISE = 1.6
RETURNS_BEFORE = 0.61
RETURNS_GAIN = 0.09
RETURNS_FROM_WEEK = 4
TEST_RETURNS = 20
MORE_TILLS_FROM_WEEK = 10
MORE_TILLS = 0.8
WAIT_PER_TILL = 1.4


def chiller_points(worker: Worker, shop: Shop, recall: float, dice: random.Random) -> float:
    """Points (0 to 100) of one unannounced check of a person who truly recalls this share of the
    food safety items.
    """
    points = BARE_POINTS + POINTS * recall + worker.habit + shop.order + dice.gauss(0, CHECK_NOISE)
    return round(min(100.0, max(0.0, points)), 1)


def wrong_labels(worker: Worker, shop: Shop, dice: random.Random) -> float:
    """Wrong labels per 100 in one person's aisle: late lists, the person's eye, chance.

    What the person knows is no part of it.
    """
    errors = (
        ERRORS + ERRORS_PER_LATE_LIST * shop.late_lists + worker.eye + dice.gauss(0, ERRORS_NOISE)
    )
    return round(max(0.0, errors), 2)


def returns_right(shop: Shop, week: int, dice: random.Random) -> float:
    """Share of a shop's test returns of a week that were decided by the rules."""
    chance = (
        RETURNS_BEFORE + shop.order / 200 + (RETURNS_GAIN if week >= RETURNS_FROM_WEEK else 0.0)
    )
    return sum(dice.random() < chance for _ in range(TEST_RETURNS)) / TEST_RETURNS


def open_tills(shop: Shop, week: int) -> float:
    """Mean number of tills open between 17:00 and 19:00; the north changed its rota in week ten."""
    return shop.tills + (
        MORE_TILLS if shop.region == "north" and week >= MORE_TILLS_FROM_WEEK else 0.0
    )


def queue_minutes(shop: Shop, week: int, dice: random.Random) -> float:
    """Mean wait in minutes of a shop in a week."""
    return round(max(0.5, 9.7 - WAIT_PER_TILL * open_tills(shop, week) + dice.gauss(0, 0.5)), 2)
