"""Tables of practice. Reviews are the truth and append-only; memory states are derived and can be rebuilt."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from trimtab.practice.domain.arms import Arm


class Programme(models.Model):
    """Spaced practice for an audience."""

    key = models.CharField(max_length=64, primary_key=True)
    title = models.CharField(max_length=200)
    audience = models.CharField(max_length=64)
    tags = ArrayField(models.CharField(max_length=60))
    minutes_per_week = models.PositiveSmallIntegerField()
    desired_retention = models.FloatField()
    holdout = models.FloatField(default=0)
    starts = models.DateField(null=True)
    because = models.JSONField(default=list)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(holdout__gte=0, holdout__lte=0.5), name="holdout_is_at_most_half"
            ),
            models.CheckConstraint(
                condition=Q(desired_retention__gte=0.5, desired_retention__lte=0.99),
                name="retention_is_possible",
            ),
        ]


class Enrolment(models.Model):
    """A person in a programme, in the arm that chance gave; the arm never changes."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="enrolments")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    arm = models.CharField(max_length=10, choices=[(arm.value, arm.value) for arm in Arm])
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "programme"], name="enrolled_once")
        ]


class Review(models.Model):
    """One answer. The id comes from the client, so that sending it twice counts once."""

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    item = models.ForeignKey("library.Item", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(
        "library.ItemVersion", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    rating = models.PositiveSmallIntegerField()
    correct = models.BooleanField()
    score = models.FloatField()
    seconds = models.FloatField()
    response = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "at"], name="review_person_at")]


class ItemTally(models.Model):
    """What the reviews of an item add up to, kept as they come in. Each item has several rows (stripes) whose sum counts, so that
    answers to one item seldom wait for one another."""

    item = models.ForeignKey(
        "library.Item", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    stripe = models.PositiveSmallIntegerField()
    answers = models.PositiveBigIntegerField()
    correct = models.PositiveBigIntegerField()
    lapses = models.PositiveBigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "stripe"], name="one_tally_a_stripe")
        ]


class MemoryState(models.Model):
    """What is known about one person and one item: derived from the reviews."""

    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    item = models.ForeignKey("library.Item", on_delete=models.CASCADE, related_name="+")
    difficulty = models.FloatField()
    stability = models.FloatField()
    reviewed_at = models.DateTimeField()
    due_at = models.DateTimeField()
    reviews = models.PositiveIntegerField(default=0)
    lapses = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "item"], name="one_state_a_person_and_item")
        ]


class Sitting(models.Model):
    """The questions promised to a person at once: fixed when it begins. Their answers are reviews; `again` holds how those went that came
    once more, as {version, correct}: a minute later it says nothing of the memory, so it is no review."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    day = models.DateField()
    number = models.PositiveSmallIntegerField()
    planned = models.JSONField()
    again = models.JSONField(default=list)
    again_seconds = models.FloatField(default=0)
    started_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "day", "number"], name="one_sitting_a_day_and_number"
            )
        ]


class Objection(models.Model):
    """'My answer was right': somebody's answer, for the author to look at."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=500, default="")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    agreed = models.BooleanField(null=True)
    said = models.CharField(max_length=500, default="")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["at"], condition=Q(settled_at=None), name="objections_that_wait")
        ]


class Cap(models.Model):
    """The most minutes a week that practice takes from anybody."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    minutes_per_week = models.PositiveSmallIntegerField(default=10)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="only_one_cap")]
