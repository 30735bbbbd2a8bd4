"""Tables of what a directory keeps of people and groups."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from trimtab.people.domain.roles import Role
from trimtab.people.models.persons import Person


class DirectoryToken(models.Model):
    """A key with which the directory comes in; kept as a digest alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class KeptPerson(models.Model):
    """What the directory said last of a person whom it keeps, in its own words (RFC 7643).

    `addresses` are the e-mail addresses in it, in small letters. `let_go_at` is when the directory
    deleted them; it does not see them any more.
    """

    person = models.OneToOneField(
        Person, primary_key=True, on_delete=models.CASCADE, related_name="kept"
    )
    said = models.JSONField()
    addresses = ArrayField(models.CharField(max_length=254), default=list)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    let_go_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [GinIndex(fields=["addresses"], name="kept_person_addresses")]


class DirectoryGroup(models.Model):
    """A group of the directory; its members hold `role` where an administrator said so."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=254)
    external_id = models.CharField(max_length=254, null=True)  # noqa: DJ001  '' is not nothing said
    role = models.CharField(
        max_length=20, blank=True, choices=[(role.value, role.value) for role in Role]
    )
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["name"], name="directory_group_name"),
            models.Index(fields=["external_id"], name="directory_group_external_id"),
        ]


class DirectoryMember(models.Model):
    """A person is a member of a group of the directory."""

    id = models.BigAutoField(primary_key=True)
    group = models.ForeignKey(
        DirectoryGroup, on_delete=models.CASCADE, related_name="members", db_index=False
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="directory_groups")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "person"], name="member_of_a_group_once")
        ]


class RoleByGroup(models.Model):
    """A role that a person holds because of a group, and would not hold without it."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "role"], name="role_by_groups_once")
        ]
