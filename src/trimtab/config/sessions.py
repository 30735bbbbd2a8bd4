"""Sessions by the product's clock, as long as the settings say
(docs/decisions/0025-people-and-sign-in.md)."""

from __future__ import annotations

import datetime as dt

from trimtab import clock
from trimtab.config import env
from trimtab.people.api import Ends, Store


class SessionStore(Store):
    """Django looks for a class of this name."""

    shared = Ends(
        dt.timedelta(minutes=env.SESSION_IDLE_MINUTES), dt.timedelta(hours=env.SESSION_HOURS)
    )
    own = Ends(
        dt.timedelta(days=env.SESSION_OWN_IDLE_DAYS), dt.timedelta(days=env.SESSION_OWN_DAYS)
    )

    @staticmethod
    def clock() -> dt.datetime:
        return clock.now()
