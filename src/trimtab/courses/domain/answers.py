"""From the interactions and objectives in a SCO's data model to evidence: what was
asked, what was answered, whether it was right.

SCORM 1.2 RTE, 3.4.7 (cmi.interactions), 3.4.6 (cmi.objectives); SCORM 2004 RTE, 4.2.9
and 4.2.17. xAPI writes responses as SCORM 2004 does (1.0.3, part two, 2.4.4.1); those
of SCORM 1.2 are brought into that form.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from trimtab.courses.domain.structure import CourseKind
from trimtab.xapi.faults import InvalidStatement
from trimtab.xapi.profile import iso_duration
from trimtab.xapi.values import duration as check_duration

MOST = 1_000
LONGEST = 4_000
_TYPES = {
    "true-false",
    "choice",
    "fill-in",
    "long-fill-in",
    "matching",
    "performance",
    "sequencing",
    "likert",
    "numeric",
    "other",
}
_LISTS = ("choice", "sequencing")
_PAIRS = ("matching", "performance")
_SUCCESS = {"correct": True, "incorrect": False, "wrong": False}
_ENCODED = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
_TIME = re.compile(r"(\d{1,4}):(\d{2}):(\d{2}(?:\.\d+)?)")
INTERACTION = "http://adlnet.gov/expapi/activities/cmi.interaction"
OBJECTIVE = "http://adlnet.gov/expapi/activities/objective"


@dataclass(frozen=True, slots=True)
class Told:
    """One interaction or objective that a SCO told of. `place` and `digest` say which it was and
    whether it changed; `path` follows the unit's address; `definition` and `result` are xAPI's;
    `objectives` are ids of the objectives that an interaction serves."""

    place: str
    digest: str
    path: str
    definition: Mapping[str, Any]
    result: Mapping[str, Any]
    objectives: tuple[str, ...] = ()

    @property
    def is_interaction(self) -> bool:
        """Whether a question was answered; else it is an objective."""
        return bool(self.definition["type"] == INTERACTION)


def told(
    model: Mapping[str, Any], kind: CourseKind, *, language: str, is_last: bool
) -> Iterator[Told]:
    """What a model tells of. An answer that says nothing of being right is told of at the end
    of the session alone: it may be half written."""
    cmi = model.get("cmi", model)
    if not isinstance(cmi, dict):
        return
    for at, entry in _entries(cmi.get("interactions")):
        part = _interaction(at, entry, kind, language)
        if part and (is_last or "success" in part.result or "score" in part.result):
            yield part
    for at, entry in _entries(cmi.get("objectives")):
        if part := _objective(at, entry, kind, language):
            yield part


def fresh(several: Iterator[Told], said: Mapping[str, str]) -> tuple[list[Told], dict[str, str]]:
    """Those that are new or have changed since `said`, and what is said after them."""
    news = [answer for answer in several if said.get(answer.place) != answer.digest]
    return news, {**said, **{answer.place: answer.digest for answer in news}}


def objective_path(key: str) -> str:
    """The path of an objective below its unit."""
    return f"objectives/{quote(key, safe='')}"


def _entries(held: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The entries of one of the model's arrays, with their index; runtimes
    write them as objects or as lists."""
    pairs = (
        held.items()
        if isinstance(held, dict)
        else enumerate(held)
        if isinstance(held, list)
        else ()
    )
    for count, (at, entry) in enumerate(pairs):
        if count < MOST and isinstance(entry, dict):
            yield str(at)[:20], entry


