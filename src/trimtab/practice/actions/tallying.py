"""What is kept of each item, so that nobody has to sum up all reviews to look at it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.db import connection

from trimtab.practice.models import Review
from trimtab.science.memory import Rating

# Rows are taken in the order of items, so that two who count the same items never wait for each other in a circle.
_ADD = """
    INSERT INTO practice_itemtally (item_id, stripe, answers, correct, lapses)
    SELECT item, pg_backend_pid() %% 16, answers, correct, lapses
    FROM unnest(%s::uuid[], %s::bigint[], %s::bigint[], %s::bigint[])
        AS fresh (item, answers, correct, lapses)
    ORDER BY item
    ON CONFLICT (item_id, stripe) DO UPDATE SET
        answers = practice_itemtally.answers + excluded.answers,
        correct = practice_itemtally.correct + excluded.correct,
        lapses = practice_itemtally.lapses + excluded.lapses
"""


def tally(reviews: Sequence[Review]) -> None:
    """Adds new reviews to what is kept of their items; in the transaction that writes them, one statement."""
    answers = Counter(review.item_id for review in reviews)
    correct = Counter(review.item_id for review in reviews if review.correct)
    lapses = Counter(review.item_id for review in reviews if review.rating == Rating.AGAIN)
    items = list(answers)
    sums = [[counted[item] for item in items] for counted in (answers, correct, lapses)]
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [items, *sums])
