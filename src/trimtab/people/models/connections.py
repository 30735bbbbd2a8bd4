"""Tables of the directories that people sign in with."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from trimtab.people.domain.connections import ConnectionKind, ConnectionStage
from trimtab.people.models.persons import Person
from trimtab.said_field import SaidField
from trimtab.sealing import SealedField


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
