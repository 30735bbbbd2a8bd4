"""The ways by which a message reaches somebody: the one list of them.

Each but the first is a folder of `trimtab.channels` of that name (`-` written as `_`).
"""

from __future__ import annotations

from enum import StrEnum


class ChannelName(StrEnum):
    """A way that there is.

    Whatever is in the app is read there and needs nothing else; e-mail needs a mail server.
    """

    IN_APP = "in-app"
    EMAIL = "email"

    @property
    def leaves(self) -> bool:
        """Whether what goes this way leaves the house, so that somebody else may have it."""
        return self is not ChannelName.IN_APP


def is_channel(name: str) -> bool:
    """Whether there is such a way."""
    return name in set(ChannelName)


def _and(names: list[str]) -> str:
    return " and ".join([*([", ".join(names[:-1])] if names[:-1] else []), *names[-1:]])


THERE_ARE = _and([name.value for name in ChannelName])
