"""The rules of a session: which statements a launched unit may send, and
what each one changes (cmi5, section 9).

Everything is refused with 403, as cmi5 asks (4.2); whether the statement is one
at all is the record store's business.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from trimtab.courses.domain.progress import UnitProgress
from trimtab.courses.domain.structure import LaunchMode
from trimtab.courses.domain.words import (
    CATEGORY,
    COUNTED,
    JUDGED,
    MASTERY,
    MOVE_ON,
    OURS,
    SESSION,
    TIMED,
    VOIDED,
    CourseVerb,
)
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import Said, capital, say

_UTC = ("Z", "z", "+00:00", "+0000", "+00")


class SessionRule(Refusal):
    """A statement or a request breaks a rule of its session."""

    status = 403


@dataclass(frozen=True, slots=True)
class SessionState:
    """A session as its rules see it. `grouping` are the activities of the context
    template; `said` the verbs used so far."""

    id: UUID
    registration: UUID
    actor: Mapping[str, Any]
    activity_id: str
    grouping: tuple[str, ...]
    mode: LaunchMode
    mastery_score: float | None
    prefers_read: bool
    ended: bool
    said: frozenset[str] = field(default_factory=frozenset)

    @property
    def initialized(self) -> bool:
        """Whether the unit has said that it started."""
        return CourseVerb.INITIALIZED in self.said


def take(
    statements: Iterable[Any], session: SessionState, standing: UnitProgress
) -> tuple[SessionState, UnitProgress]:
    """The session and the standing after some statements in order. Raises
    SessionRule at the first that breaks a rule."""
    for statement in statements:
        check(statement, session, standing)
        session, standing = _after(statement, session, standing)
    return session, standing


def check(statement: Any, session: SessionState, standing: UnitProgress) -> None:
    """Raises SessionRule when a unit may not send this statement now."""
    verb = _text(statement, "verb", "id")
    is_defined = CATEGORY in _ids(statement, "category")
    _check_frame(statement, session)
    _check_order(verb, session, is_defined=is_defined)
    _check_context(statement, session)
    if is_defined:
        _check_defined(statement, verb, session, standing)
    elif MOVE_ON in _ids(statement, "category"):
        raise _rule(
            "9.6.2.2",
            say("Only a statement that cmi5 defines carries the category moveOn."),
            "context.contextActivities",
        )


def _check_frame(statement: Any, session: SessionState) -> None:
    if not _text(statement, "id"):
        raise _rule("9.1", say("A statement needs an id."), "id")
    if not _text(statement, "timestamp").endswith(_UTC):
        raise _rule("9.7", say("A statement needs a timestamp in UTC."), "timestamp")
    if not is_actor(_at(statement, "actor"), session.actor):
        raise _rule("9.2", say("The actor is the one of the launch, with its account."), "actor")
    if _text(statement, "verb", "id") == VOIDED:
        raise _rule("6.3", say("A unit may not void statements."), "verb")


def is_actor(given: Any, actor: Mapping[str, Any]) -> bool:
    """Whether an agent is the one of the launch: by its account alone, and no group."""
    if not isinstance(given, dict) or given.get("objectType", "Agent") != "Agent":
        return False
    return given.get("account") == actor["account"] and not given.keys() & {
        "mbox",
        "mbox_sha1sum",
        "openid",
    }


def _check_order(verb: str, session: SessionState, *, is_defined: bool) -> None:
    if session.ended:
        raise _rule("9.3", say("The session is over."), "")
    starts = is_defined and verb == CourseVerb.INITIALIZED
    if starts and not session.prefers_read:
        raise _rule(
            "11.0",
            (
                say(
                    "Read the learner's preferences (cmi5LearnerPreferences) before the statement "
                    "initialized."
                )
            ),
            "verb",
        )
    if not starts and not session.initialized:
        raise _rule("9.3", say("The first statement of a session is initialized."), "verb")


def _check_context(statement: Any, session: SessionState) -> None:
    """The template's context, whatever was added to it (9.6.1, 9.6.2, 9.6.3.1, 10.2.1)."""
    given = _text(statement, "context", "registration").lower()
    if given != str(session.registration):
        raise _rule(
            "9.6.1", say("The registration is the one of the launch."), "context.registration"
        )
    if str(_at(statement, "context", "extensions", SESSION)) != str(session.id):
        raise _rule(
            "9.6.3.1",
            say("The session id of the context template is missing."),
            "context.extensions",
        )
    if not set(session.grouping) <= _ids(statement, "grouping"):
        raise _rule(
            "9.6.2.3",
            say("The grouping of the context template is missing."),
            "context.contextActivities.grouping",
        )


def _check_defined(
    statement: Any, verb: str, session: SessionState, standing: UnitProgress
) -> None:
    if _text(statement, "object", "id") != session.activity_id:
        raise _rule("9.4", say("The object is the activity of the launch."), "object.id")
    if verb in OURS:
        raise _rule("9.3", say("This verb is for the learning management system alone."), "verb")
    if verb in session.said:
        raise _rule(
            "9.3",
            say("This session has said {verb} already.", verb=_named(verb)),
            "verb",
        )
    if verb in COUNTED:
        _check_counted(verb, session, standing)
    _check_result(statement, verb, session)


