"""From what a client sent to the rows to store. Pure: ids come from the caller."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec

from trimtab.kernel.errors import Refusal
from trimtab.lrs.domain.keys import agent_key, related_keys, shelf
from trimtab.lrs.domain.rows import Prepared, StoredStatement
from trimtab.xapi.faults import InvalidStatement
from trimtab.xapi.files import Files, check_files
from trimtab.xapi.related import object_key
from trimtab.xapi.statement import VOIDED, check_statement
from trimtab.xapi.values import instant
from trimtab.xapi.version import Version

MOST_IN_A_BATCH = 10_000
NO_FILES: Files = {}
_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the store puts on a statement: whose key brought it (`user`), at which address this store lives, and in which
    version of the standard the request was."""

    user: str
    home: str
    version: Version = Version.ONE

    @property
    def authority(self) -> dict[str, Any]:
        """The agent who asserts the statement (part two, 2.4.9)."""
        return {"objectType": "Agent", "account": {"homePage": self.home, "name": self.user}}

    @property
    def known_version(self) -> str:
        """The version of a statement that names none (2.4.10; IEEE 9274.1.1, 4.2.4.3)."""
        return "1.0.0" if self.version is Version.ONE else "2.0.0"


class BadBatch(Refusal):
    """The statements of one request do not go together."""

    status = 400


def prepare(given: Any, *, stamp: Stamp, mint: Callable[[], UUID], files: Files = NO_FILES) -> Prepared:
    """Checks one statement or a list of them and makes the rows; `mint` gives new ids, `files` are the data of attachments
    that came along, by the SHA-2 that their sender gives, in lower case.

    Raises InvalidStatement (its place starts with the position in the list) or BadBatch.
    """
    if not isinstance(given, list):
        return _together([_row(given, stamp, mint, files)], files)
    if len(given) > MOST_IN_A_BATCH:
        raise BadBatch("xapi.batch", f"At most {MOST_IN_A_BATCH:,} statements go into one request.")
    rows: dict[UUID, StoredStatement] = {}
    for position, one in enumerate(given):
        try:
            row = _row(one, stamp, mint, files)
        except InvalidStatement as fault:
            fault.below(position)
            raise
        if row.id in rows:
            raise BadBatch("xapi.twice", f"The id {row.id} stands twice in the request.", f"[{position}].id")
        rows[row.id] = row
    return _together(rows.values(), files)


def _together(rows: Collection[StoredStatement], files: Files) -> Prepared:
    for key in files.keys() - {key for row in rows for key in row.files}:
        raise BadBatch("xapi.stray-part", f"No statement names the part with the hash {key}.")
    return Prepared(tuple(rows))


def _row(given: Any, stamp: Stamp, mint: Callable[[], UUID], files: Files) -> StoredStatement:
    statement = check_statement(given, stamp.version)
    found = check_files(statement, files, stamp.version) if _may_have_files(statement) else NO_FILES
    key = UUID(statement["id"]) if "id" in statement else mint()
    return to_row(statement, key=key, minted="id" not in statement, stamp=stamp, files=found)


def _may_have_files(statement: Mapping[str, Any]) -> bool:
    return "attachments" in statement or statement["object"].get("objectType") == "SubStatement"


def to_row(
    statement: Mapping[str, Any], *, key: UUID, minted: bool, stamp: Stamp, files: Files = NO_FILES
) -> StoredStatement:
    """A valid statement as a row, with what the store sets: id, authority, version (2.4.9, 2.4.10)."""
    kept = {
        **_listed(statement),
        "id": str(key),
        "authority": stamp.authority,
        "version": statement.get("version", stamp.known_version),
    }
    kept.pop("stored", None)
    if stamp.version is Version.TWO:
        kept |= _in_utc(kept)
    actor = agent_key(statement["actor"], stamp.home)
    object_id = shelf(object_key(statement["object"]), stamp.home)
    verb = statement["verb"]["id"]
    target = statement["object"]["id"] if statement["object"].get("objectType") == "StatementRef" else None
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
        voids=UUID(target) if target and verb == VOIDED else None,
        refers=UUID(target) if target else None,
        files=files,
        statement=kept,
        text=_encode(kept),
    )


def _in_utc(statement: Mapping[str, Any]) -> dict[str, Any]:
    """What changes in a statement so that its timestamps are in UTC (IEEE 9274.1.1, 4.2.7)."""
    made: dict[str, Any] = {}
    given = statement.get("timestamp")
    if given and not given.endswith(("Z", "+00:00")):
        made["timestamp"] = instant(given).isoformat().replace("+00:00", "Z")
    if statement["object"].get("objectType") == "SubStatement":
        made["object"] = {**statement["object"], **_in_utc(statement["object"])}
    return made


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
