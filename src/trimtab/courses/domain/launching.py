"""The address and the data of a launch (cmi5, sections 8.1 and 10.2)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from trimtab.courses.domain.statements import About, template, unit_address
from trimtab.courses.domain.structure import CourseUnit, LaunchMode
from trimtab.courses.domain.words import LAUNCH_URL, MASTERY, MODE, MOVE_ON_RULE, PARAMETERS


def with_parameters(url: str, about: About, position: int, *, endpoint: str, fetch: str) -> str:
    """The address of a unit with the five parameters of a launch."""
    given = {
        "endpoint": endpoint,
        "fetch": fetch,
        "actor": json.dumps(about.actor, separators=(",", ":")),
        "registration": str(about.registration),
        "activityId": unit_address(about.address, position),
    }
    parts = urlsplit(url)
    query = "&".join(filter(None, [parts.query, urlencode(given, quote_via=quote)]))
    return parts._replace(query=query).geturl()


def launch_data(
    about: About, unit: CourseUnit, *, mode: LaunchMode, return_url: str
) -> dict[str, Any]:
    """The document LMS.LaunchData."""
    optional = {
        "launchParameters": unit.launch_parameters,
        "masteryScore": unit.mastery_score,
        "entitlementKey": {"courseStructure": unit.entitlement_key}
        if unit.entitlement_key is not None
        else None,
    }
    return {
        "contextTemplate": template(about, unit),
        "launchMode": mode.value,
        "moveOn": unit.move_on.value,
        "returnURL": return_url,
        **{name: value for name, value in optional.items() if value is not None},
    }


def launched_extensions(unit: CourseUnit, *, mode: LaunchMode, url: str) -> Mapping[str, Any]:
    """What the statement launched says in its context (9.6.3)."""
    extensions = {MODE: mode.value, LAUNCH_URL: url, MOVE_ON_RULE: unit.move_on.value}
    if unit.mastery_score is not None:
        extensions[MASTERY] = unit.mastery_score  # type: ignore[assignment]
    if unit.launch_parameters is not None:
        extensions[PARAMETERS] = unit.launch_parameters
    return extensions


def preferences(language: str) -> dict[str, str]:
    """The document cmi5LearnerPreferences, as long as a unit has not changed it (section 11)."""
    return {"languagePreference": language, "audioPreference": "on"}
