"""From the parameters of a GET to filters (2.1.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from trimtab.gateway.xapi import parameters
from trimtab.gateway.xapi.parameters import read as value
from trimtab.gateway.xapi.wire import BadRequest
from trimtab.kernel.errors import NotAllowed
from trimtab.lrs.api import CredentialRow, Filters, Scope
from trimtab.xapi.faults import shown
from trimtab.xapi.formats import Format
from trimtab.xapi.values import as_uuid, instant

MOST_ON_A_PAGE = 500
AFTER = "after"
_ONE = ("statementId", "voidedStatementId")
_WITH_ONE = {*_ONE, "attachments", "format"}
_MANY = {
    "agent",
    "verb",
    "activity",
    "registration",
    "related_activities",
    "related_agents",
    "since",
    "until",
    "limit",
    "format",
    "attachments",
    "ascending",
    AFTER,
}


@dataclass(frozen=True, slots=True)
class StatementQuery:
    """What a GET asks for: one statement by id (perhaps a voided
    one), or those that pass the filters."""

    one: UUID | None
    voided: bool
    filters: Filters
    format: Format
    attachments: bool


def read(given: Mapping[str, str], by: CredentialRow) -> StatementQuery:
    """What is asked for. Raises BadRequest, InvalidStatement (400) or NotAllowed."""
    _check_names(given)
    named = next((name for name in _ONE if name in given), None)
    return StatementQuery(
        one=value(given, named, as_uuid, None) if named else None,
        voided=named == "voidedStatementId",
        filters=_filters(given, _authority(by)),
        format=value(given, "format", _format, Format.EXACT),
        attachments=value(given, "attachments", parameters.boolean, False),
    )


def _authority(by: CredentialRow) -> str:
    """'' for who may read everything, else the authority whose statements may be read."""
    if by.may_read:
        return ""
    if by.may(Scope.READ_MINE):
        return by.user
    raise NotAllowed("xapi.scope", f"The credential '{by.name}' may not read statements.")


def _check_names(given: Mapping[str, str]) -> None:
    if all(name in given for name in _ONE):
        raise BadRequest(
            "xapi.parameter", "Ask for statementId or for voidedStatementId, not for both.", _ONE[1]
        )
    is_one = any(name in given for name in _ONE)
    for name in given:
        if name not in (_WITH_ONE if is_one else _MANY):
            known = name in _WITH_ONE | _MANY
            sentence = (
                f"'{shown(name)}' does not go with an id."
                if known
                else f"'{shown(name)}' is not a parameter."
            )
            raise BadRequest("xapi.parameter", sentence, shown(name))


def _filters(given: Mapping[str, str], authority: str) -> Filters:
    limit = value(given, "limit", _limit, 0)
    return Filters(
        agent=value(given, "agent", parameters.agent, ""),
        verb=value(given, "verb", parameters.iri, ""),
        activity=value(given, "activity", parameters.iri, ""),
        registration=value(given, "registration", as_uuid, None),
        related_agents=value(given, "related_agents", parameters.boolean, False),
        related_activities=value(given, "related_activities", parameters.boolean, False),
        since=value(given, "since", parameters.moment, None),
        until=value(given, "until", parameters.moment, None),
        ascending=value(given, "ascending", parameters.boolean, False),
        limit=min(limit, MOST_ON_A_PAGE) or MOST_ON_A_PAGE,
        authority=authority,
        after=value(given, AFTER, _cursor, None),
    )


def _limit(value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise ValueError(f"'{shown(value)}' is not a whole number of statements.")
    return int(value)


def _format(value: str) -> Format:
    if value not in set(Format):
        raise ValueError(f"'{shown(value)}' is not one of {', '.join(Format)}.")
    return Format(value)


def _cursor(value: str) -> tuple[dt.datetime, UUID]:
    stored, _, key = value.partition("~")
    return instant(stored), as_uuid(key)
