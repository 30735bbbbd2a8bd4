"""Days as learners read them."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from trimtab.wording import dated


def coming_day(moment: dt.datetime, now: dt.datetime) -> str:
    """When something comes: 'tomorrow', or the day; never today, whose questions are fixed."""
    day, today = timezone.localtime(moment).date(), timezone.localtime(now).date()
    if day <= today + dt.timedelta(days=1):
        return _("tomorrow")
    return _("on %(day)s") % {"day": dated(day, "l, j F")}
