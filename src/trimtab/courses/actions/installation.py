"""What the composition root says once, at start."""

from __future__ import annotations

from trimtab.courses.queries.installation import app


def play_at(address: str) -> None:
    """Says the address that serves what packages hold, such as
    https://content.example.org; '' for none."""
    app().content_address = address.rstrip("/")
