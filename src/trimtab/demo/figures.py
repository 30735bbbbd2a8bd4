"""The measures as CSV, the way their owners would send them each week: measure, subject, day,
value.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping

from trimtab.demo import truths
from trimtab.demo.calendar import Calendar
from trimtab.demo.memory import Mind
from trimtab.demo.population import Shop, Worker

Row = tuple[str, str, str, str]
WEEKS_BEFORE = 8
CHECK_EVERY = 4  # weeks between two unannounced checks of worker person
FRESH = frozenset({"fresh-counter", "stock", "supervisor"})
LABELS = frozenset({"stock", "cashier", "supervisor"})


def of_persons(
    week: int,
    calendar: Calendar,
    crowd: Iterable[Worker],
    shops: Mapping[str, Shop],
    minds: Mapping[str, Mind],
    items: list[str],
    dice: random.Random,
) -> list[Row]:
    """A week's chiller checks and label counts; each person is due for both every fourth week.

    Week 0 is the first.
    """
    rows: list[Row] = []
    for number, worker in enumerate(crowd):
        day = 7 * week + number % 5
        on = calendar.day(day).isoformat()
        if worker.job in FRESH and (number + week) % CHECK_EVERY == 0:
            recall = minds[worker.email].mean_recall(items, day)
            rows.append(
                (
                    "chiller-check",
                    worker.email,
                    on,
                    str(truths.chiller_points(worker, shops[worker.shop], recall, dice)),
                )
            )
        if worker.job in LABELS and (number + week) % CHECK_EVERY == 2:
            rows.append(
                (
                    "label-errors",
                    worker.email,
                    on,
                    str(truths.wrong_labels(worker, shops[worker.shop], dice)),
                )
            )
    return rows


def of_shops(
    week: int, calendar: Calendar, shops: Iterable[Shop], dice: random.Random
) -> list[Row]:
    """A week's test returns and waiting times, worker row each for every shop."""
    on = calendar.day(7 * week + 4).isoformat()
    rows: list[Row] = []
    for shop in shops:
        rows.append(("returns-right", shop.code, on, str(truths.returns_right(shop, week, dice))))
        rows.append(("queue-minutes", shop.code, on, str(truths.queue_minutes(shop, week, dice))))
    return rows
