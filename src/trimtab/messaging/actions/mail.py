"""Whether this installation sends mail: the composition root says so at the start."""

from __future__ import annotations

from trimtab.messaging.queries import configured


def settle_mail(sends: bool) -> None:
    """From now on mail leaves, or does not."""
    configured().sends_mail = sends
