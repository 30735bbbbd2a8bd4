"""What tests of the directory may ask for."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import Cast, engage
from tests.streets.scim.scene import Scim, make_token
from trimtab import clock


@pytest.fixture
def cast(db: None) -> Cast:
    return engage()


@pytest.fixture
def scim(cast: Cast) -> Scim:
    """The directory, as it calls."""
    return Scim(Client(raise_request_exception=False), make_token(cast, now=clock.now()))
