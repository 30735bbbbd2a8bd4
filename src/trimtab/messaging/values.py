"""The pure door of the room messaging: when messages go, for code that knows no framework."""

from trimtab.messaging.domain.limits import MessageLimits
from trimtab.messaging.domain.simulating import MessageWeeks, Planned, message_weeks

__all__ = ["MessageLimits", "MessageWeeks", "Planned", "message_weeks"]
