"""Tables of courses: packages, who is registered, where they stand in each unit, and sessions."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from trimtab.courses.domain.attempts import Grading
from trimtab.courses.domain.structure import CourseKind, LaunchMode


class Package(models.Model):
    """A course that was brought in. `structure` is its Course as JSON, `address` its
    activity id; its files lie in the data folder."""

    id = models.UUIDField(primary_key=True, editable=False)
    kind = models.CharField(
        max_length=12, choices=[(kind.value, kind.value) for kind in CourseKind]
    )
    publisher_id = models.TextField()
    title = models.TextField()
    address = models.TextField()
    structure = models.JSONField()
    digest = models.CharField(max_length=64)
    files = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField()
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    offered_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)
    grading = models.CharField(
        max_length=10,
        choices=[(rule.value, rule.value) for rule in Grading],
        default=Grading.HIGHEST,
        db_default=Grading.HIGHEST.value,
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["digest"], condition=Q(retired_at=None), name="package_is_here_once"
            ),
            models.CheckConstraint(
                condition=Q(retired_at=None) | Q(offered_at=None),
                name="retired_packages_are_not_offered",
            ),
        ]


class Registration(models.Model):
    """Somebody takes a course. The id is the registration of cmi5;
    `satisfied_blocks` are positions of blocks."""

    id = models.UUIDField(primary_key=True, editable=False)
    package = models.ForeignKey(Package, on_delete=models.PROTECT, related_name="registrations")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    satisfied_blocks = ArrayField(models.PositiveSmallIntegerField(), default=list)
    satisfied_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["package", "person"], name="registered_once_for_a_package"
            )
        ]


class UnitStanding(models.Model):
    """Where somebody stands in one unit; `score` is the one that counts, of all attempts.
    `runtime` is what a SCO wants to find again, `answered` which of its interactions and
    objectives were told of, as digests by place."""

    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="standings"
    )
    unit = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)
    passed_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    waived_at = models.DateTimeField(null=True)
    score = models.FloatField(null=True)
    runtime = models.JSONField(null=True)
    answered = models.JSONField(default=dict, db_default={})

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["registration", "unit"], name="one_standing_a_unit"),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__gte=-1, score__lte=1),
                name="score_is_from_minus_one_to_one",
            ),
        ]


class Attempt(models.Model):
    """One try at a unit that came to something (domain/attempts.py). `session` is the last that
    said something of it; `raw` is the score as the SCO gave it."""

    standing = models.ForeignKey(UnitStanding, on_delete=models.CASCADE, related_name="attempts")
    number = models.PositiveIntegerField()
    session = models.UUIDField(null=True)
    began_at = models.DateTimeField()
    completed = models.BooleanField(default=False)
    passed = models.BooleanField(null=True)
    score = models.FloatField(null=True)
    raw = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["standing", "number"], name="attempts_are_counted"),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__gte=-1, score__lte=1),
                name="attempt_score_from_minus_one_to_one",
            ),
        ]


class Session(models.Model):
    """One launch of a unit. Its tokens are kept as their SHA-256; `said` are the
    verbs that cmi5 allows once a session."""

    id = models.UUIDField(primary_key=True, editable=False)
    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="sessions"
    )
    unit = models.PositiveIntegerField()
    mode = models.CharField(
        max_length=10, choices=[(mode.value, mode.value) for mode in LaunchMode]
    )
    launched_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    fetch_sha256 = models.CharField(max_length=64)
    secret_sha256 = models.CharField(max_length=64, default="")
    preferences_read = models.BooleanField(default=False)
    said = ArrayField(models.TextField(), default=list)
    terminated_at = models.DateTimeField(null=True)
    abandoned_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["seen_at"],
                name="session_open",
                condition=Q(terminated_at=None, abandoned_at=None),
            ),
            models.Index(fields=["registration"], name="session_registration"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(terminated_at=None) | Q(abandoned_at=None), name="session_ends_once"
            )
        ]
