"""Trimtab's own vocabulary: the verbs, activity types and extensions of the statements that it makes itself.

Published verbs are used where they exist (ADL's and the registry at w3id.org); the rest live under PROFILE.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import Any
from uuid import UUID

PROFILE = "https://w3id.org/trimtab/profile"
REVISION = f"{PROFILE}/extensions/strategy-revision"
PROGRAMME = f"{PROFILE}/extensions/programme"
ARM = f"{PROFILE}/extensions/arm"


class Verb(StrEnum):
    """What somebody did."""

    ANSWERED = "http://adlnet.gov/expapi/verbs/answered"
    SEARCHED = "https://w3id.org/xapi/dod-isd/verbs/searched"
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


def person(base_url: str, pseudonym: UUID) -> dict[str, Any]:
    """The actor of a statement: an account whose name is a pseudonym."""
    return {"objectType": "Agent", "account": {"homePage": f"{base_url}/people", "name": str(pseudonym)}}


def iso_duration(seconds: float) -> str:
    """`seconds` as an ISO 8601 duration with hundredths."""
    return f"PT{max(seconds, 0.0):.2f}S"


def statement(
    *, key: UUID, actor: Mapping[str, Any], verb: Verb, object_id: str, object_name: str, object_type: ActivityType,
    result: Mapping[str, Any] | None, context: Mapping[str, Any] | None, at: dt.datetime,
) -> dict[str, Any]:  # fmt: skip
    """A statement of our own, valid by construction (a test holds every one against check_statement)."""
    made: dict[str, Any] = {
        "id": str(key),
        "actor": dict(actor),
        "verb": {"id": verb.value, "display": {"en": verb.display}},
        "object": {
            "objectType": "Activity",
            "id": object_id,
            "definition": {"name": {"en": object_name}, "type": object_type.value},
        },
        "timestamp": at.isoformat(),
        "version": "1.0.3",
    }
    if result:
        made["result"] = dict(result)
    if context:
        made["context"] = {"extensions": dict(context)}
    return made
