"""From what a SCO commits to what happened (SCORM 1.2 RTE, 3.4; SCORM 2004 RTE, 4.2).

The runtime in the browser reads the data model and sends the status, the score and
the whole model; this module only judges.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from trimtab.courses.domain.attempts import AttemptOutcome
from trimtab.courses.domain.structure import CourseKind, Unit
from trimtab.courses.domain.words import CourseVerb
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import say

MOST_BYTES = 512 * 1024
_SCORE = ("raw", "min", "max", "scaled")


class BadRuntime(Refusal):
    """What a SCO sent is not what a runtime sends."""

    status = 400


@dataclass(frozen=True, slots=True)
class Commit:
    """What a SCO committed. `score` holds finite numbers by name; `model` is the
    data model to find again. `is_last` ends the session; `by_player` says that the
    player ended it, because the SCO did not."""

    completed: bool
    passed: bool | None
    score: Mapping[str, float]
    model: Mapping[str, Any]
    is_last: bool
    by_player: bool = False


def read(given: Any) -> Commit:
    """A commit from decoded JSON. Raises BadRuntime."""
    if not isinstance(given, dict) or not isinstance(given.get("runtimeData"), dict):
        raise BadRuntime(
            "scorm.commit", say("The runtime sends its data as an object."), "runtimeData"
        )
    model = given["runtimeData"]
    if len(json.dumps(model)) > MOST_BYTES:
        raise BadRuntime(
            "scorm.size",
            say("A unit may keep {size} KiB.", size=MOST_BYTES // 1024),
            "runtimeData",
        )
    success = str(given.get("successStatus", "")).lower()
    return Commit(
        completed=str(given.get("completionStatus", "")).lower() == "completed",
        passed={"passed": True, "failed": False}.get(success),
        score=_score(given.get("score")),
        model=model,
        is_last=given.get("last") is True,
        by_player=given.get("byPlayer") is True,
    )


def _score(given: Any) -> dict[str, float]:
    score = {}
    for name in _SCORE if isinstance(given, dict) else ():
        value = given.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
            score[name] = float(value)
    return score


def scaled(score: Mapping[str, float], kind: CourseKind) -> float | None:
    """The score from -1 to 1; SCORM 1.2 counts from 0 to 100
    where the unit gives no other range."""
    if "scaled" in score and -1 <= score["scaled"] <= 1:
        return score["scaled"]
    if "raw" not in score:
        return None
    low, high = (
        score.get("min", 0.0),
        score.get("max", 100.0 if kind is CourseKind.SCORM_12 else 0.0),
    )
    if high <= low or not low <= score["raw"] <= high:
        return None
    return (score["raw"] - low) / (high - low)


def judged(commit: Commit, unit: Unit, kind: CourseKind) -> Commit:
    """The commit as the system takes it: with what holds where the SCO says
    nothing, and with the mastery score, which decides where there is a score (SCORM
    1.2 RTE, 3.4.4; 2004 RTE, 4.2.4.1, 4.2.22.1)."""
    commit = _defaulted(_measured(commit, unit, kind), unit, kind)
    score = scaled(commit.score, kind)
    is_decided = kind is not CourseKind.SCORM_12 or commit.completed or commit.passed is not None
    if unit.mastery_score is not None and score is not None and is_decided:
        commit = replace(commit, passed=score >= unit.mastery_score)
    if kind is CourseKind.SCORM_12 and commit.passed is not None:
        # One word says it all there: what is failed is not completed, what is passed is.
        commit = replace(commit, completed=commit.passed)
    return commit


def _measured(commit: Commit, unit: Unit, kind: CourseKind) -> Commit:
    """With a threshold, the progress decides whether a unit of SCORM
    2004 is completed (RTE, 4.2.4.1)."""
    try:
        progress = float(_cmi(commit.model).get("progress_measure") or "")
    except (TypeError, ValueError):
        return commit
    if (
        kind is not CourseKind.SCORM_2004
        or unit.completion_threshold is None
        or not 0 <= progress <= 1
    ):
        return commit
    return replace(commit, completed=progress >= unit.completion_threshold)


def _defaulted(commit: Commit, unit: Unit, kind: CourseKind) -> Commit:
    """A SCO that ends by itself, is not to be resumed and never said how it stands is
    completed (SCORM 1.2 RTE, 3.4.4, lesson_status; SCORM 2004 SN, 3.13.1:
    completionSetByContent is false by default)."""
    place, name = _status_in(_cmi(commit.model), kind)
    if (
        not commit.is_last
        or commit.by_player
        or unit.completes_itself
        or commit.completed
        or commit.passed is not None
    ):
        return commit
    if place.get(name) not in _UNSAID[kind] or place.get("exit") == "suspend":
        return commit
    return replace(
        commit, completed=True, model=_with_status(commit.model, kind, {name: "completed"})
    )


_UNSAID = {
    CourseKind.SCORM_12: ("", "not attempted"),
    CourseKind.SCORM_2004: ("", "unknown", "not attempted"),
    CourseKind.CMI5: (),
}


def _cmi(model: Mapping[str, Any]) -> Mapping[str, Any]:
    cmi = model.get("cmi", model)
    return cmi if isinstance(cmi, dict) else {}


def _status_in(cmi: Mapping[str, Any], kind: CourseKind) -> tuple[Mapping[str, Any], str]:
    """Where a model says how the SCO stands, and under which name."""
    if kind is not CourseKind.SCORM_12:
        return cmi, "completion_status"
    core = cmi.get("core")
    return core if isinstance(core, dict) else {}, "lesson_status"


def _with_status(
    model: Mapping[str, Any], kind: CourseKind, values: Mapping[str, Any]
) -> dict[str, Any]:
    """The model with other values where it says how the SCO
    stands; a score only where it has one."""
    cmi = dict(_cmi(model))
    if kind is CourseKind.SCORM_12:
        cmi["core"] = {**_status_in(cmi, kind)[0], **values}
    else:
        cmi |= values
    return {**model, "cmi": cmi} if isinstance(model.get("cmi"), dict) else cmi


def handed(
    model: Mapping[str, Any], outcome: AttemptOutcome, score: Mapping[str, float], kind: CourseKind
) -> dict[str, Any]:
    """The model as a SCO finds it again: what it left, and the result of the attempt
    that counts (`outcome`, with its `score`)."""
    place, _name = _status_in(_cmi(model), kind)
    if not place:
        return dict(model)
    values: dict[str, Any] = {}
    if kind is CourseKind.SCORM_12 and outcome.is_judged:
        values["lesson_status"] = {True: "passed", False: "failed", None: "completed"}[
            outcome.passed
        ]
    elif kind is CourseKind.SCORM_2004:
        values |= {"completion_status": "completed"} if outcome.completed else {}
        values |= (
            {}
            if outcome.passed is None
            else {"success_status": "passed" if outcome.passed else "failed"}
        )
    if score and isinstance(place.get("score"), dict):
        values["score"] = {
            **place["score"],
            **{name: f"{value:g}" for name, value in score.items()},
        }
    return _with_status(model, kind, values)


def result(verb: CourseVerb, commit: Commit, kind: CourseKind, *, duration: str) -> dict[str, Any]:
    """The result of a statement about a SCO: with its score, wherever there is one."""
    measured = {"duration": duration, **_shown_score(commit.score, kind)}
    match verb:
        case CourseVerb.PASSED | CourseVerb.FAILED:
            return {"success": verb is CourseVerb.PASSED, **measured}
        case CourseVerb.COMPLETED:
            return {"completion": True, **measured}
        case _:
            return measured


def _shown_score(score: Mapping[str, float], kind: CourseKind) -> dict[str, Any]:
    """A score as xAPI allows it: raw within min and max, scaled from -1 to
    1. A range without a score is none."""
    if not score.keys() & {"raw", "scaled"}:
        return {}
    found = {name: value for name, value in score.items() if name != "scaled"}
    ratio = scaled(score, kind)
    low, high, raw = found.get("min"), found.get("max"), found.get("raw")
    broken = (low is not None and high is not None and low >= high) or (
        raw is not None and ((low is not None and raw < low) or (high is not None and raw > high))
    )
    shown = {
        **({} if broken else found),
        **({"scaled": round(ratio, 4)} if ratio is not None else {}),
    }
    return {"score": shown} if shown.keys() & {"raw", "scaled"} else {}
