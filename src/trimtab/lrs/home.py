"""Where this installation lives: the address in front of the ids of its own people and activities.

The composition root says it once, at start; it is no setting of a request.
"""

from __future__ import annotations

_home = "http://localhost:8000"


def settle_at(base_url: str) -> None:
    """Says the installation's address, such as https://learn.example.org."""
    global _home
    _home = base_url.rstrip("/")


def home() -> str:
    """The installation's address, without a slash at its end."""
    return _home
