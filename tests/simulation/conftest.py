"""The demonstration organisation, loaded once for a file of tests that only look at it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from trimtab.demo.load import load

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)


class Loaded(Exception):
    """Undoes the loading at the end."""


@pytest.fixture(scope="module")
def demonstration(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[dt.datetime]:
    """Green Basket with its sixteen weeks behind it, seen on the morning after."""
    with django_db_blocker.unblock():
        try:
            with transaction.atomic():
                load(now=NOW)
                # Once, and not again at the end of each test.
                connection.check_constraints()
                yield NOW
                raise Loaded
        except Loaded:
            pass
