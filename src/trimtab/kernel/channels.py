"""The ways by which a message reaches somebody: the one list of them.

Each but the first is a folder of `trimtab.channels` of that name (`-` written as `_`).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from trimtab.kernel.said import Between, Said, as_written, joined, listed, say_in


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


def _and(names: list[str]) -> Said:
    *others, last = names
    return joined([listed(others), last], Between.AND) if others else as_written(last)


THERE_ARE = _and([name.value for name in ChannelName])
CHANNEL_WORDS: Mapping[ChannelName, Said] = {
    ChannelName.IN_APP: say_in("of the way of a message", "in-app"),
    ChannelName.EMAIL: say_in("of the way of a message", "email"),
}
