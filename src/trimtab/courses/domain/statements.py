"""The statements that the platform itself makes about a session (cmi5, 9.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from trimtab.courses.domain.answers import Told, objective_path
from trimtab.courses.domain.structure import Course, CourseKind, CourseUnit
from trimtab.courses.domain.words import (
    ANSWERED,
    ATTEMPT,
    BLOCK,
    CATEGORY,
    COURSE,
    LESSON,
    MOVE_ON,
    PROGRESSED,
    SCORM,
    SESSION,
    CourseVerb,
)


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
        return _activity(
            unit_address(self.address, position), unit.title, kind, self.course.language
        )

    def part(self, block: int | None) -> tuple[dict[str, Any], str]:
        """A block, or the course (None), as an activity, with the publisher's id."""
        if block is None:
            return _activity(
                self.address, self.course.title, COURSE, self.course.language
            ), self.course.id
        part = self.course.blocks[block]
        return _activity(
            f"{self.address}/blocks/{block}", part.title, BLOCK, self.course.language
        ), part.id

    def grouping(self, publisher_id: str) -> list[dict[str, str]]:
        """The publisher's activity, which cmi5 wants in every context
        (9.6.2.3); SCORM's identifiers are no IRIs."""
        return [{"id": publisher_id if self.course.kind is CourseKind.CMI5 else self.address}]


def unit_address(address: str, position: int) -> str:
    """The activity id of a unit: ours, and never the publisher's (8.1.5)."""
    return f"{address}/units/{position}"


def template(about: About, unit: CourseUnit) -> dict[str, Any]:
    """The context that every statement of a session holds (10.2.1)."""
    return {
        "contextActivities": {"grouping": about.grouping(unit.id)},
        "extensions": {SESSION: str(about.session)},
    }


def of_unit(
    about: About,
    position: int,
    verb: CourseVerb,
    *,
    key: UUID,
    at: dt.datetime,
    result: Mapping[str, Any] | None = None,
    extensions: Mapping[str, Any] | None = None,
    attempt: int = 0,
) -> dict[str, Any]:
    """A statement about a unit, and in SCORM about which attempt at it (0: none). The category
    moveOn is added where the result decides something (9.6.2.2)."""
    counts = bool(result and result.keys() & {"success", "completion"})
    grouping = [
        *about.grouping(about.course.units[position].id),
        *_attempt(about, position, attempt),
    ]
    return _statement(
        about,
        (verb.value, verb.display),
        about.unit(position),
        grouping,
        key,
        at,
        result,
        extensions or {},
        counts=counts,
    )


def of_satisfaction(
    about: About, block: int | None, *, key: UUID, at: dt.datetime
) -> dict[str, Any]:
    """The statement that a block, or the course (None), is satisfied (9.3.9)."""
    activity, publisher_id = about.part(block)
    said = (CourseVerb.SATISFIED.value, CourseVerb.SATISFIED.display)
    return _statement(
        about, said, activity, about.grouping(publisher_id), key, at, None, {}, counts=False
    )


def of_answer(
    about: About, position: int, told: Told, *, key: UUID, at: dt.datetime, attempt: int = 0
) -> dict[str, Any]:
    """The statement about one interaction of a SCO (answered), or about one
    objective (progressed); its parent is the unit."""
    unit = unit_address(about.address, position)
    said = (ANSWERED, "answered") if told.is_interaction else (PROGRESSED, "progressed")
    activity = {
        "objectType": "Activity",
        "id": f"{unit}/{told.path}",
        "definition": dict(told.definition),
    }
    grouping = [
        *about.grouping(about.course.units[position].id),
        *_attempt(about, position, attempt),
    ]
    made = _statement(about, said, activity, grouping, key, at, told.result, {}, counts=False)
    related = made["context"]["contextActivities"]
    related["parent"] = [{"id": unit}]
    if told.objectives:
        related["other"] = [
            {"id": f"{unit}/{objective_path(objective)}"}
            for objective in dict.fromkeys(told.objectives)
        ]
    return made


def _attempt(about: About, position: int, number: int) -> list[dict[str, Any]]:
    """The attempt as an activity, as ADL's SCORM profile has it."""
    if not number or about.course.kind is CourseKind.CMI5:
        return []
    address = f"{unit_address(about.address, position)}/attempts/{about.registration}/{number}"
    return [{"id": address, "definition": {"type": ATTEMPT}}]


def _statement(
    about: About,
    verb: tuple[str, str],
    activity: Mapping[str, Any],
    grouping: Sequence[Mapping[str, Any]],
    key: UUID,
    at: dt.datetime,
    result: Mapping[str, Any] | None,
    extensions: Mapping[str, Any],
    *,
    counts: bool,
) -> dict[str, Any]:
    address, display = verb
    own = CATEGORY if about.course.kind is CourseKind.CMI5 else SCORM
    category = [{"id": own}, *([{"id": MOVE_ON}] if counts and own == CATEGORY else [])]
    made = {
        "id": str(key),
        "actor": dict(about.actor),
        "verb": {"id": address, "display": {"en": display}},
        "object": dict(activity),
        "context": {
            "registration": str(about.registration),
            "contextActivities": {"category": category, "grouping": list(grouping)},
            "extensions": {SESSION: str(about.session), **extensions},
        },
        "timestamp": at.astimezone(dt.UTC)
        .isoformat(timespec="milliseconds")
        .replace("+00:00", "Z"),
    }
    return {**made, "result": dict(result)} if result else made


def _activity(address: str, title: str, kind: str, language: str) -> dict[str, Any]:
    return {
        "objectType": "Activity",
        "id": address,
        "definition": {"type": kind, "name": {language: title}},
    }
