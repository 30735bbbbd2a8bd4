"""Tables of evaluation: measures, their figures (what did we know when), plans, and verdicts, which
are append-only.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from trimtab.evaluation.domain.sources import Every, RunState, SourceKind
from trimtab.said_field import SaidField


class Measure(models.Model):
    """A figure that the strategy asks for."""

    key = models.CharField(max_length=64, primary_key=True)
    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=60)
    scale = models.CharField(max_length=20)
    grain = models.CharField(max_length=20)
    direction = models.CharField(max_length=20)
    baseline = models.FloatField(null=True)
    target = models.FloatField(null=True)
    because = models.JSONField(default=list)
    retired_at = models.DateTimeField(null=True)


class MeasureValue(models.Model):
    """One figure about a person or a unit on a day.

    A corrected figure supersedes the earlier one, which stays.
    """

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="values")
    person = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    unit = models.CharField(max_length=64, blank=True)
    day = models.DateField()
    value = models.FloatField()
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["measure", "person", "unit", "day"],
                condition=Q(superseded_at=None),
                nulls_distinct=False,
                name="one_figure_in_force",
            ),
            models.CheckConstraint(
                condition=Q(person=None, unit__gt="") | Q(person__isnull=False, unit=""),
                name="of_a_person_or_a_unit",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["measure", "day"], name="value_measure_day", condition=Q(superseded_at=None)
            )
        ]


class Plan(models.Model):
    """The comparison that checks an action; `key` is the action's id."""

    key = models.CharField(max_length=64, primary_key=True)
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="+")
    design = models.CharField(max_length=20)
    at_least = models.FloatField()
    by = models.DateField()
    starts = models.DateField(null=True)
    counts_from = models.DateField(null=True)
    response = models.CharField(max_length=30)
    assumption = models.TextField()
    decides = models.CharField(max_length=40)
    audience = models.CharField(max_length=64, blank=True)
    because = models.JSONField(default=list)
    retired_at = models.DateTimeField(null=True)


class VerdictEntry(models.Model):
    """What was found about an action at one time.

    `terms` is what was expected then; a final one is the verdict at the date.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="verdicts")
    at = models.DateTimeField()
    verdict = models.CharField(max_length=20)
    sentence = SaidField()
    estimate = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    detectable = models.FloatField(null=True)
    n_treated = models.PositiveIntegerField(default=0)
    n_control = models.PositiveIntegerField(default=0)
    terms = models.JSONField(default=dict)
    is_final = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["plan", "-at"], name="verdict_plan_at")]


class Source(models.Model):
    """Where figures come from by themselves.

    `wanted` and `columns` are those of the domain as data; secrets are in the settings.
    """

    name = models.CharField(max_length=120)
    kind = models.CharField(
        max_length=10, choices=[(kind.value, kind.value) for kind in SourceKind]
    )
    wanted = models.JSONField()
    columns = models.JSONField()
    every = models.CharField(max_length=10, choices=[(every.value, every.value) for every in Every])
    due_at = models.DateTimeField()
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["name"], condition=Q(ended_at=None), name="one_source_a_name"
            )
        ]


class SourceRun(models.Model):
    """One reading of a source: what came of it, and what is odd about the figures.

    `problems` and `oddities` are sentences by their parts.
    """

    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="runs", db_index=False
    )
    at = models.DateTimeField()
    state = models.CharField(
        max_length=10, choices=[(state.value, state.value) for state in RunState]
    )
    sentence = SaidField(default="")
    added = models.PositiveIntegerField(default=0)
    revised = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)
    oddities = models.JSONField(default=list)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["source", "-at"], name="run_source_at")]
