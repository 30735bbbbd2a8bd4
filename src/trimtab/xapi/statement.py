"""Statements and sub-statements: every rule that one statement must keep by itself (2.4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trimtab.xapi.activity import activity
from trimtab.xapi.actor import IDENTIFIERS, actor, authority
from trimtab.xapi.attachment import attachments
from trimtab.xapi.context import check_about, context_of
from trimtab.xapi.faults import InvalidStatement, shown
from trimtab.xapi.reference import reference
from trimtab.xapi.result import result
from trimtab.xapi.shape import Rule, check, one_of
from trimtab.xapi.values import iri, language_map, timestamp, uuid
from trimtab.xapi.version import Version, version_of

VOIDED = "http://adlnet.gov/expapi/verbs/voided"
_REQUIRED = ("actor", "verb", "object")
_SET_BY_THE_STORE = ("id", "stored", "version", "authority")
_VERB: Mapping[str, Rule] = {"id": iri, "display": language_map}


def verb(value: Any) -> None:
    """A verb has an IRI, and may have a display (2.4.3)."""
    check(value, _VERB, "2.4.3", required=("id",))


def _first_version(value: Any) -> None:
    """1.0.x (2.4.10)."""
    if not isinstance(value, str) or version_of(value) is not Version.ONE:
        raise InvalidStatement(f"'{shown(value)}' is not a version 1.0.x.", "2.4.10")


def _any_version(value: Any) -> None:
    """2.0.x; a statement of version 1.0.x is a statement of 2.0 too (IEEE 9274.1.1, 4.2.4.3)."""
    if not isinstance(value, str) or version_of(value) is None:
        raise InvalidStatement(f"'{shown(value)}' is not a version 2.0.x or 1.0.x.", "2.0/4.2.4.3")


def _nested_object(value: Any) -> None:
    if not isinstance(value, dict):
        raise InvalidStatement("An object is needed here.", "2.4.4")
    match value.get("objectType", "Activity"):
        case "Activity":
            if "objectType" not in value and any(name in value for name in IDENTIFIERS):
                raise InvalidStatement(
                    "An Agent or Group as object says its objectType.", "2.4.4.2", "objectType"
                )
            activity(value)
        case "Agent" | "Group":
            actor(value)
        case "StatementRef":
            reference(value)
        case "SubStatement":
            raise InvalidStatement(
                "A sub-statement holds no sub-statement.", "2.4.4.3", "objectType"
            )
        case other:
            raise InvalidStatement(
                f"'{shown(other)}' is not a type of object.", "2.4.4", "objectType"
            )


_SHARED: Mapping[str, Rule] = {
    "actor": actor,
    "verb": verb,
    "result": result,
    "timestamp": timestamp,
    "attachments": attachments,
}


def _substatement_of(version: Version) -> Rule:
    """The rule of a statement within a statement: without id, stored, version
    and authority, and not nested (2.4.4.3)."""
    rules: Mapping[str, Rule] = {
        **_SHARED,
        "objectType": one_of(("SubStatement",), "2.4.4.3"),
        "object": _nested_object,
        "context": context_of(version),
    }

    def substatement(value: Any) -> None:
        for name in _SET_BY_THE_STORE:
            if name in value:
                raise InvalidStatement(f"A sub-statement has no {name}.", "2.4.4.3", name)
        _check_together(check(value, rules, "2.4.4.3", required=_REQUIRED))

    return substatement


def _object_of(version: Version) -> Rule:
    """The rule of an object: an activity, agent, group, reference or sub-statement (2.4.4)."""
    substatement = _substatement_of(version)

    def object_(value: Any) -> None:
        if isinstance(value, dict) and value.get("objectType") == "SubStatement":
            substatement(value)
        else:
            _nested_object(value)

    return object_


def _statement_of(version: Version) -> Mapping[str, Rule]:
    return {
        **_SHARED,
        "object": _object_of(version),
        "context": context_of(version),
        "id": uuid,
        "stored": timestamp,
        "authority": authority,
        "version": _first_version if version is Version.ONE else _any_version,
    }


_STATEMENT: Mapping[Version, Mapping[str, Rule]] = {
    version: _statement_of(version) for version in Version
}


def check_statement(value: Any, version: Version = Version.ONE) -> Mapping[str, Any]:
    """The statement, if it keeps every rule of 2.4 in `version`. Raises
    InvalidStatement with the place and the section."""
    statement = check(value, _STATEMENT[version], "2.4", required=_REQUIRED)
    _check_together(statement)
    if (
        statement["verb"]["id"] == VOIDED
        and statement["object"].get("objectType") != "StatementRef"
    ):
        raise InvalidStatement(
            "A voiding statement's object is a StatementRef.", "2.3.2", "object.objectType"
        )
    return statement


def _check_together(statement: Mapping[str, Any]) -> None:
    if "context" in statement:
        check_about(
            statement["context"],
            about_activity=statement["object"].get("objectType", "Activity") == "Activity",
        )
