"""Keys to the store: only hashes are kept, a new secret leaves the old one
some time, and each act is written down."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import serializers

from tests.cast import NOW, Cast
from trimtab.governance import api as governance
from trimtab.journeys import credentials
from trimtab.kernel.errors import NotAllowed, NotFound, Refusal
from trimtab.lrs import api as lrs
from trimtab.lrs.api import Scope
from trimtab.lrs.models import Credential

HOUR = dt.timedelta(hours=1)


def made(cast: Cast, name: str = "Tills", *scopes: Scope) -> credentials.Key:
    return credentials.add(
        name=name, scopes=scopes or [Scope.WRITE], per_second=10, by=cast.administrator, now=NOW
    )


def fits(key: credentials.Key, secret: str, now: dt.datetime) -> bool:
    return lrs.check_credential(key.user, secret, now=now) is not None


def test_a_secret_is_nowhere_in_the_database_nor_in_what_is_printed(cast: Cast) -> None:
    key = made(cast)
    renewed = credentials.rotate(named="Tills", grace=HOUR, by=cast.administrator, now=NOW)
    held = serializers.serialize("json", Credential.objects.all()) + str(
        governance.audit_entries().rows
    )
    for secret in (key.secret, renewed.secret):
        assert secret not in held + repr(key) + repr(renewed)


def test_after_a_rotation_the_old_secret_is_good_until_its_time_is_over(cast: Cast) -> None:
    key = made(cast)
    renewed = credentials.rotate(named=key.user, grace=HOUR, by=cast.administrator, now=NOW)
    assert renewed.user == key.user and renewed.secret != key.secret
    assert fits(key, key.secret, NOW + HOUR / 2) and fits(key, renewed.secret, NOW + HOUR / 2)
    assert not fits(key, key.secret, NOW + HOUR) and fits(key, renewed.secret, NOW + HOUR)


def test_without_grace_the_old_secret_ends_at_once(cast: Cast) -> None:
    key = made(cast)
    credentials.rotate(named="Tills", grace=dt.timedelta(), by=cast.administrator, now=NOW)
    assert not fits(key, key.secret, NOW)


def test_a_second_rotation_ends_the_first_secret(cast: Cast) -> None:
    key = made(cast)
    second = credentials.rotate(named="Tills", grace=HOUR, by=cast.administrator, now=NOW)
    with pytest.raises(Refusal, match="a moment ago"):
        credentials.rotate(named="Tills", grace=HOUR, by=cast.administrator, now=NOW)
    later = NOW + dt.timedelta(minutes=1)
    third = credentials.rotate(named="Tills", grace=HOUR, by=cast.administrator, now=later)
    assert [fits(key, secret, NOW) for secret in (key.secret, second.secret, third.secret)] == [
        False,
        True,
        True,
    ]


def test_a_revoked_key_ends_with_both_secrets_and_cannot_be_renewed(cast: Cast) -> None:
    key = made(cast)
    renewed = credentials.rotate(named="Tills", grace=HOUR, by=cast.administrator, now=NOW)
    credentials.revoke(named="Tills", by=cast.administrator, now=NOW)
    assert not fits(key, key.secret, NOW) and not fits(key, renewed.secret, NOW)
    with pytest.raises(NotFound):
        credentials.rotate(named=key.user, grace=HOUR, by=cast.administrator, now=NOW)


def test_two_keys_of_one_name_are_told_apart_by_their_user(cast: Cast) -> None:
    first, second = made(cast), made(cast)
    with pytest.raises(Refusal, match="give the user"):
        credentials.revoke(named="Tills", by=None, now=NOW)
    credentials.revoke(named=first.user, by=None, now=NOW)
    assert fits(second, second.secret, NOW) and not fits(first, first.secret, NOW)


def test_every_act_is_written_down_with_who_did_it(cast: Cast) -> None:
    key = made(cast)
    credentials.rotate(named=key.user, grace=HOUR, by=None, now=NOW)
    credentials.revoke(named=key.user, by=cast.administrator, now=NOW)
    entries = governance.audit_entries(text="credential.").rows
    assert [(entry.act, entry.actor_name) for entry in reversed(entries)] == [
        ("credential.added", "Ada"),
        ("credential.rotated", "Trimtab"),
        ("credential.revoked", "Ada"),
    ]


@pytest.mark.parametrize("who", ["worker", "strategist", "steward", "manager"])
def test_only_an_administrator_may_make_renew_or_end_a_key(cast: Cast, who: str) -> None:
    key = made(cast)
    by = getattr(cast, who)
    with pytest.raises(NotAllowed):
        credentials.add(name="Mine", scopes=[Scope.ALL], per_second=1, by=by, now=NOW)
    with pytest.raises(NotAllowed):
        credentials.rotate(named=key.user, grace=HOUR, by=by, now=NOW)
    with pytest.raises(NotAllowed):
        credentials.revoke(named=key.user, by=by, now=NOW)
    assert fits(key, key.secret, NOW)


@pytest.mark.parametrize(
    ("name", "scopes", "per_second", "field"),
    [
        ("", [Scope.ALL], 5, "name"),
        ("Tool", [], 5, "scope"),
        ("Tool", [Scope.ALL], 0, "per_second"),
    ],
)
def test_what_is_missing_is_named(
    cast: Cast, name: str, scopes: list[Scope], per_second: int, field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        credentials.add(name=name, scopes=scopes, per_second=per_second, by=None, now=NOW)
    assert refused.value.field == field and not lrs.credentials()
