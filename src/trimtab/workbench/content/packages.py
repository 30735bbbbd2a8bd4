"""Courses made elsewhere, as authors see them: bringing packages in, offering them, and counting a unit as done for somebody."""

from __future__ import annotations

from typing import Any, BinaryIO, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
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
from trimtab.kernel import written
from trimtab.kernel.errors import Refusal
from trimtab.people import api as people
from trimtab.people.api import Role
from trimtab.workbench.permission import asked_by

WRITERS = (Role.AUTHOR, Role.STRATEGIST)
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


@require_http_methods(["GET", "POST"])
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """The page /packages, and what a file that is sent to it leads to."""
    person = asked_by(request, *WRITERS)
    if request.method == "GET":
        return render(request, "workbench/content/packages.html", _context([]))
    wants_json = "application/json" in request.headers.get("Accept", "")
    try:
        done = _import(request, person)
    except BadPackage as fault:
        if wants_json:
            return JsonResponse(
                {"problems": [_told(one) for one in fault.problems]}, status=fault.status
            )
        return render(
            request,
            "workbench/content/packages.html",
            _context(fault.problems),
            status=fault.status,
        )
    address = reverse("workbench:package", args=[done.package_id])
    messages.success(
        request,
        _("It is here. Try it out, then offer it.")
        if done.is_new
        else _("This package is here already."),
    )
    if wants_json:
        return JsonResponse({"id": str(done.package_id), "address": address, "is_new": done.is_new})
    return redirect(address)


def _import(request: HttpRequest, person: people.PersonRow) -> courses.Imported:
    sent = request.FILES.get("package")
    if sent is None or not sent.file:
        raise BadPackage(
            [Problem(_("The package"), 0, _("Choose a file first: a zip, or a cmi5.xml."))]
        )
    now = clock.now()
    with HEAVY.taken():
        done = courses.import_package(
            file=cast(BinaryIO, sent.file), name=(sent.name or "")[:200], by=person.id, now=now
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


def _context(problems: tuple[Problem, ...] | list[Problem]) -> dict[str, Any]:
    return {
        "packages": courses.packages(),
        "problems": problems,
        "kinds": KINDS,
        "can_play": bool(courses.content_home()),
        "most": courses.MOST_ARCHIVE_BYTES // 2**20,
    }


def _told(one: Problem) -> dict[str, Any]:
    return {"file": one.file, "line": one.line, "sentence": one.sentence}


@require_GET
@login_required
def page(request: HttpRequest, package_id: UUID) -> HttpResponse:
    """The page of one package."""
    person = asked_by(request, *WRITERS)
    course = courses.course(package_id, person.id)
    package, least = courses.package(package_id), governance.min_cell()
    context = {
        "package": package,
        "telling": governance.telling(package.started, package.satisfied, least=least).value,
        "course": course,
        "kinds": KINDS,
        "units": [(str(unit.position), unit.title) for unit in course.units],
        "min_cell": least,
        "gradings": [(rule.value, words) for rule, words in GRADINGS.items()],
    }
    return render(request, "workbench/content/package.html", context)


@require_POST
@login_required
def change(request: HttpRequest, package_id: UUID) -> HttpResponse:
    """Offers a package, holds it back, withdraws it, or says which of several scores counts."""
    person = asked_by(request, *WRITERS)
    now = clock.now()
    act = request.POST.get("act", "")
    detail: dict[str, str] = {}
    match act:
        case "offer":
            courses.offer(package_id=package_id, now=now)
            said = _("Learners find it under Courses now.")
        case "hold-back":
            courses.hold_back(package_id=package_id)
            said = _("Only those who began it see it now.")
        case "withdraw":
            courses.retire(package_id=package_id, now=now)
            said = _("It is withdrawn. What people did stays; you can offer it again.")
        case "grade":
            detail["grading"] = request.POST.get("grading", "")
            courses.grade_by(package_id=package_id, rule=detail["grading"])
            said = _("The scores shown follow this rule now. What was passed stays passed.")
        case _:
            raise Refusal(
                "courses.act", "A package is offered, held back, withdrawn or graded.", "act"
            )
    governance.audit(
        actor_id=person.id,
        act=f"package.{act}",
        target=f"packages/{package_id}",
        detail=detail,
        now=now,
    )
    messages.success(request, said)
    return redirect("workbench:package", package_id)


@require_POST
@login_required
def waive(request: HttpRequest, package_id: UUID) -> HttpResponse:
    """Counts a unit as done for one person, with a reason that stands in the record."""
    by = asked_by(request, *WRITERS)
    found = people.person_by_email(request.POST.get("email", "").strip())
    if found is None:
        raise Refusal("courses.person", _("Nobody has this address."), "email")
    unit = written.whole(request.POST.get("unit"), 99_999)
    if unit is None:
        raise Refusal("courses.unit", _("Choose a part of the course."), "unit")
    now = clock.now()
    reason = request.POST.get("reason", "")[:500]
    courses.waive(package_id=package_id, person_id=found.id, unit=unit, reason=reason, now=now)
    governance.audit(
        actor_id=by.id,
        act="package.waived",
        target=f"packages/{package_id}/units/{unit}",
        detail={"person": str(found.id), "reason": reason},
        now=now,
    )
    messages.success(request, _("Counted as done for %(name)s.") % {"name": found.name})
    return redirect("workbench:package", package_id)