def _check_counted(verb: str, session: SessionState, standing: UnitProgress) -> None:
    if session.mode is not LaunchMode.NORMAL:
        raise _rule(
            "10.2.2",
            say("Nothing counts in the mode {mode}.", mode=session.mode),
            "verb",
        )
    if verb == CourseVerb.COMPLETED and standing.completed:
        raise _rule("9.3.3", say("The unit is completed already in this registration."), "verb")
    if verb in JUDGED and standing.passed:
        raise _rule("9.3.4", say("The unit is passed already in this registration."), "verb")
    if verb in JUDGED and session.said & JUDGED:
        raise _rule("9.3", say("A session says passed or failed once."), "verb")


def _check_result(statement: Any, verb: str, session: SessionState) -> None:
    result = _at(statement, "result")
    result = result if isinstance(result, dict) else {}
    success = (
        {CourseVerb.PASSED: True, CourseVerb.FAILED: False}.get(CourseVerb(verb))
        if verb in JUDGED
        else None
    )
    if result.get("success") is not success:
        raise _rule(
            "9.5.2",
            say("success is true for passed, false for failed, and stands nowhere else."),
            "result.success",
        )
    completion = True if verb == CourseVerb.COMPLETED else None
    if result.get("completion") is not completion:
        raise _rule(
            "9.5.3",
            say("completion is true for completed, and stands nowhere else."),
            "result.completion",
        )
    if verb in TIMED and "duration" not in result:
        raise _rule(
            "9.5.4.1",
            say("{verb} needs a duration.", verb=capital(_named(verb))),
            "result.duration",
        )
    counts = "success" in result or "completion" in result
    if counts is not (MOVE_ON in _ids(statement, "category")):
        raise _rule(
            "9.6.2.2",
            say("The category moveOn goes with success or completion."),
            "context.contextActivities.category",
        )
    _check_score(statement, result.get("score"), verb, session)


def _check_score(statement: Any, score: Any, verb: str, session: SessionState) -> None:
    given = _at(statement, "context", "extensions", MASTERY)
    if given is not None and given != session.mastery_score:
        raise _rule(
            "9.6.3.2", say("The mastery score is not the one of the launch."), "context.extensions"
        )
    if score is None:
        return
    if verb not in JUDGED:
        raise _rule("9.5.1", say("A score goes with passed or failed."), "result.score")
    if not isinstance(score, dict) or ("raw" in score and not {"min", "max"} <= score.keys()):
        raise _rule("9.5.1", say("A raw score needs min and max."), "result.score")
    if session.mastery_score is None:
        return
    if given is None:
        raise _rule(
            "9.6.3.2",
            say("A score needs the mastery score of the launch in the context."),
            "context.extensions",
        )
    scaled = score.get("scaled")
    if isinstance(scaled, int | float) and (scaled >= session.mastery_score) is not (
        verb == CourseVerb.PASSED
    ):
        raise _rule(
            "9.3.4",
            say("Passed is at or above the mastery score, failed is below it."),
            "result.score.scaled",
        )


def _after(
    statement: Any, session: SessionState, standing: UnitProgress
) -> tuple[SessionState, UnitProgress]:
    verb = _text(statement, "verb", "id")
    if CATEGORY not in _ids(statement, "category"):
        return session, standing
    session = replace(
        session, said=session.said | {verb}, ended=session.ended or verb == CourseVerb.TERMINATED
    )
    score = _at(statement, "result", "score", "scaled")
    if verb in JUDGED and isinstance(score, int | float) and -1 <= score <= 1:
        standing = replace(standing, score=float(score))
    match verb:
        case CourseVerb.COMPLETED:
            standing = replace(standing, completed=True)
        case CourseVerb.PASSED:
            standing = replace(standing, passed=True, failed=False)
        case CourseVerb.FAILED:
            standing = replace(standing, failed=True)
    return session, standing


def _at(value: Any, *path: str) -> Any:
    """What stands at a path of properties; None when anything on
    the way is missing or no object."""
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _text(value: Any, *path: str) -> str:
    text = _at(value, *path)
    return text if isinstance(text, str) else ""


def _ids(statement: Any, kind: str) -> set[str]:
    """The ids of one kind of context activities, given as a list or as one."""
    there = _at(statement, "context", "contextActivities", kind)
    several = there if isinstance(there, list) else [there]
    return {_text(activity, "id") for activity in several} - {""}


def _named(verb: str) -> str:
    return CourseVerb(verb).display if verb in set(CourseVerb) else say("this verb")


def _rule(section: str, sentence: Said, field: str) -> SessionRule:
    return SessionRule(
        f"cmi5.{section}",
        say("{sentence} (cmi5, {section})", sentence=sentence, section=section),
        field,
    )
