"""A SCO in its player: it starts with what it left, commits, and ends; each change
is the same evidence as a cmi5 unit's."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction

from trimtab.courses.actions.attempting import attempt, attempts_of, standing_after
from trimtab.courses.actions.evidence import new_key, say_answered, tell
from trimtab.courses.actions.hearing import locked
from trimtab.courses.actions.launching import quoted, redeem
from trimtab.courses.actions.progress import settle, stand
from trimtab.courses.domain import answers, runtime
from trimtab.courses.domain.attempts import AttemptOutcome, best
from trimtab.courses.domain.progress import UnitProgress, is_satisfied
from trimtab.courses.domain.rows import Played, Stands
from trimtab.courses.domain.sessions import SessionRule
from trimtab.courses.domain.statements import About, of_answer, of_unit
from trimtab.courses.domain.structure import CourseKind, LaunchMode
from trimtab.courses.domain.words import CourseVerb
from trimtab.courses.models import Registration, Session, UnitStanding
from trimtab.courses.queries.courses import course, outcome, standing
from trimtab.courses.queries.sessions import about, open_session
from trimtab.kernel.said import say
from trimtab.lrs import api as lrs
from trimtab.xapi.profile import iso_duration

_MODES = {LaunchMode.NORMAL: "normal", LaunchMode.BROWSE: "browse", LaunchMode.REVIEW: "review"}


def begin(*, session_id: UUID, token: str, now: dt.datetime) -> Played:
    """Starts a SCO: the one use of its token. Raises FetchRefused,
    or SessionRule for a cmi5 session."""
    with transaction.atomic():
        grant = redeem(session_id=session_id, token=token, now=now)
        session, registration = locked(session_id)
        told = about(session)
        if told.course.kind is CourseKind.CMI5:
            raise SessionRule("scorm.kind", say("This session is one of cmi5."))
        unit = told.course.units[session.unit]
        row = UnitStanding.objects.get(registration=registration, unit=session.unit)
        session.said = [CourseVerb.INITIALIZED]
        session.save(update_fields=["said"])
        tell(
            [of_unit(told, session.unit, CourseVerb.INITIALIZED, key=new_key(now), at=now)], at=now
        )
    return Played(
        grant=grant,
        kind=told.course.kind,
        title=unit.title,
        url=f"/content/{session_id}/{quoted(unit.url)}",
        learner_id=told.actor["account"]["name"],
        mode=_MODES[LaunchMode(session.mode)],
        mastery_score=unit.mastery_score,
        launch_data=unit.data,
        runtime=_found_again(row, told.course.kind),
        return_url=f"{lrs.home()}/courses/{registration.package_id}",
        completion_threshold=unit.completion_threshold,
        max_time=unit.max_time,
        time_limit_action=unit.time_limit_action,
        objectives=unit.objectives,
    )


def _found_again(row: UnitStanding, kind: CourseKind) -> dict[str, Any] | None:
    """What a SCO left, with the result of its better attempt: a worse
    one since does not stand in its way."""
    attempts = attempts_of(row)
    at = best([outcome(attempt) for attempt in attempts])
    if not row.runtime or at is None:
        return row.runtime
    return runtime.handed(row.runtime, outcome(attempts[at]), attempts[at].raw, kind)


def commit(*, session_id: UUID, secret: str, given: Any, now: dt.datetime) -> Stands | None:
    """Keeps what a SCO committed; says where the learner stands once the SCO
    ends or its unit is done, else None.

    Raises SessionRule (403) without its credential or after its end, BadRuntime (400).
    """
    opened = open_session(session_id, secret)
    if opened is None or opened.kind is CourseKind.CMI5:
        raise SessionRule(
            "scorm.session", say("The session is over, or this is not its credential.")
        )
    sent = runtime.read(given)
    with transaction.atomic():
        session, registration = locked(session_id)
        told = about(session)
        row = UnitStanding.objects.get(registration=registration, unit=session.unit)
        before = after = standing(row)
        verbs: tuple[CourseVerb, ...] = ()
        number, at = 0, now
        if session.mode == LaunchMode.NORMAL:
            sent = runtime.judged(sent, told.course.units[session.unit], opened.kind)
            number, verbs, after = _count(registration, row, session, sent, opened.kind, now)
            at = _answered(told, session, row, sent, number, now)
            row.runtime = dict(sent.model)
            row.save(update_fields=["runtime", "answered"])
        at = _tell(told, session, sent, verbs, number, at)
        if after != before:
            stand(registration, session.unit, after, now)
            at = settle(registration, told, at=at)
        if sent.is_last:
            _tell(told, session, sent, (CourseVerb.TERMINATED,), number, at)
        session.said = sorted(
            {*session.said, *verbs, *([CourseVerb.TERMINATED] if sent.is_last else [])}
        )
        session.seen_at, session.terminated_at = now, now if sent.is_last else None
        session.save(update_fields=["said", "seen_at", "terminated_at"])
        move_on = told.course.units[session.unit].move_on
        if sent.is_last or (after != before and is_satisfied(move_on, after)):
            return _stands(registration, session)
    return None


def _stands(registration: Registration, session: Session) -> Stands:
    mine = course(registration.package_id, registration.person_id)
    unit = mine.units[session.unit]
    ahead = mine.next.title if mine.next and mine.next.position != unit.position else ""
    return Stands(
        unit.state,
        unit.score,
        counts=session.mode == LaunchMode.NORMAL,
        next=ahead,
        is_course_done=mine.satisfied_at is not None,
    )


def _count(
    registration: Registration,
    row: UnitStanding,
    session: Session,
    sent: runtime.Commit,
    kind: CourseKind,
    now: dt.datetime,
) -> tuple[int, tuple[CourseVerb, ...], UnitProgress]:
    """The attempt that a commit belongs to (0: none), what of it is worth a
    statement, and the standing after it."""
    attempts, before = attempts_of(row), standing(row)
    came = AttemptOutcome(sent.completed, sent.passed, runtime.scaled(sent.score, kind))
    if came.passed is None and not sent.is_last:
        # A test may follow and be failed; what a session completed is certain when it ends.
        came = replace(came, completed=False)
    number, news = attempt(row, attempts, came, session_id=session.id, raw=sent.score, now=now)
    if news is None:
        return number, (), before
    return number, news.verbs, standing_after(registration, before, attempts_of(row))


def _answered(
    told: About,
    session: Session,
    row: UnitStanding,
    sent: runtime.Commit,
    number: int,
    at: dt.datetime,
) -> dt.datetime:
    """Says what is new of interactions and objectives, once each; returns the time after it."""
    kind, language = told.course.kind, told.course.language
    several = answers.told(sent.model, kind, language=language, is_last=sent.is_last)
    fresh, row.answered = answers.fresh(several, row.answered)
    made = [
        of_answer(told, session.unit, answer, key=new_key(at), at=at, attempt=number)
        for answer in fresh
    ]
    return say_answered(made, at=at) if made else at


def _tell(
    told: About,
    session: Session,
    sent: runtime.Commit,
    verbs: tuple[CourseVerb, ...],
    number: int,
    at: dt.datetime,
) -> dt.datetime:
    """Says in statements what a SCO did; returns the time after them."""
    duration = iso_duration((at - session.launched_at).total_seconds())
    results = {
        verb: runtime.result(verb, sent, told.course.kind, duration=duration) for verb in verbs
    }
    made = [
        of_unit(
            told, session.unit, verb, key=new_key(at), at=at, result=results[verb], attempt=number
        )
        for verb in verbs
    ]
    return tell(made, at=at)
