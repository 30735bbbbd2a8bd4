"""From what a client sent to the rows to store. Pure: ids come from the caller."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET, Raw

from trimtab.kernel.errors import NotAllowed, Refusal
from trimtab.lrs.domain.keys import agent_key, is_person, related_keys, shelf
from trimtab.lrs.domain.statements.rows import Prepared, StoredStatement
from trimtab.xapi import typed
from trimtab.xapi.decoding import decode
from trimtab.xapi.faults import InvalidStatement
from trimtab.xapi.files import Files, check_files
from trimtab.xapi.mending import marked, mended
from trimtab.xapi.related import object_key
from trimtab.xapi.statement import VOIDED, check_statement
from trimtab.xapi.typed import Common
from trimtab.xapi.values import instant, is_in_utc
from trimtab.xapi.version import Version

MOST_IN_A_BATCH = 10_000
NO_FILES: Files = {}
_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True)
class Stamp:
    """What the store puts on a statement: whose key brought it (`user`), at which
    address this store lives, in which version of the standard the request was, and what
    the key may do beyond speaking for itself."""

    user: str
    home: str
    version: Version = Version.ONE
    speaks_for_people: bool = False
    voids_others: bool = False

    @property
    def authority(self) -> dict[str, Any]:
        """The agent who asserts the statement (part two, 2.4.9)."""
        return {"objectType": "Agent", "account": {"homePage": self.home, "name": self.user}}

    @cached_property
    def authority_json(self) -> Raw:
        """The same as JSON."""
        return Raw(_encode(self.authority))

    @property
    def known_version(self) -> str:
        """The version of a statement that names none (2.4.10; IEEE 9274.1.1, 4.2.4.3)."""
        return "1.0.0" if self.version is Version.ONE else "2.0.0"


class BadBatch(Refusal):
    """The statements of one request do not go together."""

    status = 400


def prepare(
    given: Any, *, stamp: Stamp, mint: Callable[[], UUID], files: Files = NO_FILES
) -> Prepared:
    """Checks one statement or a list of them and makes the rows; `mint` gives new ids, `files` are
    the data of attachments that came along, by the SHA-2 that their sender gives, in lower case.

    Raises InvalidStatement (its place starts with the position in the list) or BadBatch.
    """
    if not isinstance(given, list):
        return _together([_row(given, stamp, mint, files)], files)
    _check_number(given)
    return _together(_distinct(_rows(given, stamp, mint, files)), files)


def prepare_content(content: bytes, *, stamp: Stamp, mint: Callable[[], UUID]) -> Prepared:
    """The same of JSON: statements of the common form are decoded,
    checked and made into rows in one step."""
    parts = typed.split(content)
    if parts is not None:
        _check_number(parts)
        rows = (
            common_row(part, stamp, mint) or _row(decode(bytes(part)), stamp, mint)
            for part in parts
        )
        try:
            return Prepared(tuple(_distinct(rows)))
        except InvalidStatement:
            pass
    # Something is wrong: said of the content as a whole, and with its place in it.
    return prepare(decode(content), stamp=stamp, mint=mint)


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A statement that is not taken: its position in the request, and why."""

    position: int
    fault: Refusal


@dataclass(frozen=True, slots=True)
class LenientBatch:
    """The statements of a request that are each taken by themselves (`rows`, with their
    positions), and those that are left out."""

    rows: tuple[tuple[int, Prepared], ...]
    left_out: tuple[NotTaken, ...]


def prepare_each(
    given: Any, *, stamp: Stamp, mint: Callable[[], UUID], files: Files = NO_FILES
) -> LenientBatch:
    """The same, each statement by itself: known slips of programs are mended
    and marked (xapi.mending), and what cannot be taken is left out alone.
    Raises BadBatch when there are too many."""
    several = given if isinstance(given, list) else [given]
    _check_number(several)
    rows: list[tuple[int, Prepared]] = []
    left_out: list[NotTaken] = []
    for position, statement in enumerate(several):
        try:
            rows.append((position, Prepared((lenient_row(statement, stamp, mint, files),))))
        except Refusal as fault:
            left_out.append(NotTaken(position, fault))
    return LenientBatch(tuple(rows), tuple(left_out))


def lenient_row(
    given: Any, stamp: Stamp, mint: Callable[[], UUID], files: Files = NO_FILES
) -> StoredStatement:
    """The row of a statement, mended and marked where it breaks a rule by a known
    slip. Raises InvalidStatement or NotAllowed."""
    try:
        return _row(given, stamp, mint, files)
    except InvalidStatement:
        statement, marks = mended(given)
        if not marks:
            raise
        return _row(marked(statement, marks), stamp, mint, files)


def _check_number(given: Sequence[Any]) -> None:
    if len(given) > MOST_IN_A_BATCH:
        raise BadBatch("xapi.batch", f"At most {MOST_IN_A_BATCH:,} statements go into one request.")


def _rows(
    given: Iterable[Any], stamp: Stamp, mint: Callable[[], UUID], files: Files
) -> Iterator[StoredStatement]:
    for position, statement in enumerate(given):
        try:
            yield _row(statement, stamp, mint, files)
        except InvalidStatement as fault:
            fault.below(position)
            raise


def _distinct(rows: Iterable[StoredStatement]) -> Iterator[StoredStatement]:
    seen: set[UUID] = set()
    for position, row in enumerate(rows):
        if row.id in seen:
            raise BadBatch(
                "xapi.twice", f"The id {row.id} stands twice in the request.", f"[{position}].id"
            )
        seen.add(row.id)
        yield row


