"""The documents that a launch leaves for its unit in the record store:
LMS.LaunchData and cmi5LearnerPreferences."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from trimtab.courses.domain.statements import About, unit_address
from trimtab.courses.domain.words import LAUNCH_DATA, PREFERENCES
from trimtab.lrs import api as lrs
from trimtab.lrs.api import DocumentContent, DocumentKind, DocumentPlace, Precondition

_JSON = "application/json"


def give_launch_data(
    about: About, position: int, data: Mapping[str, Any], *, now: dt.datetime
) -> None:
    """Writes LMS.LaunchData for a unit and a registration; it replaces
    the one of the launch before (10.1)."""
    activity = unit_address(about.address, position)
    place = DocumentPlace(
        DocumentKind.STATE,
        lrs.shelf(activity, lrs.home()),
        lrs.agent_key(about.actor, lrs.home()),
        about.registration,
    )
    _put(place, LAUNCH_DATA, activity, data, now)


def give_preferences(
    actor: Mapping[str, Any], preferences: Mapping[str, str], *, now: dt.datetime
) -> None:
    """Writes cmi5LearnerPreferences, unless a unit or the learner
    has written it before (section 11)."""
    place = DocumentPlace(DocumentKind.AGENT_PROFILE, agent=lrs.agent_key(actor, lrs.home()))
    if lrs.document(place, PREFERENCES) is None:
        _put(place, PREFERENCES, "", preferences, now)


def _put(
    place: DocumentPlace, name: str, about: str, data: Mapping[str, Any], now: dt.datetime
) -> None:
    content = DocumentContent(json.dumps(data, ensure_ascii=False).encode(), _JSON)
    lrs.put_document(
        place=place, name=name, about=about, content=content, condition=Precondition(), now=now
    )
