"""What every test of a room may ask for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from tests.cast import Cast, engage
from tests.rooms.courses_scene import HOME
from trimtab.courses import api as courses


@pytest.fixture
def cast(db: None) -> Cast:
    return engage()


@pytest.fixture
def packages_play(tmp_path: Path) -> Iterator[None]:
    """Packages are kept in a folder of the test, and play at an address of their own."""
    before = courses.content_home()
    courses.play_at(HOME)
    with override_settings(MEDIA_ROOT=tmp_path):
        yield
    courses.play_at(before)
