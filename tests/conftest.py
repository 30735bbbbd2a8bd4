"""What every test may ask for."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker

# Nothing is said about speed here: a busy machine must not fail a test. `bench/` has the figures.
# Each run draws anew, so that few examples a run are many in a week; whoever changes what a
# property is about asks for more.
EXAMPLES = int(os.environ.get("TRIMTAB_TEST_EXAMPLES", "40"))
settings.register_profile("trimtab", deadline=None, max_examples=EXAMPLES)
settings.load_profile("trimtab")


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """The test database, for whoever asks. pytest-django's own makes one only when some test of the
    run is marked as using it; tests of a served process ask for it without being wrapped in a
    transaction, and each file must run alone."""
    from django.db import connection

    from tests import databases

    # Its name has the worker's suffix: two workers never share one.
    name = connection.creation._get_test_db_name()  # type: ignore[attr-defined]  # Django's own, which no stub tells.
    with django_db_blocker.unblock():
        databases.clone(name)
    with databases.used(name):
        yield
    databases.drop(name)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take long come first, and the weeks that are lived before all: whatever came last
    and took long would leave the other processes with nothing to do."""
    long = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: (item.get_closest_marker("living") is None, item.path not in long))


def pytest_collection_finish() -> None:
    """What is there before the first test stays to the last: nobody need look through it for
    garbage again and again."""
    gc.collect()
    gc.freeze()
