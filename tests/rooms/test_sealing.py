"""What others entrust to the installation is kept sealed, and outlives a change of its secret."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection

from trimtab.kernel.errors import Refusal
from trimtab.lrs import api as lrs
from trimtab.sealing import Sealed, seal, unseal
from trimtab.sealing.renewing import renew_all
from trimtab.sealing.settling import settle

NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
WORDS = "kept for the directory: äöü"


@pytest.fixture(autouse=True)
def settled() -> Iterator[None]:
    yield
    settle([settings.SECRET_KEY])


def test_what_is_sealed_is_read_again_and_stands_nowhere() -> None:
    token = seal(WORDS)
    assert unseal(token) == WORDS and "directory" not in token
    assert seal(WORDS) != token
    assert "gAAA" not in f"{Sealed(token)!r} {Sealed(token)}"


@pytest.mark.parametrize("token", ["", "no token", "gAAAAAB" + "A" * 120])
def test_what_is_no_token_of_ours_is_refused(token: str) -> None:
    with pytest.raises(Refusal) as refused:
        unseal(token)
    assert refused.value.code == "sealing.unreadable"


def test_an_empty_secret_is_none() -> None:
    assert not Sealed("") and Sealed("").opened() == ""


@pytest.mark.django_db
def test_kept_secrets_are_sealed_anew_under_a_new_secret() -> None:
    settle(["the first"])
    target = _target()
    before = _kept(target)
    settle(["the second", "the first"])
    assert lrs.unreadable_targets() == []
    assert renew_all() == (1, [])
    assert _kept(target) != before
    settle(["the second"])
    assert lrs.unreadable_targets() == [] and WORDS not in _kept(target)


@pytest.mark.django_db
def test_what_none_of_the_secrets_opens_is_named_and_left() -> None:
    settle(["the first"])
    target = _target()
    before = _kept(target)
    settle(["the second"])
    assert renew_all() == (0, [f"lrs_target.secret, {target}"])
    assert _kept(target) == before and lrs.unreadable_targets() == ["Elsewhere"]


def _target() -> int:
    number, _ = lrs.add_target(
        kind=lrs.TargetKind.WEBHOOK,
        name="Elsewhere",
        address="https://elsewhere.example/hook",
        secret=WORDS,
        now=NOW,
    )
    return number


def _kept(target: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM lrs_target WHERE id = %s", [target])
        (token,) = cursor.fetchone() or ("",)
    return str(token)
