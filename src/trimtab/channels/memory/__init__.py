"""Keeps what it gets: the double of a channel for tests, and the folder to copy for a new one.

It stands in no list, so no strategy and no message can name it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from trimtab.kernel.errors import ChannelAway, DeliveryFailed
from trimtab.kernel.said import Said
from trimtab.messaging.api import Mark, OpenChannel, Outgoing

MOST_KEPT = 1000


@dataclass
class MemoryChannel:
    """Takes every message; `delivered` holds the newest thousand.

    `away` says why it cannot be opened, `refusal` is raised instead of taking a message.
    """

    delivered: list[Outgoing] = field(default_factory=list)
    away: Said | None = None
    refusal: DeliveryFailed | None = None

    @contextmanager
    def open(self) -> Iterator[OpenChannel]:
        """Itself; there is nothing to connect to. Raises ChannelAway when it is told to."""
        if self.away is not None:
            raise ChannelAway(self.away)
        yield self

    def deliver(self, message: Outgoing, handing_over: Mark) -> None:
        """Keeps the message. Raises DeliveryFailed when it is told to."""
        if self.refusal is not None:
            raise self.refusal
        # From the next line on the other side may have it: this is the moment to say so.
        handing_over()
        self.delivered.append(message)
        del self.delivered[:-MOST_KEPT]


def set_up(setting: Callable[[str], str]) -> MemoryChannel | None:
    """The channel as the installation's settings say; None when they do not set it up.

    This one reads no setting. One that does asks by the whole name, `setting("TRIMTAB_…")`, and
    gets '' for what is not said.
    """
    return MemoryChannel()
