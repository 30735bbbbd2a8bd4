"""Whether this installation sends mail: the composition root says so at the start."""

from __future__ import annotations

_sends = False


def settle_mail(sends: bool) -> None:
    """From now on mail leaves, or does not."""
    global _sends
    _sends = sends


def sends_mail() -> bool:
    """Whether there is a mail server. Without one letters wait, and pages offer another way."""
    return _sends
