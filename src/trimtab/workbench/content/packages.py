"""Courses made elsewhere, as authors see them: bringing packages in and offering them.

And counting a unit as done for somebody.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, BinaryIO, assert_never, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trimtab import clock
from trimtab.courses import api as courses
from trimtab.courses.api import BadPackage, CourseKind, Grading, Problem
from trimtab.governance import api as governance
from trimtab.journeys.turns import HEAVY
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import say
from trimtab.people import api as people
from trimtab.web import forms
from trimtab.web.forms import Asks, Form
from trimtab.web.requests import Request
from trimtab.wording import words
from trimtab.workbench.permission import AUTHORING, asked_by

GRADINGS = {
    Grading.HIGHEST: _l("The highest"),
    Grading.FIRST: _l("The first"),
    Grading.LAST: _l("The last"),
    Grading.AVERAGE: _l("The average"),
}
KINDS = {
    CourseKind.CMI5: "cmi5",
    CourseKind.SCORM_12: "SCORM 1.2",
    CourseKind.SCORM_2004: "SCORM 2004",
}
_MOST_NAME = 200
_MOST_UNITS = 99_999


class Act(StrEnum):
    """What is done with a package."""

    OFFER = "offer"
    HOLD_BACK = "hold-back"
    WITHDRAW = "withdraw"
    GRADE = "grade"


class ChangeForm(Form, frozen=True, kw_only=True):
    """What is done with a package; `grading` says which of several scores counts."""

    act: Act | None = None
    grading: str = ""


class WaiveForm(Form, frozen=True, kw_only=True):
    """For whom which unit counts as done, and why."""

    email: str = ""
    unit: Annotated[int | None, Asks(most=_MOST_UNITS)] = None
    reason: Annotated[str, Asks(most=500)] = ""


@require_http_methods(["GET", "POST"])
@login_required
def listing(request: Request) -> HttpResponse:
    """The page /packages, and what a file that is sent to it leads to."""
    person = asked_by(request, *AUTHORING)
    template = "workbench/content/packages.html"
    if request.method == "GET":
        return render(request, template, _context())
    wants_json = "application/json" in request.headers.get("Accept", "")
    try:
        done = _import(request, person)
    except BadPackage as fault:
        if wants_json:
            told = {"problems": [_told(problem) for problem in fault.problems]}
            return JsonResponse(told, status=fault.status)
        return render(request, template, _context(*fault.problems), status=fault.status)
    address = reverse("workbench:package", args=[done.package_id])
    said = _("It is here. Try it out, then offer it.")
    messages.success(request, said if done.is_new else _("This package is here already."))
    if wants_json:
        return JsonResponse({"id": str(done.package_id), "address": address, "is_new": done.is_new})
    return redirect(address)


def _import(request: Request, person: people.PersonRow) -> courses.Imported:
    """Takes the package in that was sent. Raises BadPackage for a file that is none."""
    sent = request.FILES.get("package")
    if sent is None or not sent.file:
        sentence = say("Choose a file first: a zip, or a cmi5.xml.")
        raise BadPackage([Problem(say("The package"), 0, sentence)])
    name, now = (sent.name or "")[:_MOST_NAME], clock.now()
    with HEAVY.taken():
        done = courses.import_package(
            file=cast(BinaryIO, sent.file), name=name, by=person.id, now=now
        )
    if done.is_new:
        governance.audit(
            actor_id=person.id,
            act="package.imported",
            target=f"packages/{done.package_id}",
            detail={"title": done.title, "kind": done.kind},
            now=now,
        )
    return done


def _context(*problems: Problem) -> dict[str, Any]:
    return {
        "packages": courses.packages(),
        "problems": problems,
        "kinds": KINDS,
        "can_play": bool(courses.content_home()),
        "most": courses.MOST_ARCHIVE_BYTES // 2**20,
    }


def _told(problem: Problem) -> dict[str, Any]:
    return {
        "file": words(problem.file),
        "line": problem.line,
        "sentence": words(problem.sentence),
    }


@require_GET
@login_required
def page(request: Request, package_id: UUID) -> HttpResponse:
    """The page of one package."""
    person = asked_by(request, *AUTHORING)
    course = courses.course(package_id, person.id)
    package, least = courses.package(package_id), governance.min_cell()
    telling = governance.telling(package.started, package.satisfied, least=least)
    context = {
        "package": package,
        "telling": telling.value,
        "course": course,
        "kinds": KINDS,
        "units": [(str(unit.position), unit.title) for unit in course.units],
        "min_cell": least,
        "gradings": [(rule.value, words) for rule, words in GRADINGS.items()],
    }
    return render(request, "workbench/content/package.html", context)


@require_POST
@login_required
def change(request: Request, package_id: UUID) -> HttpResponse:
    """Offers a package, holds it back, withdraws it, or says which of several scores counts."""
    person, now = asked_by(request, *AUTHORING), clock.now()
    form = forms.read(ChangeForm, request.POST)
    detail: dict[str, str] = {}
    match form.act:
        case Act.OFFER:
            courses.offer(package_id=package_id, now=now)
            said = _("Learners find it under Courses now.")
        case Act.HOLD_BACK:
            courses.hold_back(package_id=package_id)
            said = _("Only those who began it see it now.")
        case Act.WITHDRAW:
            courses.retire(package_id=package_id, now=now)
            said = _("It is withdrawn. What people did stays; you can offer it again.")
        case Act.GRADE:
            detail["grading"] = form.grading
            courses.grade_by(package_id=package_id, rule=form.grading)
            said = _("The scores shown follow this rule now. What was passed stays passed.")
        case None:
            sentence = say("A package is offered, held back, withdrawn or graded.")
            raise Refusal("courses.act", sentence, "act")
        case _:
            assert_never(form.act)
    governance.audit(
        actor_id=person.id,
        act=f"package.{form.act}",
        target=f"packages/{package_id}",
        detail=detail,
        now=now,
    )
    messages.success(request, said)
    return redirect("workbench:package", package_id)


@require_POST
@login_required
def waive(request: Request, package_id: UUID) -> HttpResponse:
    """Counts a unit as done for one person, with a reason that stands in the record."""
    by, now = asked_by(request, *AUTHORING), clock.now()
    form = forms.read(WaiveForm, request.POST)
    person = people.person_by_email(form.email)
    if person is None:
        raise Refusal("courses.person", _("Nobody has this address."), "email")
    if form.unit is None:
        raise Refusal("courses.unit", _("Choose a part of the course."), "unit")
    courses.waive(
        package_id=package_id, person_id=person.id, unit=form.unit, reason=form.reason, now=now
    )
    governance.audit(
        actor_id=by.id,
        act="package.waived",
        target=f"packages/{package_id}/units/{form.unit}",
        detail={"person": str(person.id), "reason": form.reason},
        now=now,
    )
    messages.success(request, _("Counted as done for %(name)s.") % {"name": person.name})
    return redirect("workbench:package", package_id)
