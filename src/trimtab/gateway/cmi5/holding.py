"""What a session's credential may ask of documents and of other
resources (cmi5, 8.1.3, 8.1.4, 10.2.1, 11)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trimtab.courses import api as courses
from trimtab.courses.api import OpenSession, SessionRule
from trimtab.gateway.xapi.wire import BadRequest, Call
from trimtab.kernel import plain_json
from trimtab.xapi.decoding import decode
from trimtab.xapi.faults import InvalidStatement
from trimtab.xapi.values import language_tag

JSON = "application/json"
_READING = ("GET", "HEAD")


def check_agent(given: Mapping[str, str], by: OpenSession) -> None:
    """The agent is the learner of the launch. Raises BadRequest (400)
    without one, SessionRule (403) for another."""
    if "agent" not in given:
        raise BadRequest("xapi.parameter", "The parameter 'agent' is missing.", "agent")
    if not courses.is_actor(decode(given["agent"].encode()), by.session.actor):
        raise SessionRule(
            "cmi5.8.1.3", "The agent is the actor of the launch. (cmi5, 8.1.3)", "agent"
        )


def check_state(call: Call, given: Mapping[str, str], by: OpenSession) -> None:
    """A state belongs to the learner and the registration;
    LMS.LaunchData is read alone (10.2.1)."""
    check_agent(given, by)
    if given.get("registration", "").lower() != str(by.session.registration):
        raise SessionRule(
            "cmi5.8.1.4", "The registration is the one of the launch. (cmi5, 8.1.4)", "registration"
        )
    if (
        call.method not in _READING
        and given.get("stateId", courses.LAUNCH_DATA) == courses.LAUNCH_DATA
    ):
        raise SessionRule(
            "cmi5.10.2.1",
            f"{courses.LAUNCH_DATA} is read, never written. (cmi5, 10.2.1)",
            "stateId",
        )


def check_agent_profile(call: Call, given: Mapping[str, str], body: bytes, by: OpenSession) -> None:
    """An agent profile is the learner's; preferences are what cmi5 says they are (11.1, 11.2)."""
    check_agent(given, by)
    if (
        call.method not in _READING
        and given.get("profileId", courses.PREFERENCES) == courses.PREFERENCES
    ):
        if call.method == "DELETE":
            raise SessionRule(
                "cmi5.11.0",
                "The learner's preferences are not deleted by a unit. (cmi5, 11.0)",
                "profileId",
            )
        check_preferences(call, body)


def check_preferences(call: Call, body: bytes) -> None:
    """Raises SessionRule unless the content is JSON with both preferences (11.0, 11.1, 11.2)."""
    kind = call.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        given = plain_json.read(body) if kind == JSON else None
    except plain_json.InvalidJson:
        given = None
    if not isinstance(given, dict) or not {"languagePreference", "audioPreference"} <= given.keys():
        sentence = (
            "The preferences are a JSON object with languagePreference and audioPreference. "
            "(cmi5, 11.0)"
        )
        raise SessionRule("cmi5.11.0", sentence, "")
    if not _are_tags(given["languagePreference"]):
        raise SessionRule(
            "cmi5.11.1",
            "languagePreference is a list of languages, such as en-US,fr-FR. (cmi5, 11.1)",
        )
    if given["audioPreference"] not in ("on", "off"):
        raise SessionRule("cmi5.11.2", "audioPreference is on or off. (cmi5, 11.2)")


def _are_tags(given: Any) -> bool:
    if not isinstance(given, str):
        return False
    try:
        for tag in given.split(","):
            language_tag(tag.strip())
    except InvalidStatement:
        return False
    return True


def check_activity(given: Mapping[str, str], by: OpenSession) -> None:
    """An activity profile is the unit's own."""
    if given.get("activityId") != by.session.activity_id:
        raise SessionRule(
            "cmi5.8.1.5", "The activity is the one of the launch. (cmi5, 8.1.5)", "activityId"
        )
