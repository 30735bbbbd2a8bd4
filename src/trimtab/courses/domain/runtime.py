"""From what a SCO commits to what happened (SCORM 1.2 RTE, 3.4; SCORM 2004 RTE, 4.2).

The runtime in the browser reads the data model and sends the status, the score and the whole model; this module only judges.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from trimtab.courses.domain.standing import Standing
from trimtab.courses.domain.structure import Kind, Unit
from trimtab.courses.domain.words import Verb
from trimtab.kernel.errors import Refusal

MOST_BYTES = 512 * 1024
_SCORE = ("raw", "min", "max", "scaled")


class BadRuntime(Refusal):
    """What a SCO sent is not what a runtime sends."""

    status = 400


@dataclass(frozen=True, slots=True)
class Commit:
    """What a SCO committed. `score` holds finite numbers by name; `model` is the data model to find again."""

    completed: bool
    passed: bool | None
    score: Mapping[str, float]
    model: Mapping[str, Any]
    is_last: bool


def read(given: Any) -> Commit:
    """A commit from decoded JSON. Raises BadRuntime."""
    if not isinstance(given, dict) or not isinstance(given.get("runtimeData"), dict):
        raise BadRuntime("scorm.commit", "The runtime sends its data as an object.", "runtimeData")
    model = given["runtimeData"]
    if len(json.dumps(model)) > MOST_BYTES:
        raise BadRuntime("scorm.size", f"A unit may keep {MOST_BYTES // 1024} KiB.", "runtimeData")
    success = str(given.get("successStatus", "")).lower()
    return Commit(
        completed=str(given.get("completionStatus", "")).lower() == "completed",
        passed={"passed": True, "failed": False}.get(success),
        score=_score(given.get("score")),
        model=model,
        is_last=given.get("last") is True,
    )


def _score(given: Any) -> dict[str, float]:
    found = {}
    for name in _SCORE if isinstance(given, dict) else ():
        value = given.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
            found[name] = float(value)
    return found


def scaled(score: Mapping[str, float], kind: Kind) -> float | None:
    """The score from -1 to 1; SCORM 1.2 counts from 0 to 100 where the unit gives no other range."""
    if "scaled" in score and -1 <= score["scaled"] <= 1:
        return score["scaled"]
    if "raw" not in score:
        return None
    low, high = score.get("min", 0.0), score.get("max", 100.0 if kind is Kind.SCORM_12 else 0.0)
    if high <= low or not low <= score["raw"] <= high:
        return None
    return (score["raw"] - low) / (high - low)


def judged(commit: Commit, unit: Unit, kind: Kind) -> Commit:
    """The commit with the mastery score applied: with a score, it decides (SCORM 1.2 RTE, 3.4.4; 2004 RTE, 4.2.22.1)."""
    score = scaled(commit.score, kind)
    if (
        unit.mastery_score is None
        or score is None
        or (kind is Kind.SCORM_12 and not commit.completed and commit.passed is None)
    ):
        return commit
    return replace(commit, passed=score >= unit.mastery_score)


def happened(commit: Commit, before: Standing) -> tuple[Standing, tuple[Verb, ...]]:
    """The standing after a commit, and what is worth a statement. What fails is not completed; what was passed stays so."""
    verbs = []
    after = before
    if commit.passed is True and not before.passed:
        verbs.append(Verb.PASSED)
        after = replace(after, passed=True, failed=False)
    if commit.passed is False and not before.passed and not before.failed:
        verbs.append(Verb.FAILED)
        after = replace(after, failed=True)
    if commit.completed and commit.passed is not False and not before.completed:
        verbs.append(Verb.COMPLETED)
        after = replace(after, completed=True)
    return after, tuple(verbs)


def result(verb: Verb, commit: Commit, kind: Kind, *, duration: str) -> dict[str, Any]:
    """The result of a statement about a SCO."""
    match verb:
        case Verb.PASSED | Verb.FAILED:
            return {"success": verb is Verb.PASSED, "duration": duration, **_shown_score(commit.score, kind)}
        case Verb.COMPLETED:
            return {"completion": True, "duration": duration}
        case _:
            return {"duration": duration}


def _shown_score(score: Mapping[str, float], kind: Kind) -> dict[str, Any]:
    """A score as xAPI allows it: raw within min and max, scaled from -1 to 1."""
    found = {name: value for name, value in score.items() if name != "scaled"}
    ratio = scaled(score, kind)
    low, high, raw = found.get("min"), found.get("max"), found.get("raw")
    broken = (low is not None and high is not None and low >= high) or (
        raw is not None and ((low is not None and raw < low) or (high is not None and raw > high))
    )
    shown = {**({} if broken else found), **({"scaled": round(ratio, 4)} if ratio is not None else {})}
    return {"score": shown} if shown else {}
