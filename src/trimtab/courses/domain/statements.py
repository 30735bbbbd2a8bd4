"""The statements that the platform itself makes about a session (cmi5, 9.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from trimtab.courses.domain.structure import Course, Kind, Unit
from trimtab.courses.domain.words import BLOCK, CATEGORY, COURSE, LESSON, MOVE_ON, SCORM, SESSION, Verb


@dataclass(frozen=True, slots=True)
class About:
    """Who and what statements of a session are about. `address` is the course's own activity id."""

    actor: Mapping[str, Any]
    registration: UUID
    session: UUID
    course: Course
    address: str

    def unit(self, position: int) -> dict[str, Any]:
        """A unit as an activity."""
        unit = self.course.units[position]
        kind = unit.activity_type if "://" in unit.activity_type else LESSON
        return _activity(unit_address(self.address, position), unit.title, kind, self.course.language)

    def part(self, block: int | None) -> tuple[dict[str, Any], str]:
        """A block, or the course (None), as an activity, with the publisher's id."""
        if block is None:
            return _activity(self.address, self.course.title, COURSE, self.course.language), self.course.id
        found = self.course.blocks[block]
        return _activity(f"{self.address}/blocks/{block}", found.title, BLOCK, self.course.language), found.id

    def grouping(self, publisher_id: str) -> list[dict[str, str]]:
        """The publisher's activity, which cmi5 wants in every context (9.6.2.3); SCORM's identifiers are no IRIs."""
        return [{"id": publisher_id if self.course.kind is Kind.CMI5 else self.address}]


def unit_address(address: str, position: int) -> str:
    """The activity id of a unit: ours, and never the publisher's (8.1.5)."""
    return f"{address}/units/{position}"


def template(about: About, unit: Unit) -> dict[str, Any]:
    """The context that every statement of a session holds (10.2.1)."""
    return {
        "contextActivities": {"grouping": about.grouping(unit.id)},
        "extensions": {SESSION: str(about.session)},
    }


def of_unit(
    about: About, position: int, verb: Verb, *, key: UUID, at: dt.datetime, result: Mapping[str, Any] | None = None,
    extensions: Mapping[str, Any] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """A statement about a unit. The category moveOn is added where the result decides something (9.6.2.2)."""
    counts = bool(result and result.keys() & {"success", "completion"})
    grouping = about.grouping(about.course.units[position].id)
    return _statement(about, verb, about.unit(position), grouping, key, at, result, extensions or {}, counts=counts)


def of_satisfaction(about: About, block: int | None, *, key: UUID, at: dt.datetime) -> dict[str, Any]:
    """The statement that a block, or the course (None), is satisfied (9.3.9)."""
    activity, publisher_id = about.part(block)
    return _statement(about, Verb.SATISFIED, activity, about.grouping(publisher_id), key, at, None, {}, counts=False)


def _statement(
    about: About, verb: Verb, activity: Mapping[str, Any], grouping: Sequence[Mapping[str, str]], key: UUID,
    at: dt.datetime, result: Mapping[str, Any] | None, extensions: Mapping[str, Any], *, counts: bool,
) -> dict[str, Any]:  # fmt: skip
    own = CATEGORY if about.course.kind is Kind.CMI5 else SCORM
    category = [{"id": own}, *([{"id": MOVE_ON}] if counts and own == CATEGORY else [])]
    made = {
        "id": str(key),
        "actor": dict(about.actor),
        "verb": {"id": verb.value, "display": {"en": verb.display}},
        "object": dict(activity),
        "context": {
            "registration": str(about.registration),
            "contextActivities": {"category": category, "grouping": list(grouping)},
            "extensions": {SESSION: str(about.session), **extensions},
        },
        "timestamp": at.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }
    return {**made, "result": dict(result)} if result else made


def _activity(address: str, title: str, kind: str, language: str) -> dict[str, Any]:
    return {"objectType": "Activity", "id": address, "definition": {"type": kind, "name": {language: title}}}
