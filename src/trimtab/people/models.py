"""Tables of the room people: who is here, where they work, what they may do, and which groups they form."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from trimtab.people.domain.roles import Role


class Organisation(models.Model):
    """The one organisation that this installation serves."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=200)
    time_zone = models.CharField(max_length=64, default="UTC")
    language = models.CharField(max_length=16, default="en")
    colour = models.CharField(max_length=7, default="#1b3a5b")
    simulated = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="only_one_organisation")]


class Unit(models.Model):
    """A place in the organisation's tree; `path` holds the codes from the root down to this one."""

    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    path = models.JSONField(default=list)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [GinIndex(fields=["path"], name="unit_path")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(parent=F("id")), name="unit_is_not_its_own_parent"),
        ]


class PersonManager(BaseUserManager["Person"]):
    """Finds a person by e-mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Somebody the organisation serves. `pseudonym` is the only name the evidence store knows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="people")
    attributes = models.JSONField(default=dict, blank=True)
    language = models.CharField(max_length=16, default="en")
    time_zone = models.CharField(max_length=64, default="UTC")
    pseudonym = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = PersonManager()

    class Meta:
        indexes: ClassVar = [
            GinIndex(fields=["attributes"], name="person_attributes"),
            models.Index(fields=["name"], name="person_name"),
        ]


class RoleHeld(models.Model):
    """A role that a person holds, for the whole organisation or for a unit and what is below it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="roles_held")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.CASCADE)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "role", "unit"], nulls_distinct=False, name="role_is_held_once_per_unit"
            )
        ]


class Audience(models.Model):
    """A group of people by rule; `rule` is the strategy's AudienceRule as JSON."""

    key = models.CharField(max_length=64, primary_key=True)
    name = models.CharField(max_length=200)
    rule = models.JSONField(default=dict)
    because = models.JSONField(default=list)
    retired_at = models.DateTimeField(null=True, blank=True)
