"""Units of cmi5 that let us choose their window: a page around them with the way
back, and the page by which they go back."""

from __future__ import annotations

from uuid import UUID

from csp.decorators import csp_exempt
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from trimtab import clock
from trimtab.courses import api as courses
from trimtab.lrs import api as lrs

_OURS = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' "
    "data:; base-uri 'none'; form-action 'none'"
)
# A unit may lead to pages elsewhere, as its own policy lets it (serving.py).
AROUND = f"{_OURS}; frame-src 'self' https:; frame-ancestors 'none'"
WITHIN = f"{_OURS}; frame-ancestors 'self'"


@require_safe
@csp_exempt()  # type: ignore[arg-type]
def frame(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """The page /content/frame/SESSION. The address of the unit, which holds its token,
    stands behind the #, where no log has it."""
    return _page(request, session_id, "gateway/frame.html", AROUND)


@require_safe
@csp_exempt()  # type: ignore[arg-type]
@xframe_options_exempt
def back(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Where a framed unit goes back to: leads the whole window to the course's page."""
    return _page(request, session_id, "gateway/back.html", WITHIN)


def _page(request: HttpRequest, session_id: UUID, template: str, policy: str) -> HttpResponse:
    unit = courses.framed(session_id, clock.now())
    if unit is None:
        raise Http404
    course = f"{lrs.home()}/courses/{unit.package_id}"
    response = render(request, template, {"session": session_id, "unit": unit, "course": course})
    response.headers["Content-Security-Policy"] = policy
    response.headers["Cache-Control"] = "no-store"
    return response
