"""What every journey may ask for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from tests.rooms.conftest import cast
from trimtab.courses import api as courses

__all__ = ["cast"]


@pytest.fixture
def playable(tmp_path: Path) -> Iterator[None]:
    """Packages can be brought in and played."""
    before = courses.content_home()
    courses.play_at("https://content.example.org")
    with override_settings(MEDIA_ROOT=tmp_path):
        yield
    courses.play_at(before)
