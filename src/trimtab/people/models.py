"""Tables of the room people: who is here, under which names, where they work, what they may do, and
which groups they form.
"""

# allauth's tables point at Person and bring no types: the plugin of Django follows them from here.
# mypy: disable-error-code="import-untyped"

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Upper

from trimtab.people.domain.attributes import NUMBER, AttributeKind
from trimtab.people.domain.connections import ConnectionKind, ConnectionStage
from trimtab.people.domain.identities import Provider, identity_of
from trimtab.people.domain.links import Purpose, Way
from trimtab.people.domain.lists import ListStage, ReturnFate, RowFate
from trimtab.people.domain.roles import Role
from trimtab.people.domain.rows import ERASED
from trimtab.said_field import SaidField
from trimtab.sealing import SealedField

# Of a person nobody can sign in as: none was ever set (Django marks that with an exclamation mark).
NO_PASSWORD = Q(("password", "")) | Q(("password__startswith", "!"))
# Of a person who has not come in: neither a password nor a PIN.
NOT_IN = NO_PASSWORD & Q(("pin", None))


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


class SharedDevice(models.Model):
    """A device that several people use: named by an administrator, then enrolled there with a code.

    Code and key are kept as digests. `unit` bounds whose names it shows; none is everybody. It
    works from `enrolled_at` until `removed_at`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    unit = models.ForeignKey("Unit", null=True, blank=True, on_delete=models.PROTECT)
    idle_minutes = models.PositiveSmallIntegerField()
    code_digest = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001  none is not the same for all
    code_expires_at = models.DateTimeField(null=True)
    key_digest = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001  as above
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        "Person", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    browser = models.CharField(max_length=40, blank=True)
    enrolled_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)


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


class UnitMove(models.Model):
    """A unit goes below another (null: to the top) from a day on; one that could not be made says
    why.
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="moves")
    parent = models.ForeignKey(Unit, null=True, on_delete=models.CASCADE, related_name="+")
    from_day = models.DateField()
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    problem = SaidField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(done_at=None), name="one_move_to_come_a_unit"
            )
        ]


class PersonAttribute(models.Model):
    """An attribute that the organisation has defined (domain/attributes.py); the values stand with
    the people.
    """

    key = models.CharField(max_length=60, primary_key=True)
    label = models.CharField(max_length=80)
    kind = models.CharField(
        max_length=8, choices=[(kind.value, kind.value) for kind in AttributeKind]
    )
    options = models.JSONField(default=list)


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


class Connection(models.Model):
    """A connection to a directory (domain/connections.py); its secret is sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(
        max_length=8, choices=[(kind.value, kind.value) for kind in ConnectionKind]
    )
    stage = models.CharField(
        max_length=8, choices=[(stage.value, stage.value) for stage in ConnectionStage]
    )
    name = models.CharField(max_length=60)
    issuer = models.CharField(max_length=190)
    address = models.CharField(max_length=500, blank=True)
    certificates = models.JSONField(default=list)
    places = models.JSONField(default=dict)
    client_id = models.CharField(max_length=255, blank=True)
    secret = SealedField(blank=True, default="")
    email_claim = models.CharField(max_length=200, blank=True)
    name_claim = models.CharField(max_length=200, blank=True)
    number_claim = models.CharField(max_length=200, blank=True)
    domains = models.JSONField(default=list)
    vouches = models.BooleanField(default=False)
    lets_in = models.BooleanField(default=False)
    asks_again = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    fault = SaidField(blank=True)
    told = models.JSONField(default=dict)


class Visit(models.Model):
    """Somebody on their way through a directory, for some minutes; `state` and `browser` are kept
    as digests. `answer` is what came back by a form and is read when the browser has followed.
    """

    state = models.CharField(max_length=64, primary_key=True)
    browser = models.CharField(max_length=64)
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="visits")
    nonce = models.CharField(max_length=64)
    verifier = models.CharField(max_length=64)
    next = models.CharField(max_length=500, blank=True)
    tester = models.ForeignKey(
        Person, null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    answer = models.TextField(blank=True)
    expires_at = models.DateTimeField(db_index=True)


class DirectoryRuleKept(models.Model):
    """Who signs in through a directory alone."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    everybody = models.BooleanField(default=False)
    roles = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="only_one_directory_rule")
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


class Pin(models.Model):
    """The PIN of somebody who uses shared devices, hashed as passwords are; it works there alone."""

    person = models.OneToOneField(
        Person, primary_key=True, on_delete=models.CASCADE, related_name="pin"
    )
    secret = models.CharField(max_length=128)
    set_at = models.DateTimeField()


class Session(AbstractBaseSession):
    """Where somebody is signed in.

    `expire_date` is the earlier of the idle and the absolute end as of `seen_at`; on a shared
    device the idle end is that device's. `by_pin` says that a PIN was all that was asked for.
    """

    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="sessions")
    device = models.CharField(max_length=40, blank=True)
    kept = models.BooleanField(default=False)
    shared_device = models.ForeignKey(SharedDevice, null=True, on_delete=models.CASCADE)
    by_pin = models.BooleanField(default=False)
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


class SavedFilter(models.Model):
    """Whom somebody looks at again and again: `query` is the filter as an address has it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="saved_filters")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=800)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "name"], name="filter_is_saved_once")
        ]
