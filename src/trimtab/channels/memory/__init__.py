"""Keeps messages: they are read in the app, and shown in the outbox. Needs no server; also the double for tests."""

from __future__ import annotations

from dataclasses import dataclass, field

from trimtab.messaging.api import Outgoing


@dataclass
class MemoryChannel:
    """Takes every message; `delivered` holds the newest thousand."""

    delivered: list[Outgoing] = field(default_factory=list)

    def deliver(self, message: Outgoing) -> None:
        """Keeps the message; never fails."""
        self.delivered.append(message)
        del self.delivered[:-1000]
