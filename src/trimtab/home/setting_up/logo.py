"""The organisation's logo, for every page that shows it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from trimtab.kernel.errors import NotFound
from trimtab.people import api as people

YEAR = 365 * 24 * 3600


@require_safe
def picture(request: HttpRequest) -> HttpResponse:
    """The page /logo: a PNG of our own drawing. Pages name it with its digest, so that it is kept.

    Raises NotFound where there is none.
    """
    png = people.logo()
    if not png:
        raise NotFound("people.no-logo", "There is no logo.")
    answer = HttpResponse(png, content_type="image/png")
    answer["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return answer
