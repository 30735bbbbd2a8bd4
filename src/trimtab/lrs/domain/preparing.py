"""From what a client sent to the rows to store. Pure: ids come from the caller."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec

from trimtab.kernel.errors import Refusal
from trimtab.lrs.domain.keys import agent_key, related_keys, shelf
from trimtab.lrs.domain.rows import Prepared, StoredStatement
from trimtab.xapi.faults import InvalidStatement
from trimtab.xapi.related import object_key
from trimtab.xapi.statement import VOIDED, check_statement
from trimtab.xapi.values import instant

MOST_IN_A_BATCH = 10_000
_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the store puts on a statement: whose key brought it (`user`), and at which address this store lives."""

    user: str
    home: str

    @property
    def authority(self) -> dict[str, Any]:
        """The agent who asserts the statement (part two, 2.4.9)."""
        return {"objectType": "Agent", "account": {"homePage": self.home, "name": self.user}}


class BadBatch(Refusal):
    """The statements of one request do not go together."""

    status = 400


def prepare(given: Any, *, stamp: Stamp, mint: Callable[[], UUID]) -> Prepared:
    """Checks one statement or a list of them and makes the rows; `mint` gives new ids.

    Raises InvalidStatement (its place starts with the position in the list) or BadBatch.
    """
    if not isinstance(given, list):
        return Prepared((_row(given, stamp, mint),))
    if len(given) > MOST_IN_A_BATCH:
        raise BadBatch("xapi.batch", f"At most {MOST_IN_A_BATCH:,} statements go into one request.")
    rows: dict[UUID, StoredStatement] = {}
    for position, one in enumerate(given):
        try:
            row = _row(one, stamp, mint)
        except InvalidStatement as fault:
            fault.below(position)
            raise
        if row.id in rows:
            raise BadBatch("xapi.twice", f"The id {row.id} stands twice in the request.", f"[{position}].id")
        rows[row.id] = row
    return Prepared(tuple(rows.values()))


def _row(given: Any, stamp: Stamp, mint: Callable[[], UUID]) -> StoredStatement:
    statement = check_statement(given)
    _check_attachments(statement)
    key = msgspec.convert(statement["id"], UUID) if "id" in statement else mint()
    return to_row(statement, key=key, minted="id" not in statement, stamp=stamp)


def _check_attachments(statement: Mapping[str, Any]) -> None:
    for position, one in enumerate(statement.get("attachments", ())):
        if "fileUrl" not in one:
            raise InvalidStatement(
                "An attachment without fileUrl needs its data, which this store does not take yet.",
                "2.4.11",
                f"attachments[{position}].fileUrl",
            )
    if statement["object"].get("objectType") == "SubStatement":
        _check_attachments(statement["object"])


def to_row(statement: Mapping[str, Any], *, key: UUID, minted: bool, stamp: Stamp) -> StoredStatement:
    """A valid statement as a row, with what the store sets: id, authority, version (2.4.9, 2.4.10)."""
    kept = {
        **_listed(statement),
        "id": key,
        "authority": stamp.authority,
        "version": statement.get("version", "1.0.0"),
    }
    kept.pop("stored", None)
    actor = agent_key(statement["actor"], stamp.home)
    object_id = shelf(object_key(statement["object"]), stamp.home)
    verb = statement["verb"]["id"]
    registration = statement["context"].get("registration") if "context" in statement else None
    return StoredStatement(
        id=key,
        minted=minted,
        timestamp=instant(statement["timestamp"]) if "timestamp" in statement else None,
        actor_key=actor,
        verb=shelf(verb, stamp.home),
        object_id=object_id,
        registration=UUID(registration) if registration else None,
        authority=stamp.user,
        related=related_keys(statement, actor=actor, object_id=object_id, home=stamp.home),
        voids=UUID(statement["object"]["id"]) if verb == VOIDED else None,
        statement=kept,
        text=_encode(kept),
    )


def _listed(statement: Mapping[str, Any]) -> Mapping[str, Any]:
    """The statement with every value of contextActivities as a list (2.4.6.2), in a sub-statement too."""
    found = statement
    if statement["object"].get("objectType") == "SubStatement":
        found = {**found, "object": _listed(statement["object"])}
    related = statement["context"].get("contextActivities") if "context" in statement else None
    if related and not all(isinstance(several, list) for several in related.values()):
        listed = {kind: several if isinstance(several, list) else [several] for kind, several in related.items()}
        found = {**found, "context": {**statement["context"], "contextActivities": listed}}
    return found
