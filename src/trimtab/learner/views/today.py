"""Today: how long it takes, what it is good for, and one button."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from trimtab import clock
from trimtab.courses import api as courses
from trimtab.learner.behind import Asks, Behind, aids_behind
from trimtab.learner.why import whys
from trimtab.people import api as people
from trimtab.pictures import dots, gauge
from trimtab.practice import api as practice

LEAST_KNOWN = 10


@dataclass(frozen=True, slots=True)
class Missed:
    """A question that was missed, its place (from 1), the aid behind it, and whether it was right once more (None: not asked)."""

    stem: str
    at: int
    behind: Behind | None
    right_again: bool | None


@never_cache
@require_GET
@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The page /today."""
    now = clock.now()
    person: people.PersonRow = request.person  # type: ignore[attr-defined]
    today = practice.today(person_id=person.id, now=now)
    offered = courses.courses_for(person.id)
    context = {
        "today": today,
        "courses": [one for one in offered if not one.satisfied_at],
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
    """How today's sitting went, once it is over: how many were right and which were missed, each with the aid behind it."""
    stands = practice.sitting(person, now) if today.is_begun and not today.ready else None
    if stands is None:
        return {}
    went = practice.summary(stands)
    behind = aids_behind([Asks(one.stem, one.tags, one.aid) for one in went.missed])
    missed = [
        Missed(one.stem, one.place + 1, aid, one.right_again)
        for one, aid in zip(went.missed, behind, strict=True)
    ]
    return {"went": went, "missed": missed}


def _next_day(today: practice.TodayRow, now: dt.datetime) -> str:
    """When the next question comes: 'tomorrow', or the day; never today."""
    if today.next_at is None:
        return ""
    day, here = timezone.localtime(today.next_at).date(), timezone.localtime(now).date()
    return (
        _("tomorrow")
        if day <= here + dt.timedelta(days=1)
        else _("on %(day)s") % {"day": date_format(day, "l, j F")}
    )


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
    """What will be remembered of what is known now; nothing before ten questions are known, since fewer say nothing about a month."""
    known, expected = today.next_month.known, round(today.next_month.expected)
    if known < LEAST_KNOWN:
        return None
    words = _("Of %(of)s questions that you know now, about %(on)s in a month") % {
        "on": expected,
        "of": known,
    }
    return {"on": expected, "of": known, "picture": dots(on=expected, of=known, title=words)}
