"""Statements: every rule that one statement must keep by itself (2.4), and when two of them are the same (2.3.3, 4.1.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trimtab.xapi.activity import check_activity, check_reference
from trimtab.xapi.actor import check_actor, check_agent
from trimtab.xapi.values import (
    boolean,
    duration,
    extensions,
    fail,
    iri,
    is_object,
    language_map,
    language_tag,
    number,
    only,
    sha2,
    text,
    timestamp,
    uuid,
)

VOIDED = "http://adlnet.gov/expapi/verbs/voided"
_COMMON = frozenset({"actor", "verb", "object", "result", "context", "timestamp", "attachments"})
_STATEMENT = _COMMON | {"id", "stored", "authority", "version"}
_SUBSTATEMENT = _COMMON | {"objectType"}
_RESULT = frozenset({"score", "success", "completion", "response", "duration", "extensions"})
_SCORE = frozenset({"scaled", "raw", "min", "max"})
_CONTEXT = frozenset(
    {
        "registration",
        "instructor",
        "team",
        "contextActivities",
        "revision",
        "platform",
        "language",
        "statement",
        "extensions",
    }
)
_CONTEXT_ACTIVITIES = frozenset({"parent", "grouping", "category", "other"})
_ATTACHMENT = frozenset({"usageType", "display", "description", "contentType", "length", "sha2", "fileUrl"})
_SET_BY_THE_STORE = ("id", "stored", "authority", "version", "timestamp")


def check_statement(value: Any) -> Mapping[str, Any]:
    """The statement, if it keeps every rule. Raises InvalidStatement with the place and the section."""
    statement = is_object(value, "statement", "2.4")
    only(statement, _STATEMENT, "", "2.4")
    if "id" in statement:
        uuid(statement["id"], "id")
    if "version" in statement and not str(statement["version"]).startswith("1.0"):
        raise fail("version", "The version is 1.0.x.", "2.4.10")
    if "authority" in statement:
        _check_authority(statement["authority"])
    if "stored" in statement:
        timestamp(statement["stored"], "stored")
    _check_common(statement, "")
    if statement["verb"]["id"] == VOIDED and statement["object"].get("objectType") != "StatementRef":
        raise fail("object", "A voiding statement names the statement it voids.", "2.3.2")
    return statement


def _check_common(statement: Mapping[str, Any], place: str) -> None:
    at = f"{place}." if place else ""
    for name in ("actor", "verb", "object"):
        if name not in statement:
            raise fail(f"{at}{name}", f"A statement has {name}.", "2.4")
    check_actor(statement["actor"], f"{at}actor")
    _check_verb(statement["verb"], f"{at}verb")
    kind = _check_object(statement["object"], f"{at}object", nested=bool(place))
    if "result" in statement:
        _check_result(statement["result"], f"{at}result")
    if "context" in statement:
        _check_context(statement["context"], f"{at}context", about_activity=kind == "Activity")
    if "timestamp" in statement:
        timestamp(statement["timestamp"], f"{at}timestamp")
    if "attachments" in statement:
        _check_attachments(statement["attachments"], f"{at}attachments")


def _check_verb(value: Any, place: str) -> None:
    verb = is_object(value, place, "2.4.3")
    only(verb, frozenset({"id", "display"}), place, "2.4.3")
    iri(verb.get("id"), f"{place}.id", "2.4.3")
    if "display" in verb:
        language_map(verb["display"], f"{place}.display")


def _check_object(value: Any, place: str, *, nested: bool) -> str:
    found = is_object(value, place, "2.4.4")
    kind = found.get("objectType", "Activity")
    match kind:
        case "Activity":
            check_activity(found, place)
        case "Agent" | "Group":
            check_actor(found, place)
        case "StatementRef":
            check_reference(found, place)
        case "SubStatement" if not nested:
            only(found, _SUBSTATEMENT, place, "2.4.4.3")
            _check_common(found, place)
        case "SubStatement":
            raise fail(f"{place}.objectType", "A sub-statement holds no sub-statement.", "2.4.4.3")
        case other:
            raise fail(f"{place}.objectType", f"'{other}' is not an object type.", "2.4.4")
    return str(kind)


def _check_result(value: Any, place: str) -> None:
    result = is_object(value, place, "2.4.5")
    only(result, _RESULT, place, "2.4.5")
    for name in ("success", "completion"):
        if name in result:
            boolean(result[name], f"{place}.{name}", "2.4.5")
    if "response" in result:
        text(result["response"], f"{place}.response", "2.4.5")
    if "duration" in result:
        duration(result["duration"], f"{place}.duration")
    if "extensions" in result:
        extensions(result["extensions"], f"{place}.extensions")
    if "score" in result:
        _check_score(is_object(result["score"], f"{place}.score", "2.4.5.1"), f"{place}.score")


def _check_score(score: Mapping[str, Any], place: str) -> None:
    only(score, _SCORE, place, "2.4.5.1")
    found = {name: number(value, f"{place}.{name}", "2.4.5.1") for name, value in score.items()}
    if not -1 <= found.get("scaled", 0) <= 1:
        raise fail(f"{place}.scaled", "A scaled score lies between -1 and 1.", "2.4.5.1")
    least, most = found.get("min", float("-inf")), found.get("max", float("inf"))
    if least >= most:
        raise fail(f"{place}.min", "min is less than max.", "2.4.5.1")
    if "raw" in found and not least <= found["raw"] <= most:
        raise fail(f"{place}.raw", "raw lies between min and max.", "2.4.5.1")


def _check_context(value: Any, place: str, *, about_activity: bool) -> None:
    context = is_object(value, place, "2.4.6")
    only(context, _CONTEXT, place, "2.4.6")
    if "registration" in context:
        uuid(context["registration"], f"{place}.registration", "2.4.6")
    if "instructor" in context:
        check_actor(context["instructor"], f"{place}.instructor")
    if "team" in context:
        check_actor(context["team"], f"{place}.team")
        if context["team"].get("objectType") != "Group":
            raise fail(f"{place}.team", "A team is a Group.", "2.4.6")
    for name in ("revision", "platform"):
        if name in context:
            text(context[name], f"{place}.{name}", "2.4.6")
            if not about_activity:
                raise fail(f"{place}.{name}", f"{name} belongs to statements about activities.", "2.4.6")
    if "language" in context:
        language_tag(context["language"], f"{place}.language")
    if "statement" in context:
        check_reference(is_object(context["statement"], f"{place}.statement", "2.4.6"), f"{place}.statement")
    if "extensions" in context:
        extensions(context["extensions"], f"{place}.extensions")
    if "contextActivities" in context:
        _check_context_activities(context["contextActivities"], f"{place}.contextActivities")


def _check_context_activities(value: Any, place: str) -> None:
    found = is_object(value, place, "2.4.6.2")
    only(found, _CONTEXT_ACTIVITIES, place, "2.4.6.2")
    for name, activities in found.items():
        several = activities if isinstance(activities, list) else [activities]
        for position, activity in enumerate(several):
            check_activity(activity, f"{place}.{name}[{position}]")


def _check_attachments(value: Any, place: str) -> None:
    if not isinstance(value, list):
        raise fail(place, "Attachments are a list.", "2.4.11")
    for position, entry in enumerate(value):
        where = f"{place}[{position}]"
        attachment = is_object(entry, where, "2.4.11")
        only(attachment, _ATTACHMENT, where, "2.4.11")
        iri(attachment.get("usageType"), f"{where}.usageType", "2.4.11")
        language_map(attachment.get("display"), f"{where}.display")
        if "description" in attachment:
            language_map(attachment["description"], f"{where}.description")
        text(attachment.get("contentType"), f"{where}.contentType", "2.4.11")
        if not isinstance(attachment.get("length"), int) or isinstance(attachment["length"], bool):
            raise fail(f"{where}.length", "A length is a whole number of bytes.", "2.4.11")
        sha2(attachment.get("sha2"), f"{where}.sha2")
        if "fileUrl" in attachment:
            iri(attachment["fileUrl"], f"{where}.fileUrl", "2.4.11")


def _check_authority(value: Any) -> None:
    authority = is_object(value, "authority", "2.4.9")
    if authority.get("objectType") == "Group":
        check_actor(authority, "authority")
        if len(authority.get("member", [])) != 2:
            raise fail("authority", "A group as authority has two members.", "2.4.9")
    else:
        check_agent(authority, "authority")


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two statements with one id say the same: properties that the store sets do not count (4.1.2 of part three)."""
    return _said(one) == _said(other)


def _said(statement: Mapping[str, Any]) -> dict[str, Any]:
    said = {key: value for key, value in statement.items() if key not in _SET_BY_THE_STORE}
    said["verb"] = statement["verb"]["id"]
    if isinstance(said.get("object"), dict) and said["object"].get("objectType") == "Activity":
        said["object"] = {key: value for key, value in said["object"].items() if key != "objectType"}
    return said
