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
from trimtab.courses.domain.rows import Kind, Played
from trimtab.courses.domain.sessions import SessionRule
from trimtab.courses.domain.statements import of_unit
from trimtab.courses.domain.structure import LaunchMode
from trimtab.courses.domain.words import Verb
from trimtab.courses.models import UnitStanding
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
    if open_session(session_id, secret) is None:
        raise SessionRule("scorm.session", "The session is over, or this is not its credential.")
    sent = runtime.read(given)
    with transaction.atomic():
        session, registration = locked(session_id)
        told = about(session)
        kind, unit = told.course.kind, told.course.units[session.unit]
        counts = session.mode == LaunchMode.NORMAL
        row = UnitStanding.objects.get(registration=registration, unit=session.unit)
        before = standing(row)
        after, verbs = before, ()
        if counts:
            sent = runtime.judged(sent, unit, kind)
            after, verbs = runtime.happened(sent, before)
            score = runtime.scaled(sent.score, kind)
            after = replace(after, score=after.score if score is None else score)
            row.runtime = dict(sent.model)
            row.save(update_fields=["runtime"])
        duration = iso_duration((now - session.launched_at).total_seconds())

        def told_of(verb: Verb, at: dt.datetime) -> dict[str, Any]:
            result = runtime.result(verb, sent, kind, duration=duration)
            return of_unit(told, session.unit, verb, key=new_key(at), at=at, result=result)

        at = say([told_of(verb, now) for verb in verbs], at=now)
        if after != before:
            stand(registration, session.unit, after, now)
            at = settle(registration, told, at=at)
        if sent.is_last:
            say([told_of(Verb.TERMINATED, at)], at=at)
        session.said = sorted({*session.said, *verbs, *([Verb.TERMINATED] if sent.is_last else [])})
        session.seen_at, session.terminated_at = now, now if sent.is_last else None
        session.save(update_fields=["said", "seen_at", "terminated_at"])