def _together(stored: Iterable[StoredStatement], files: Files) -> Prepared:
    rows = tuple(stored)
    for key in files.keys() - {key for row in rows for key in row.files}:
        raise BadBatch("xapi.stray-part", f"No statement names the part with the hash {key}.")
    return Prepared(rows)


def _row(
    given: Any, stamp: Stamp, mint: Callable[[], UUID], files: Files = NO_FILES
) -> StoredStatement:
    statement = check_statement(given, stamp.version)
    held = check_files(statement, files, stamp.version) if _may_have_files(statement) else NO_FILES
    key = msgspec.convert(statement["id"], UUID) if "id" in statement else mint()
    return to_row(statement, key=key, minted="id" not in statement, stamp=stamp, files=held)


def _may_have_files(statement: Mapping[str, Any]) -> bool:
    return "attachments" in statement or statement["object"].get("objectType") == "SubStatement"


def to_row(
    statement: Mapping[str, Any], *, key: UUID, minted: bool, stamp: Stamp, files: Files = NO_FILES
) -> StoredStatement:
    """A valid statement as a row, with what the store sets: id,
    authority, version (2.4.9, 2.4.10)."""
    kept = {
        **_listed(statement),
        "id": key,
        "authority": stamp.authority,
        "version": statement.get("version", stamp.known_version),
    }
    kept.pop("stored", None)
    if stamp.version is Version.TWO:
        kept |= _in_utc(kept)
    actor = agent_key(statement["actor"], stamp.home)
    object_id = shelf(object_key(statement["object"]), stamp.home)
    verb = statement["verb"]["id"]
    is_reference = statement["object"].get("objectType") == "StatementRef"
    refers = UUID(statement["object"]["id"]) if is_reference else None
    registration = statement["context"].get("registration") if "context" in statement else None
    related = related_keys(statement, actor=actor, object_id=object_id, home=stamp.home)
    _check_speaker(actor, related, stamp)
    return StoredStatement(
        id=key,
        minted=minted,
        timestamp=instant(statement["timestamp"]) if "timestamp" in statement else None,
        actor_key=actor,
        verb=shelf(verb, stamp.home),
        object_id=object_id,
        registration=UUID(registration) if registration else None,
        authority=stamp.user,
        related=related,
        voids=refers if verb == VOIDED else None,
        voids_others=stamp.voids_others,
        refers=refers,
        files=files,
        text=_encode(kept),
    )


def common_row(given: Raw, stamp: Stamp, mint: Callable[[], UUID]) -> StoredStatement | None:
    """The row of a statement of the common form, from JSON that nobody has
    checked; None for any other (xapi.typed)."""
    read = typed.read(
        given,
        version=stamp.version,
        known_version=stamp.known_version,
        authority=stamp.authority_json,
        mint=mint,
    )
    if read is None:
        return None
    statement = read.statement
    actor, object_id = (
        shelf(typed.key_of(statement.actor), stamp.home),
        shelf(statement.object.id, stamp.home),
    )
    _check_speaker(actor, None, stamp)
    registration = statement.context.registration if statement.context else UNSET
    return StoredStatement(
        id=read.key,
        minted=read.minted,
        timestamp=read.timestamp,
        actor_key=actor,
        verb=shelf(statement.verb.id, stamp.home),
        object_id=object_id,
        registration=msgspec.convert(registration, UUID) if registration is not UNSET else None,
        authority=stamp.user,
        related=_related(statement, actor, object_id, stamp.home),
        voids=None,
        text=read.text,
    )


def _check_speaker(actor: str, related: tuple[str, ...] | None, stamp: Stamp) -> None:
    """Raises NotAllowed when the actor, or a member of the group that is, is somebody of this
    installation and the key may not speak as they."""
    if stamp.speaks_for_people:
        return
    if is_person(actor) or any(
        key.startswith("m ") and is_person(key[2:]) for key in related or ()
    ):
        sentence = (
            "The actor is somebody of this installation, and this credential may not speak for "
            "its people."
        )
        raise NotAllowed("xapi.people", sentence, "actor")


def _related(statement: Common, actor: str, object_id: str, home: str) -> tuple[str, ...] | None:
    """What keys.related_keys finds, of a statement of the common form."""
    context = statement.context
    if not context:
        return None
    keys = set()
    if context.instructor and (key := shelf(typed.key_of(context.instructor), home)) != actor:
        keys.add(f"a {key}")
    if context.contextActivities:
        several = {
            shelf(activity.id, home) for activity in typed.activities_of(context.contextActivities)
        } - {object_id}
        keys |= {f"o {key}" for key in several}
    return tuple(sorted(keys)) or None


def _in_utc(statement: Mapping[str, Any]) -> dict[str, Any]:
    """What changes in a statement so that its timestamps are in UTC (IEEE 9274.1.1, 4.2.7)."""
    made: dict[str, Any] = {}
    given = statement.get("timestamp")
    if given and not is_in_utc(given):
        made["timestamp"] = instant(given).isoformat().replace("+00:00", "Z")
    if statement["object"].get("objectType") == "SubStatement":
        made["object"] = {**statement["object"], **_in_utc(statement["object"])}
    return made


def _listed(statement: Mapping[str, Any]) -> Mapping[str, Any]:
    """The statement with every value of contextActivities as a list
    (2.4.6.2), in a sub-statement too."""
    made = statement
    if statement["object"].get("objectType") == "SubStatement":
        made = {**made, "object": _listed(statement["object"])}
    related = statement["context"].get("contextActivities") if "context" in statement else None
    if related and not all(isinstance(several, list) for several in related.values()):
        listed = {
            kind: several if isinstance(several, list) else [several]
            for kind, several in related.items()
        }
        made = {**made, "context": {**statement["context"], "contextActivities": listed}}
    return made
