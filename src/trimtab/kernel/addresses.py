"""Addresses of other machines: no secret stands in one, since an address is shown, kept and
logged.
"""

from __future__ import annotations

import re

# What stands between the scheme and the last @ before the path: a user, and mostly a password.
_CREDENTIALS = re.compile(r"(?<=://)[^/?#\s]*@")
MASK = "•••@"


def holds_credentials(address: str) -> bool:
    """Whether an address has a user or a password in it (https://user:password@host/…)."""
    return _CREDENTIALS.search(address) is not None


def masked(text: str) -> str:
    """A text with the credentials of every address in it covered."""
    return _CREDENTIALS.sub(MASK, text)
