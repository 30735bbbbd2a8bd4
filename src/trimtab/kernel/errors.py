"""Every error that Trimtab raises on purpose.

    TrimtabError
    ├── Refusal            a rule says no, and the caller can do something about it (a 4xx)
    │   ├── NotAllowed     this person may not do this (403)
    │   ├── NotFound       there is no such thing, or not for this person (404)
    │   └── TryLater       not now, but in some seconds (429, or 503 when this machine is busy)
    ├── DeliveryFailed     a channel could not hand a message over; permanent or worth another try
    │   └── ChannelAway    the channel can hand nothing over now, whatever the message
    ├── DeliveryUncertain  a channel handed a message over and was not told whether it was taken
    ├── NotEstimable       a statistic cannot be computed; never replaced by a neutral number
    └── Trouble            something about this machine or folder keeps a command or a job from running

Anything else that is raised is a bug.
"""

from __future__ import annotations

from trimtab.kernel.said import Said


class TrimtabError(Exception):
    """Root of the tree above; never raised itself."""


class Refusal(TrimtabError):
    """A rule says no.

    `code` is stable and meant for programs ("import.unknown-unit"), `sentence` is for people and
    says what to do, `field` names the input at fault ("email", "line 7, column role") or is empty.
    A sentence that is `Said` (kernel/said.py) keeps its parts, and a page words it in its language.
    """

    status = 422

    def __init__(self, code: str, sentence: str, field: str = "") -> None:
        super().__init__(f"{field}: {sentence}" if field else sentence)
        self.code = code
        self.sentence = sentence
        self.field = field


class NotAllowed(Refusal):
    """This person may not do this."""

    status = 403


class NotFound(Refusal):
    """There is no such thing, or none that this person may see."""

    status = 404


class TryLater(Refusal):
    """Not now: it is worth trying again in `seconds` (at least 1). `busy` says that this machine
    has too much to do.
    """

    def __init__(self, code: str, sentence: str, *, seconds: int, busy: bool = False) -> None:
        super().__init__(code, sentence)
        self.seconds = max(1, seconds)
        self.status = 503 if busy else 429


class DeliveryFailed(TrimtabError):
    """A channel could not hand a message over, for certain; `permanent` says that trying again is
    pointless, `is_gone` that nobody is reached at this address, whatever the message.
    """

    def __init__(self, sentence: Said, *, permanent: bool, is_gone: bool = False) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.permanent = permanent
        self.is_gone = is_gone


class ChannelAway(DeliveryFailed):
    """A channel can hand nothing over now; no message is at fault."""

    def __init__(self, sentence: Said) -> None:
        super().__init__(sentence, permanent=False)


class DeliveryUncertain(TrimtabError):
    """A channel handed a message over and was not told whether it was taken: it may have
    arrived.
    """

    def __init__(self, sentence: Said) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotEstimable(TrimtabError):
    """A statistic cannot be computed from these data; `reason` is a sentence for people."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class MachineTrouble(TrimtabError):
    """Something about this machine or folder keeps the command from running; the sentence says what
    and what to do.
    """
