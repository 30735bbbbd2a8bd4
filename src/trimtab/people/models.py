"""Tables of the room people: who is here, under which names, where they work, what they may do, and
which groups they form.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.indexes import GinIndex
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q

from trimtab.people.domain.identities import Provider, identity_of
from trimtab.people.domain.links import Purpose, Way
from trimtab.people.domain.lists import ListStage, ReturnFate, RowFate
from trimtab.people.domain.roles import Role
from trimtab.said_field import SaidField

# Of a person nobody can sign in as: none was ever set (Django marks that with an exclamation mark).
NO_PASSWORD = Q(("password", "")) | Q(("password__startswith", "!"))


class Organisation(models.Model):
    """The one organisation that this installation serves. `tidied_at` is when the list of what was
    still to do was put away.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=200)
    time_zone = models.CharField(max_length=64, default="UTC")
    language = models.CharField(max_length=16, default="en")
    colour = models.CharField(max_length=7, default="#1b3a5b")
    simulated = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    logo = models.BinaryField(default=b"")
    logo_digest = models.CharField(max_length=64, blank=True, default="")
    tidied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="only_one_organisation")
        ]


class SetUpLink(models.Model):
    """The link that opens the set-up page while there is no organisation; the newest alone.

    The token is kept as a digest. `logo` was sent with a form that could not be taken yet.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    logo = models.BinaryField(default=b"")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="only_one_set_up_link")
        ]


class Unit(models.Model):
    """A place in the organisation's tree; `path` holds the codes from the root down to this one."""

    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40, blank=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    path = models.JSONField(default=list)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [GinIndex(fields=["path"], name="unit_path")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(parent=F("id")), name="unit_is_not_its_own_parent"),
        ]


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
            models.Index(fields=["name"], name="person_name"),
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


class RoleHeld(models.Model):
    """A role that a person holds, for the whole organisation or for a unit and what is below it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="roles_held")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.CASCADE)

    class Meta:
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


class AccessLink(models.Model):
    """A link that lets one person in to set a password; of each kind one is open.

    The token is kept as a digest alone.

    `digest` and `expires_at` are empty while the mail with it has not left.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="links")
    purpose = models.CharField(
        max_length=12, choices=[(purpose.value, purpose.value) for purpose in Purpose]
    )
    way = models.CharField(max_length=8, choices=[(way.value, way.value) for way in Way])
    digest = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001  none yet is not the same for all
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    expires_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "purpose"],
                condition=Q(used_at=None, ended_at=None),
                name="one_open_link_a_purpose",
            ),
        ]


class Session(AbstractBaseSession):
    """Where somebody is signed in.

    `expire_date` is the earlier of the idle and the absolute end as of `seen_at`.
    """

    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="sessions")
    device = models.CharField(max_length=40, blank=True)
    kept = models.BooleanField(default=False)
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField()


class SecondStepRule(models.Model):
    """A role that asks for a second step at sign-in from a moment on; no row is no rule."""

    role = models.CharField(
        max_length=20, primary_key=True, choices=[(role.value, role.value) for role in Role]
    )
    since = models.DateTimeField()


class Guess(models.Model):
    """A leaky bucket of tries (domain/guessing.py), by a key that tells neither address nor place;
    never more rows than people and a fixed number. `failures` are an account's wrong passwords
    since somebody last signed in.
    """

    key = models.CharField(max_length=80, primary_key=True)
    used = models.FloatField(default=0)
    at = models.DateTimeField(db_index=True)
    failures = models.PositiveIntegerField(default=0)


class PeopleList(models.Model):
    """A list of people that somebody chose: looked at, taken, perhaps taken back; goes with its
    rows within a day and a half.

    `content` is the list as it was sent, packed, until it is taken; `by` is whoever did something
    with it last. `agreed` are the keys of what was agreed to.
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
