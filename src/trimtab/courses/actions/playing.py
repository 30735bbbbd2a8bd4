"""A SCO in its player: it starts with what it left, commits, and ends; each change is the same evidence as a cmi5 unit's."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction

from trimtab.courses.actions.evidence import new_key, say
from trimtab.courses.actions.hearing import locked
from trimtab.courses.actions.launching import quoted, redeem
from trimtab.courses.actions.progress import settle, stand
from trimtab.courses.domain import runtime
from trimtab.courses.domain.rows import Played
from trimtab.courses.domain.sessions import SessionRule
from trimtab.courses.domain.standing import Standing
from trimtab.courses.domain.statements import About, of_unit
from trimtab.courses.domain.structure import Kind, LaunchMode
from trimtab.courses.domain.words import Verb
from trimtab.courses.models import Session, UnitStanding
from trimtab.courses.queries import about, open_session, standing
from trimtab.lrs import api as lrs
from trimtab.xapi.profile import iso_duration

_MODES = {LaunchMode.NORMAL: "normal", LaunchMode.BROWSE: "browse", LaunchMode.REVIEW: "review"}


def begin(*, session_id: UUID, token: str, now: dt.datetime) -> Played:
    """Starts a SCO: the one use of its token. Raises FetchRefused, or SessionRule for a cmi5 session."""
    with transaction.atomic():
        grant = redeem(session_id=session_id, token=token, now=now)
        session, registration = locked(session_id)
        told = about(session)
        if told.course.kind is Kind.CMI5:
            raise SessionRule("scorm.kind", "This session is one of cmi5.")
        unit = told.course.units[session.unit]
        row = UnitStanding.objects.get(registration=registration, unit=session.unit)
        session.said = [Verb.INITIALIZED]
        session.save(update_fields=["said"])
        say([of_unit(told, session.unit, Verb.INITIALIZED, key=new_key(now), at=now)], at=now)
    return Played(
        grant=grant, kind=told.course.kind, title=unit.title, url=f"/content/{session_id}/{quoted(unit.url)}",
        learner_id=told.actor["account"]["name"], mode=_MODES[LaunchMode(session.mode)],
        mastery_score=unit.mastery_score, launch_data=unit.data, runtime=row.runtime,
        return_url=f"{lrs.home()}/courses/{registration.package_id}",
    )  # fmt: skip


def commit(*, session_id: UUID, secret: str, given: Any, now: dt.datetime) -> None:
    """Keeps what a SCO committed. Raises SessionRule (403) without its credential or after its end, BadRuntime (400)."""
    found = open_session(session_id, secret)
    if found is None or found.kind is Kind.CMI5:
        raise SessionRule("scorm.session", "The session is over, or this is not its credential.")
    sent = runtime.read(given)
    with transaction.atomic():
        session, registration = locked(session_id)
        told = about(session)
        row = UnitStanding.objects.get(registration=registration, unit=session.unit)
        before = after = standing(row)
        verbs: tuple[Verb, ...] = ()
        if session.mode == LaunchMode.NORMAL:
            sent = runtime.judged(sent, told.course.units[session.unit], found.kind)
            after, verbs = _count(sent, before, found.kind)
            row.runtime = dict(sent.model)
            row.save(update_fields=["runtime"])
        at = _tell(told, session, sent, verbs, now)
        if after != before:
            stand(registration, session.unit, after, now)
            at = settle(registration, told, at=at)
        if sent.is_last:
            _tell(told, session, sent, (Verb.TERMINATED,), at)
        session.said = sorted({*session.said, *verbs, *([Verb.TERMINATED] if sent.is_last else [])})
        session.seen_at, session.terminated_at = now, now if sent.is_last else None
        session.save(update_fields=["said", "seen_at", "terminated_at"])


def _count(sent: runtime.Commit, before: Standing, kind: Kind) -> tuple[Standing, tuple[Verb, ...]]:
    after, verbs = runtime.happened(sent, before)
    score = runtime.scaled(sent.score, kind)
    return replace(after, score=after.score if score is None else score), verbs


def _tell(told: About, session: Session, sent: runtime.Commit, verbs: tuple[Verb, ...], at: dt.datetime) -> dt.datetime:
    """Says in statements what a SCO did; returns the time after them."""
    duration = iso_duration((at - session.launched_at).total_seconds())
    results = {verb: runtime.result(verb, sent, told.course.kind, duration=duration) for verb in verbs}
    made = [of_unit(told, session.unit, verb, key=new_key(at), at=at, result=results[verb]) for verb in verbs]
    return say(made, at=at)
