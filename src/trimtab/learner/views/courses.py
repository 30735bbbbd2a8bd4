"""Courses made elsewhere: what there is, where I stand, and opening a unit."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_GET, require_POST

from trimtab import clock
from trimtab.courses import api as courses
from trimtab.courses.api import (
    AttemptRow,
    CourseKind,
    CourseRow,
    CourseUnitRow,
    Grading,
    LaunchMode,
    UnitState,
)
from trimtab.kernel.errors import NotFound
from trimtab.kernel.said import say
from trimtab.lrs import api as lrs
from trimtab.people import api as people
from trimtab.people.api import Role
from trimtab.web import forms
from trimtab.web.forms import Asks, Form
from trimtab.web.requests import Request

STATES = {
    UnitState.NEW: ("", _l("not begun")),
    UnitState.STARTED: ("note", _l("begun")),
    UnitState.FAILED: ("warn", _l("not passed yet")),
    UnitState.DONE: ("good", _l("done")),
    UnitState.WAIVED: ("good", _l("waived")),
    UnitState.FREE: ("", _l("optional")),
}

COUNTS = {
    Grading.HIGHEST: _l("the best counts"),
    Grading.FIRST: _l("the first counts"),
    Grading.LAST: _l("the last counts"),
    Grading.AVERAGE: _l("the average counts"),
}


class LaunchForm(Form, frozen=True, kw_only=True):
    """How a unit is opened."""

    mode: Annotated[LaunchMode, Asks(fault=_l("A unit opens as Normal, Browse or Review."))] = (
        LaunchMode.NORMAL
    )


@require_GET
@login_required
def listing(request: Request) -> HttpResponse:
    """The page /courses."""
    person = request.person
    found = courses.courses_for(person.id)
    context = {
        "open": [course for course in found if not course.satisfied_at],
        "done": [course for course in found if course.satisfied_at],
    }
    return render(request, "learner/courses.html", context)


@require_GET
@login_required
def page(request: Request, package_id: UUID) -> HttpResponse:
    """The page of one course."""
    course = _mine(request, package_id)
    person = request.person
    rows = [_row(unit, course) for unit in course.units]
    context = {
        "course": course,
        "parts": _parts(course, rows),
        "answer": _answer(course),
        "still_open": courses.still_open(package_id=package_id, person_id=person.id),
    }
    return render(request, "learner/course.html", context)


@require_POST
@login_required
def launch(request: Request, package_id: UUID, unit: int) -> HttpResponse:
    """Opens a unit: a page that leads there by itself, or JSON.

    The answer to a form may not redirect to another address.
    """
    course = _mine(request, package_id)
    person = request.person
    back = lrs.home() + reverse("learner:course", args=[course.package_id])
    mode = forms.read(LaunchForm, request.POST).mode
    found = courses.launch(
        person=person, package_id=package_id, unit=unit, mode=mode, return_url=back, now=clock.now()
    )
    if "application/json" in request.headers.get("Accept", ""):
        answer = {
            "url": found.url,
            "session": str(found.session_id),
            "registration": str(found.registration),
        }
        return JsonResponse(answer, headers={"Cache-Control": "no-store"})
    response = render(
        request,
        "learner/launch.html",
        {"launch": found, "unit": course.units[unit], "course": course},
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
@login_required
def end(request: Request, session_id: UUID) -> HttpResponse:
    """Ends a session of one's own that stayed open in a window that is gone."""
    person = request.person
    package_id = courses.package_of(session_id=session_id, person_id=person.id)
    if package_id is None:
        raise NotFound("courses.session", say("There is no such session."))
    courses.abandon(session_id=session_id, now=clock.now())
    messages.success(request, _("Ended. What it had saved is kept."))
    return redirect("learner:course", package_id)


def _mine(request: Request, package_id: UUID) -> CourseRow:
    """A course that is offered, that the person has begun, or may try out as its author."""
    person = request.person
    found = courses.course(package_id, person.id)
    if not (
        found.is_offered or found.is_started or people.holds(person, Role.AUTHOR, Role.STRATEGIST)
    ):
        raise NotFound("courses.package", say("There is no such course."))
    return found


def _answer(course: CourseRow) -> str:
    if course.satisfied_at:
        return _("%(title)s: done") % {"title": course.title}
    return course.title


def _row(unit: CourseUnitRow, course: CourseRow) -> dict[str, object]:
    return {
        "unit": unit,
        "state": STATES[unit.state],
        "score": _percent(unit.score),
        "tries": [(attempt.began_at, _came_to(attempt)) for attempt in unit.attempts],
        "counts": COUNTS[course.grading] if len(unit.attempts) > 1 else "",
        # A unit of cmi5 that is passed is passed for good: the standard lets it say no more.
        "may_try_again": unit.is_done
        and bool(unit.attempts)
        and course.kind is not CourseKind.CMI5
        and not unit.is_used_up,
    }


def _came_to(attempt: AttemptRow) -> str:
    """What a try came to: its score, or else a word."""
    if attempt.score is not None:
        return _percent(attempt.score)
    if attempt.passed is None:
        return _("completed") if attempt.completed else _("begun")
    return _("passed") if attempt.passed else _("not passed")


def _percent(score: float | None) -> str:
    return "" if score is None else _("%(n)s %%") % {"n": round(score * 100)}


def _parts(course: CourseRow, rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Units under the titles of the blocks around them, in the order of the course."""
    parts: list[tuple[str, list[dict[str, object]]]] = []
    for row, unit in zip(rows, course.units, strict=True):
        titles = " › ".join(course.blocks[block].title for block in unit.blocks)
        if not parts or parts[-1][0] != titles:
            parts.append((titles, []))
        parts[-1][1].append(row)
    return [{"title": titles, "rows": own} for titles, own in parts]
