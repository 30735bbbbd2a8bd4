"""What others say about messages, without saying whose they are."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"[^\s<>()\"',;:]+@[^\s<>()\"',;:]+")


def without_addresses(sentence: str) -> str:
    """The sentence with dots in the place of each e-mail address in it."""
    return _ADDRESS.sub("•••", sentence)
