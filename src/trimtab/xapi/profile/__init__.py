"""Trimtab's own vocabulary: the verbs, activity types and extensions of
the statements that it makes itself.

Published verbs are used where they exist (ADL's and Activity Streams'); the rest
live under PROFILE. trimtab.jsonld beside this file is the published xAPI
profile; a test holds the two together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from importlib.resources import files
from typing import Any
from uuid import UUID

from trimtab.xapi.context import PROPERTIES

PROFILE = "https://w3id.org/trimtab/profile"
REVISION = f"{PROFILE}/extensions/strategy-revision"
PROGRAMME = f"{PROFILE}/extensions/programme"
ARM = f"{PROFILE}/extensions/arm"
CONTEXT_EXTENSIONS = (REVISION, PROGRAMME, ARM)
# In what others sent, where the store has mended something (xapi/mending.py).
MENDED = f"{PROFILE}/extensions/mended"


class Verb(StrEnum):
    """What somebody did."""

    ANSWERED = "http://adlnet.gov/expapi/verbs/answered"
    SEARCHED = "http://activitystrea.ms/schema/1.0/search"
    OPENED = "http://activitystrea.ms/schema/1.0/open"
    RESOLVED = f"{PROFILE}/verbs/resolved"
    RECEIVED = f"{PROFILE}/verbs/received"
    PROPOSED = f"{PROFILE}/verbs/proposed"
    DECIDED = f"{PROFILE}/verbs/decided"
    ADOPTED = f"{PROFILE}/verbs/adopted"

    @property
    def display(self) -> str:
        """The verb in English."""
        return self.name.lower()


class ActivityType(StrEnum):
    """What it was done with."""

    ITEM = "http://adlnet.gov/expapi/activities/cmi.interaction"
    AID = f"{PROFILE}/activities/job-aid"
    SEARCH = f"{PROFILE}/activities/search"
    MESSAGE = f"{PROFILE}/activities/message"
    REVISION = f"{PROFILE}/activities/strategy-revision"
    PROPOSAL = f"{PROFILE}/activities/proposal"


def document() -> bytes:
    """The published profile (JSON-LD, xAPI Profiles 1.0)."""
    return (files(__package__) / "trimtab.jsonld").read_bytes()


def person(home: str, pseudonym: UUID) -> dict[str, Any]:
    """The actor of a statement: an account whose name is a pseudonym.
    `home` is the installation's address."""
    return {
        "objectType": "Agent",
        "account": {"homePage": people_page(home), "name": str(pseudonym)},
    }


def people_page(home: str) -> str:
    """The homePage of the accounts of our own people."""
    return f"{home}/people"


def iso_duration(seconds: float) -> str:
    """`seconds` as an ISO 8601 duration with hundredths."""
    return f"PT{max(seconds, 0.0):.2f}S"


def statement(
    *,
    key: UUID,
    actor: Mapping[str, Any],
    verb: Verb,
    object_id: str,
    object_name: str,
    object_type: ActivityType,
    result: Mapping[str, Any] | None,
    context: Mapping[str, Any] | None,
    at: dt.datetime,
    platform: str = "",
) -> dict[str, Any]:
    """A statement of our own. `context` holds extensions by IRI, or
    properties of a context by name, or both."""
    made: dict[str, Any] = {
        "id": str(key),
        "actor": dict(actor),
        "verb": {"id": verb.value, "display": {"en": verb.display}},
        "object": {
            "objectType": "Activity",
            "id": object_id,
            "definition": {"name": {"en": object_name}, "type": object_type.value},
        },
        "timestamp": at.astimezone(dt.UTC).isoformat().replace("+00:00", "Z"),
        "version": "1.0.0",
    }
    if result:
        made["result"] = dict(result)
    if context or platform:
        made["context"] = _context(context or {}, platform)
    return made


def _context(given: Mapping[str, Any], platform: str) -> dict[str, Any]:
    made: dict[str, Any] = {"platform": platform} if platform else {}
    made |= {key: value for key, value in given.items() if key in PROPERTIES}
    extensions = {key: value for key, value in given.items() if key not in PROPERTIES}
    if extensions:
        made["extensions"] = {**made.get("extensions", {}), **extensions}
    return made
