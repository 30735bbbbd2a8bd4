"""Reading answers: how many, how items and groups fare, and what is kept of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Avg, Count, Min, Q, QuerySet, Sum

from trimtab.kernel.past import Past
from trimtab.people import api as people
from trimtab.practice.domain.rows import ItemStatistics, Practised
from trimtab.practice.models import ItemTally, Review


def language() -> str:
    """The language in which the organisation asks, and is answered."""
    row = people.organisation()
    return row.language if row else "en"


def answers_given(person_id: UUID) -> int:
    """How many answers a person has given in all."""
    return Review.objects.filter(person=person_id).count()


def item_statistics(item_ids: Iterable[UUID] | None = None) -> list[ItemStatistics]:
    """How items fare, hardest first; one query, whatever the number of reviews."""
    tallies = ItemTally.objects.all()
    if item_ids is not None:
        tallies = tallies.filter(item__in=list(item_ids))
    rows = tallies.values_list("item", "item__key", "item__title").annotate(
        Sum("answers"), Sum("correct"), Sum("lapses")
    )
    statistics = [
        ItemStatistics(item, key, title, answers, correct / answers, lapses)
        for item, key, title, answers, correct, lapses in rows
    ]
    return sorted(statistics, key=lambda row: (row.share_right, row.key))


def practised_by_unit(person_ids: Iterable[UUID], since: dt.datetime) -> dict[str, Practised]:
    """What people practised since then, by the unit that each is in, not those above it.

    `person_ids` may be a query of ids. One query. Rooms above decide which groups are shown.
    """
    reviews = Review.objects.filter(
        person__in=person_ids, at__gte=since, person__unit__isnull=False
    )
    groups = reviews.values_list("person__unit__code").annotate(
        people=Count("person", distinct=True), answers=Count("id"), average=Avg("score")
    )
    return {
        unit: Practised(people_count, answers, average)
        for unit, people_count, answers, average in groups.order_by()
    }


def who_practised(person_ids: Iterable[UUID], since: dt.datetime) -> set[UUID]:
    """Those among the people who answered something since then."""
    answers = Review.objects.filter(person__in=person_ids, at__gte=since)
    return set(answers.values_list("person", flat=True).distinct())


def responses_kept() -> QuerySet[Review]:
    """The answers that are kept as they were given, as a query."""
    return Review.objects.filter(response__isnull=False)


def answers_kept(person_id: UUID) -> int:
    """How many of a person's answers are kept as they were given."""
    return responses_kept().filter(person=person_id).count()


def old_answers(before: dt.datetime) -> Past:
    """The answers given before a moment that are kept as they were given."""
    counted = responses_kept().aggregate(
        count=Count("id", filter=Q(at__lt=before)), oldest=Min("at", filter=Q(at__gte=before))
    )
    return Past(counted["count"], counted["oldest"])
