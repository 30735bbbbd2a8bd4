"""The clock of a rehearsal, as a page: what time it is, and an hour, a day or a week on."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from trimtab import clock
from trimtab.jobs import api as jobs
from trimtab.journeys import rehearsal
from trimtab.kernel.errors import Refusal
from trimtab.people import api as people
from trimtab.people.api import Role

SPANS = (("1h", _("An hour on")), ("1d", _("A day on")), ("7d", _("A week on")))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The page /rehearsal; there is none in an installation of real people."""
    if not clock.is_followed():
        raise Http404
    people.require(getattr(request, "person", None), Role.ADMINISTRATOR)
    refusal = None
    if request.method == "POST":
        try:
            if time := request.POST.get("to", ""):
                rehearsal.move_to(rehearsal.moment(time[:40]))
            else:
                rehearsal.move(by=rehearsal.span(request.POST.get("ahead", "")[:10]))
            return redirect("rehearsal")
        except Refusal as refused:
            refusal = refused
    now = clock.now()
    context = {
        "now": now,
        "ahead": clock.ahead(),
        "spans": SPANS,
        "unfinished": jobs.unfinished(now),
        "refusal": refusal,
    }
    return render(
        request, "home/rehearsal.html", context, status=refusal.status if refusal else 200
    )
