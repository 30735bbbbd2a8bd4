"""The other sides of channels, a module of the folder's name each.

A module has `trial()`, a context that gives a `Trial`: a channel as an installation would have it,
and the other side, which behaves as it is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Protocol

from trimtab.messaging.api import Channel


class OtherSide(StrEnum):
    """How the other side behaves."""

    WELL = "well"
    REFUSES_FOR_GOOD = "refuses-for-good"
    REFUSES_FOR_NOW = "refuses-for-now"
    AWAY = "away"
    SILENT = "silent"  # takes the connection and says nothing


class Trial(Protocol):
    """A channel on trial.

    `settings` are those that set it up (empty where it needs none), `secrets` those of them that
    nobody may read, `never` how its other side never behaves.
    """

    settings: Mapping[str, str]
    secrets: tuple[str, ...]
    never: frozenset[OtherSide]

    @property
    def channel(self) -> Channel:
        """The channel, ready to be opened."""

    def behaves(self, how: OtherSide) -> None:
        """From now on the other side behaves so."""

    def taken(self) -> list[str]:
        """What the other side has, a text a message, in the order in which it came."""
