"""Today: how long it takes, what it is good for, and one button."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from trimtab import clock
from trimtab.courses import api as courses
from trimtab.learner.why import whys
from trimtab.people import api as people
from trimtab.pictures import dots, gauge
from trimtab.practice import api as practice

MOST_DOTS = 200


@require_GET
@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The page /today."""
    now = clock.now()
    person: people.PersonRow = request.person  # type: ignore[attr-defined]
    today = practice.today(person_id=person.id, now=now)
    context = {
        "today": today,
        "courses": [one for one in courses.courses_for(person.id) if not one.satisfied_at],
        "state": _state(today),
        "week": _week(today),
        "memory": _memory(today),
        "whys": whys(today.programmes),
    }
    return render(request, "learner/today.html", context)


def _state(today: practice.TodayRow) -> str:
    if today.ready:
        return "ready"
    if not today.programmes:
        return "nothing-runs"
    if today.minutes_this_week >= today.cap_minutes:
        return "week-is-full"
    return "done" if today.answered_today else "nothing-due"


def _week(today: practice.TodayRow) -> dict[str, object] | None:
    if not today.cap_minutes:
        return None
    done = min(today.minutes_this_week, today.cap_minutes)
    words = ngettext(
        "%(done)s of at most %(n)s minute this week", "%(done)s of at most %(n)s minutes this week", today.cap_minutes
    ) % {"done": done, "n": today.cap_minutes}
    return {"words": words, "picture": gauge(value=done, limit=today.cap_minutes, mark=done, title=words)}


def _memory(today: practice.TodayRow) -> dict[str, object] | None:
    known, expected = today.next_month.known, round(today.next_month.expected)
    if not known:
        return None
    words = _("%(on)s of %(of)s you will still know in a month") % {"on": expected, "of": known}
    return {"on": expected, "of": known, "picture": dots(on=expected, of=known, title=words)}
