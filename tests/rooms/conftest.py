"""What every test of a room may ask for."""

from __future__ import annotations

import pytest

from tests.cast import Cast, engage


@pytest.fixture
def cast(db: None) -> Cast:
    return engage()
