"""Targets: other systems that get our statements."""

from __future__ import annotations

import base64
import datetime as dt
import secrets
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.db import connection, transaction
from django.db.models import Q

from trimtab.kernel.errors import NotFound, Refusal
from trimtab.kernel.said import say
from trimtab.lrs.domain.forwarding import TargetKind
from trimtab.lrs.domain.keys import shelf
from trimtab.lrs.models import Forwarding, Target
from trimtab.lrs.queries.installation import home
from trimtab.xapi.faults import InvalidStatement
from trimtab.xapi.values import iri

_EVERYTHING = """
    INSERT INTO lrs_delivery (target_id, statement, stored, attempts, problem)
    SELECT target.id, statement.id, statement.stored, 0, ''
    FROM lrs_statement statement JOIN lrs_target target ON target.id = %s
        AND (target.verbs = '{}' OR statement.verb = ANY (target.verbs))
        AND (target.activities = '{}' OR statement.object_id = ANY (target.activities)
             OR statement.related && ARRAY(SELECT 'o ' || key FROM unnest(target.activities) key))
    ORDER BY statement.stored, statement.timestamp, statement.id
"""
_NEAR = ("localhost", "127.0.0.1", "::1")


@transaction.atomic
def add_target(
    *,
    kind: TargetKind,
    name: str,
    address: str,
    user: str = "",
    secret: str = "",
    verbs: Sequence[str] = (),
    activities: Sequence[str] = (),
    from_start: bool = False,
    now: dt.datetime,
) -> tuple[int, str]:
    """A new target: (its id, its secret). Statements stored from now on go
    there; with `from_start` those before, too.

    A webhook's secret is made here when none is given (Standard Webhooks: whsec_ and 32 random
    bytes in base64). Raises Refusal with the field at fault.
    """
    _check(kind, name, address, user, secret, verbs, activities)
    if kind is TargetKind.WEBHOOK and not secret:
        secret = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
    made = Target.objects.create(
        kind=kind,
        name=name.strip(),
        address=address.strip(),
        user=user.strip(),
        secret=secret,
        verbs=[shelf(verb, home()) for verb in verbs],
        activities=[shelf(activity, home()) for activity in activities],
        created_at=now,
    )
    if from_start:
        # Nobody stores meanwhile: otherwise a statement would be queued
        # twice, here and by the trigger.
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE lrs_statement IN SHARE MODE")
            cursor.execute("DELETE FROM lrs_delivery WHERE target_id = %s", [made.pk])
            cursor.execute(_EVERYTHING, [made.pk])
    return made.pk, secret


def _check(
    kind: TargetKind,
    name: str,
    address: str,
    user: str,
    secret: str,
    verbs: Sequence[str],
    activities: Sequence[str],
) -> None:
    if not name.strip() or len(name) > 120:
        raise Refusal("lrs.target-name", say("Give it a name of at most 120 letters."), "name")
    if Target.objects.filter(name=name.strip(), ended_at=None).exists():
        raise Refusal(
            "lrs.target-name",
            say("'{name}' is there already.", name=name.strip()),
            "name",
        )
    _check_address(address.strip())
    if kind is TargetKind.LRS and not (user.strip() and secret):
        raise Refusal(
            "lrs.target-secret",
            say("The other store gives you a user and a secret: enter both."),
            "user",
        )
    for field, given in (("verbs", verbs), ("activities", activities)):
        for wanted in given:
            try:
                iri(wanted)
            except InvalidStatement as error:
                raise Refusal(
                    "lrs.target-filter",
                    say("'{wanted}' is no address such as http://…", wanted=wanted[:60]),
                    field,
                ) from error


def _check_address(address: str) -> None:
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        host = ""
    if not host or parts.scheme not in ("http", "https") or len(address) > 500 or parts.username:
        raise Refusal(
            "lrs.target-address",
            say("Give an address such as https://lrs.example.org/xapi."),
            "address",
        )
    if parts.scheme == "http" and host not in _NEAR and not _is_neighbour(host):
        raise Refusal(
            "lrs.target-address",
            say("Secrets and records need https on the way to another machine."),
            "address",
        )


def _is_neighbour(host: str) -> bool:
    """Whether it is a name without a domain, as machines beside this one have,
    and no number in any way of writing."""
    return host.replace("-", "").isalnum() and host[0].isalpha()


def end_target(*, target_id: int, now: dt.datetime) -> None:
    """Sends nothing more to a target; what waits for it goes,
    what it has stays. Raises NotFound."""
    if not Target.objects.filter(id=target_id, ended_at=None).update(ended_at=now, secret=""):
        raise NotFound("lrs.target", say("There is no such target."))
    Forwarding.objects.filter(target=target_id).delete()


def pause_target(*, target_id: int, paused: bool, now: dt.datetime) -> None:
    """Stops sending, or goes on at once; what comes meanwhile waits in order. Raises NotFound."""
    changes = (
        {"paused_at": now}
        if paused
        else {"paused_at": None, "resume_at": None, "failures": 0, "problem": ""}
    )
    if not Target.objects.filter(id=target_id, ended_at=None).update(**changes):
        raise NotFound("lrs.target", say("There is no such target."))


def replay(*, target_id: int, letters: Sequence[int] | None = None) -> int:
    """Lets dead letters (all, or those named by id) wait again; returns how
    many. They go before what waits already."""
    wanted = Q(target=target_id, dead_at__isnull=False, target__ended_at=None)
    if letters is not None:
        wanted &= Q(id__in=letters)
    return Forwarding.objects.filter(wanted).update(dead_at=None, attempts=0, problem="")
