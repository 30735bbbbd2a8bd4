"""Tables of lists of people on their way in."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from trimtab.people.domain.lists import ListStage, ReturnFate, RowFate
from trimtab.people.models.persons import Person
from trimtab.said_field import SaidField


class PeopleList(models.Model):
    """A list of people that somebody chose: looked at, taken, perhaps taken back; goes with its
    rows within a day and a half.

    `content` is the list as it was sent, packed, until it is taken; `by` is whoever did something
    with it last. `agreed` are the keys of what was agreed to. Where no file was chosen but one change for
    many people, `change` is what it is.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    by = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    made_at = models.DateTimeField()
    stage = models.CharField(
        max_length=10, choices=[(stage.value, stage.value) for stage in ListStage]
    )
    content = models.BinaryField()
    change = models.JSONField(null=True)
    head = models.JSONField()
    columns = models.JSONField()
    system = models.CharField(max_length=20, blank=True)
    total = models.PositiveIntegerField()
    counts = models.JSONField(default=dict)
    dangers = models.JSONField(default=list)
    units = models.JSONField(default=list)
    agreed = models.JSONField(default=list)
    problem = SaidField(blank=True)
    taken_at = models.DateTimeField(null=True)


class PeopleListRow(models.Model):
    """What a list does, or did, with one row; `before` and `after` are how the person stands
    (domain/states.py), `returned` what became of it when the list was taken back.

    Nothing points at `person`, who may be not there yet, or not any more.
    """

    id = models.BigAutoField(primary_key=True)
    people_list = models.ForeignKey(
        PeopleList, on_delete=models.CASCADE, related_name="rows", db_index=False
    )
    line = models.PositiveIntegerField()
    fate = models.CharField(max_length=10, choices=[(fate.value, fate.value) for fate in RowFate])
    address = models.CharField(max_length=254)
    name = models.CharField(max_length=200)
    person = models.UUIDField(null=True, db_index=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    why = SaidField(blank=True)
    returned = models.CharField(
        max_length=10, blank=True, choices=[(fate.value, fate.value) for fate in ReturnFate]
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["people_list", "fate", "line"], name="list_row_by_fate"),
            models.Index(fields=["people_list", "line"], name="list_row_by_line"),
        ]


class ListProgress(models.Model):
    """How far the work on a list is; written beside the transaction that does it, so nothing points
    at the list.
    """

    people_list = models.UUIDField(primary_key=True)
    done = models.PositiveIntegerField()


class KnownHead(models.Model):
    """What somebody said that the columns of a head become; `key` is a digest of the head."""

    key = models.CharField(max_length=64, primary_key=True)
    columns = models.JSONField()
    kept_at = models.DateTimeField()
