"""What every page's shell needs: the organisation, the person, the places of that person, the
appearance chosen."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest

from trimtab import clock
from trimtab.courses import api as courses
from trimtab.home.shell.navigation import navigation
from trimtab.messaging import api as messaging
from trimtab.people import api as people
from trimtab.web.requests import at_device, is_by_pin


class Theme(StrEnum):
    """An appearance that somebody chose; without one it is the device's."""

    LIGHT = "light"
    DARK = "dark"


def shell(request: HttpRequest, *, theme_cookie: str) -> dict[str, Any]:
    """Context for the shell around every page. At most five queries; the person was read by the
    middleware."""
    person: people.PersonRow | None = getattr(request, "person", None)
    theme = request.COOKIES.get(theme_cookie, "")
    organisation = people.organisation()
    context = {
        "organisation": organisation,
        "rehearsal": _there(organisation) if clock.is_followed() else None,
        "person": person,
        "theme": theme if theme in set(Theme) else "",
    }
    if person is None:
        return context
    places = navigation(
        person,
        path=request.path,
        unread=messaging.unread_count(person.id),
        has_courses=courses.has_courses(person.id),
        by_pin=is_by_pin(request),
    )
    return {**context, "navigation": places, "at_device": at_device(request)}


def _there(organisation: people.OrganisationRow | None) -> dt.datetime:
    """What time it is in the organisation's time zone: who has not signed in has none of their
    own."""
    return clock.now().astimezone(ZoneInfo(organisation.time_zone) if organisation else dt.UTC)
