"""Today: how long it takes, what it is good for, and one button."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from trimtab import clock
from trimtab.courses import api as courses
from trimtab.learner.behind import Behind, Subject, aids_behind
from trimtab.learner.days import coming_day
from trimtab.learner.why import whys
from trimtab.people import api as people
from trimtab.pictures import dots, gauge
from trimtab.practice import api as practice
from trimtab.web.requests import Request

LEAST_KNOWN = 10


@dataclass(frozen=True, slots=True)
class Missed:
    """A question that was missed, its place (from 1), and the aid behind it.

    `right_again` says whether it was right once more, None where it was not asked.
    """

    stem: str
    at: int
    behind: Behind | None
    right_again: bool | None


@never_cache
@require_GET
@login_required
def page(request: Request) -> HttpResponse:
    """The page /today."""
    now = clock.now()
    person = request.person
    today = practice.today(person_id=person.id, now=now)
    offered = courses.courses_for(person.id)
    context = {
        "today": today,
        "courses": [course for course in offered if not course.satisfied_at],
        "has_courses": bool(offered),
        "state": _state(today),
        "week": _week(today),
        "memory": _memory(today),
        "whys": whys(today.programmes),
        "next_day": _next_day(today, now),
        **_went(person, today, now),
    }
    return render(request, "learner/today.html", context)


def _went(
    person: people.PersonRow, today: practice.TodayRow, now: dt.datetime
) -> dict[str, object]:
    """How today's sitting went, once it is over: how many were right and which were missed.

    Each that was missed has the aid behind it.
    """
    stands = practice.sitting(person, now) if today.is_begun and not today.ready else None
    if stands is None:
        return {}
    went = practice.summary(stands)
    behind = aids_behind(
        [Subject(question.stem, question.tags, question.aid) for question in went.missed]
    )
    missed = [
        Missed(question.stem, question.place + 1, aid, question.right_again)
        for question, aid in zip(went.missed, behind, strict=True)
    ]
    return {"went": went, "missed": missed}


def _next_day(today: practice.TodayRow, now: dt.datetime) -> str:
    """When the next question comes; '' when none does."""
    return coming_day(today.next_at, now) if today.next_at else ""


def _state(today: practice.TodayRow) -> str:
    if today.ready:
        return "ready"
    if not today.programmes:
        return "nothing-runs"
    if today.is_begun:
        return "done"
    if today.minutes_this_week >= today.cap_minutes:
        return "week-is-full"
    return "nothing-due"


def _week(today: practice.TodayRow) -> dict[str, object] | None:
    if not today.cap_minutes:
        return None
    done = min(today.minutes_this_week, today.cap_minutes)
    words = ngettext(
        "%(done)s of at most %(n)s minute this week",
        "%(done)s of at most %(n)s minutes this week",
        today.cap_minutes,
    ) % {"done": done, "n": today.cap_minutes}
    return {
        "words": words,
        "picture": gauge(value=done, limit=today.cap_minutes, mark=done, title=words),
    }


def _memory(today: practice.TodayRow) -> dict[str, object] | None:
    """What will be remembered of what is known now.

    Nothing before ten questions are known: fewer say nothing about a month.
    """
    known, expected = today.next_month.known, round(today.next_month.expected)
    if known < LEAST_KNOWN:
        return None
    words = ngettext(
        "Of %(of)s question that you know now, about %(on)s in a month",
        "Of %(of)s questions that you know now, about %(on)s in a month",
        known,
    ) % {"on": expected, "of": known}
    return {"on": expected, "of": known, "picture": dots(on=expected, of=known, title=words)}
