"""Where packages are played: an address of its own, so that a package's scripts cannot act as the person who is signed in.

The composition root says it once, at start (docs/decisions/0015-packages.md). Empty: files of packages are not served.
"""

from __future__ import annotations

_address = ""


def play_at(address: str) -> None:
    """Says the address that serves what packages hold, such as https://content.example.org; '' for none."""
    global _address
    _address = address.rstrip("/")


def content_home() -> str:
    """The address, without a slash at its end; '' when there is none."""
    return _address
