"""What is said to somebody who looks at what a strategy grants: until when they see it, and why
they do not.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from trimtab.governance import api as governance
from trimtab.wording import dated


def until(access: governance.Access) -> str:
    """When a view ends by itself; '' for one that is closed, or that no grant carries."""
    if access.ends_at is None:
        return ""
    sentence = _(
        "You see this until %(day)s, as the strategy grants it. Then the view ends by itself."
    )
    return sentence % {"day": last_day(access.ends_at)}


def why_closed(access: governance.Access, otherwise: str) -> str:
    """Why somebody does not see something, or not so close: their view has ended; `otherwise` where
    they never had one.
    """
    if access.ended_at is None:
        return otherwise
    sentence = _(
        "The view that the strategy granted you ended by itself on %(day)s. Whoever writes the "
        "strategy may grant a new one."
    )
    return sentence % {"day": last_day(access.ended_at)}


def last_day(ends_at: dt.datetime) -> str:
    """The last day of a view that ends at this moment, in words."""
    return dated(timezone.localtime(ends_at - dt.timedelta(seconds=1)), "j F Y")
