"""Tables of people: who is here, under which names, what they may do, and which groups they form."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Upper

from trimtab.people.domain.attributes import NUMBER
from trimtab.people.domain.identities import Provider, identity_of
from trimtab.people.domain.roles import Role
from trimtab.people.domain.rows import ERASED
from trimtab.people.models.organisation import Unit

# Of a person nobody can sign in as: none was ever set (Django marks that with an exclamation mark).
NO_PASSWORD = Q(("password", "")) | Q(("password__startswith", "!"))
# Of a person who has not come in: neither a password nor a PIN.
NOT_IN = NO_PASSWORD & Q(("pin", None))


class PersonManager(BaseUserManager["Person"]):
    """Finds a person by what they sign in with, however it is written."""

    def get_by_natural_key(self, username: str | None) -> Person:
        key = identity_of(username or "")
        return self.get(identities__provider=key.provider, identities__subject=key.subject)


class Person(AbstractBaseUser):
    """Somebody the organisation serves. `pseudonym` is the only name the evidence store knows.

    Who signs in is looked up among the identities; `email` is where mail goes, and is empty for
    somebody without.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=200)
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    attributes = models.JSONField(default=dict, blank=True)
    language = models.CharField(max_length=16, default="en")
    time_zone = models.CharField(max_length=64, default="UTC")
    pseudonym = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    # Django asks for one field that is never twice; what somebody signs in with stands in their
    # identities.
    USERNAME_FIELD = "pseudonym"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = PersonManager()

    class Meta:
        indexes: ClassVar = [
            GinIndex(fields=["attributes"], name="person_attributes"),
            models.Index(fields=["name", "id"], name="person_in_order"),
            # What `icontains` asks is answered by these (django.contrib.postgres.lookups).
            GinIndex(
                OpClass(Upper("name"), name="gin_trgm_ops"),
                name="person_name_parts",
            ),
            GinIndex(
                OpClass(Upper(KeyTextTransform(NUMBER, "attributes")), name="gin_trgm_ops"),
                name="person_number_parts",
            ),
            models.Index(
                fields=["name", "id"],
                condition=NO_PASSWORD & Q(is_active=True),
                name="person_outside",
            ),
            models.Index(fields=["created_at", "id"], name="person_by_age"),
            models.Index(fields=["id"], condition=Q(email__endswith=ERASED), name="person_erased"),
            # Whoever is counted is counted in it alone, with the index of roles.
            models.Index(fields=["unit", "id"], condition=Q(is_active=True), name="person_active"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["email"], condition=~Q(email=""), name="email_is_one_persons"
            )
        ]

    @property
    def sign_in_name(self) -> str:
        """The name of somebody without e-mail, '' for others: a password must not be like it.

        One query.
        """
        named = self.identities.filter(provider=Provider.NAME).values_list("subject", flat=True)
        return named.first() or ""


class Identity(models.Model):
    """A name under which a provider knows a person (domain/identities.py); no two people have the
    same.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identities")
    provider = models.CharField(max_length=200)
    subject = models.CharField(max_length=254)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "subject"], name="identity_is_one_persons")
        ]
        indexes: ClassVar = [
            GinIndex(
                OpClass(Upper("subject"), name="gin_trgm_ops"),
                name="identity_subject_parts",
            )
        ]


class MergedPerson(models.Model):
    """Somebody who was here twice: `person` is nobody of their own any more, and what they did is
    also what `into` did. Evidence is not rewritten: it stays under the pseudonym that it has.
    """

    person = models.OneToOneField(
        Person, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    into = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(person=models.F("into")), name="nobody_is_merged_into_themselves"
            )
        ]


class RoleHeld(models.Model):
    """A role that a person holds, for the whole organisation or for a unit and what is below it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="roles_held")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.CASCADE)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["role", "person"], name="role_held")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "role", "unit"],
                nulls_distinct=False,
                name="role_is_held_once_per_unit",
            )
        ]


class Audience(models.Model):
    """A group of people by rule; `rule` is the strategy's AudienceRule as JSON."""

    key = models.CharField(max_length=64, primary_key=True)
    name = models.CharField(max_length=200)
    rule = models.JSONField(default=dict)
    because = models.JSONField(default=list)
    retired_at = models.DateTimeField(null=True, blank=True)


class SavedFilter(models.Model):
    """Whom somebody looks at again and again: `query` is the filter as an address has it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="saved_filters")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=800)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "name"], name="filter_is_saved_once")
        ]