def _interaction(at: str, sent: Mapping[str, Any], kind: CourseKind, language: str) -> Told | None:
    key = _id(sent, kind)
    said = _text(sent.get("learner_response", sent.get("student_response")))
    result = _judged(_text(sent.get("result")).lower())
    if not key or not (said or result):
        return None
    sort = _text(sent.get("type"))
    sort = sort if sort in _TYPES else "other"
    patterns = [
        _text(entry.get("pattern")) for _at, entry in _entries(sent.get("correct_responses"))
    ]
    definition: dict[str, Any] = {
        "type": INTERACTION,
        "interactionType": sort,
        "name": {language: key},
        "correctResponsesPattern": [_response(text, sort, kind) for text in patterns if text],
    }
    if not definition["correctResponsesPattern"]:
        del definition["correctResponsesPattern"]
    if words := _text(sent.get("description")):
        definition["description"] = {language: words}
    if said:
        result["response"] = _response(said, sort, kind)
    if took := _duration(_text(sent.get("latency"))):
        result["duration"] = took
    objectives = tuple(
        objective
        for _at, entry in _entries(sent.get("objectives"))
        if (objective := _id(entry, kind))
    )
    return Told(
        f"i{at}",
        _digest(key, sort, patterns, result),
        f"interactions/{quote(key, safe='')}",
        definition,
        result,
        objectives,
    )


def _objective(at: str, sent: Mapping[str, Any], kind: CourseKind, language: str) -> Told | None:
    key = _id(sent, kind)
    status = {_text(sent.get(name)) for name in ("status", "success_status", "completion_status")}
    result: dict[str, Any] = {}
    if status & {"passed", "failed"}:
        result["success"] = "passed" in status
    if "completed" in status or ("passed" in status and kind is CourseKind.SCORM_12):
        result["completion"] = True
    if score := _score(sent.get("score")):
        result["score"] = score
    if not key or not result:
        return None
    definition: dict[str, Any] = {"type": OBJECTIVE, "name": {language: key}}
    if words := _text(sent.get("description")):
        definition["description"] = {language: words}
    return Told(f"o{at}", _digest(key, result), objective_path(key), definition, result)


def _id(sent: Mapping[str, Any], kind: CourseKind) -> str:
    """An identifier; the player hands letters beyond ASCII, which the runtime of
    SCORM 1.2 does not take, percent-encoded on."""
    key = _text(sent.get("id")).strip()
    return _ENCODED.sub(lambda some: unquote(some[0]), key) if kind is CourseKind.SCORM_12 else key


def _text(value: Any) -> str:
    return str(value)[:LONGEST].replace("\x00", "") if isinstance(value, str | int | float) else ""


def _judged(said: str) -> dict[str, Any]:
    """The word or number of a result, as xAPI has it; neutral and unanticipated say nothing."""
    if said in _SUCCESS:
        return {"success": _SUCCESS[said]}
    number = _number(said)
    return {} if number is None else {"score": {"raw": number}}


def _score(given: Any) -> dict[str, float]:
    held = given if isinstance(given, dict) else {}
    score = {
        name: number
        for name in ("raw", "min", "max", "scaled")
        if (number := _number(held.get(name))) is not None
    }
    if not score.keys() & {"raw", "scaled"}:
        return {}
    if not -1 <= score.get("scaled", 0) <= 1:
        del score["scaled"]
    low, raw, high = score.get("min", -math.inf), score.get("raw"), score.get("max", math.inf)
    if low >= high or (raw is not None and not low <= raw <= high):
        score = {name: value for name, value in score.items() if name not in ("min", "max")}
    return score if score.keys() & {"raw", "scaled"} else {}


def _number(value: Any) -> float | None:
    try:
        number = float(_text(value))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _response(said: str, sort: str, kind: CourseKind) -> str:
    if sort == "true-false":
        return {"1": "true", "t": "true", "0": "false", "f": "false"}.get(said.lower(), said)
    if kind is not CourseKind.SCORM_12 or sort not in (*_LISTS, *_PAIRS):
        return said
    parts = [part.strip() for part in said.strip("{}").split(",")]
    return "[,]".join(part.replace(".", "[.]", 1) if sort in _PAIRS else part for part in parts)


def _duration(said: str) -> str:
    """A latency as an ISO 8601 duration; '' when it is none."""
    if parts := _TIME.fullmatch(said):
        hours, minutes, seconds = map(float, parts.groups())
        return iso_duration(hours * 3600 + minutes * 60 + seconds)
    try:
        check_duration(said)
    except InvalidStatement:
        return ""
    return said


def _digest(*parts: Any) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]
