"""What the page Mail is told by the composition root, as plain values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from trimtab.kernel.said import Said
from trimtab.messaging.api import MailSetUp, Outgoing


@dataclass(frozen=True, slots=True)
class MachineMail:
    """What the machine's settings say of mail: where it goes, without user and password, and from
    whom it is.
    """

    place: str
    sender: str


@dataclass(frozen=True, slots=True)
class MailTools:
    """`machine` says what the machine's settings say of mail (None: nothing); `try_out` sends a
    message as a set-up says, and says why it did not go; `hook_address` is where services tell of
    bounces, up to their name.
    """

    machine: Callable[[], MachineMail | None]
    try_out: Callable[[MailSetUp, Outgoing], Said | None]
    hook_address: str
