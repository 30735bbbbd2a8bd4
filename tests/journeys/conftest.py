"""What every journey may ask for."""

from tests.rooms.conftest import cast

__all__ = ["cast"]
