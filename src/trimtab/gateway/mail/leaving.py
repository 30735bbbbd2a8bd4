"""Leaving messages by their link (RFC 8058): a page that asks, and a press that does it.

Nothing happens by looking: programs that check links open them all.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from trimtab import clock
from trimtab.journeys import leaving
from trimtab.people import api as people

BACK = "back"


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """The page /leave/<token>. A POST leaves, whatever it brings, as mail programs send it; with
    `do=back` it takes that back. Raises NotFound for a link that is not ours.
    """
    if request.method == "POST":
        out = request.POST.get("do") != BACK
        leaver = leaving.leave(token=token, out=out, now=clock.now())
    else:
        leaver = leaving.leaver(token)
    context = {
        "leaver": leaver,
        "was_pressed": request.method == "POST",
        "organisation": people.organisation(),
    }
    return render(request, "gateway/leave.html", context)
