"""The ways by which a message reaches somebody."""

from __future__ import annotations

from enum import StrEnum


class ChannelName(StrEnum):
    """A way that there is. Whatever is in the app is read there and needs nothing else; e-mail needs a mail server."""

    IN_APP = "in-app"
    EMAIL = "email"


def is_channel(name: str) -> bool:
    """Whether there is such a way."""
    return name in set(ChannelName)


THERE_ARE = " and ".join(name.value for name in ChannelName)
