"""How the pages of the door say no."""

from __future__ import annotations

from django.http import HttpResponse

from trimtab.kernel.errors import Refusal, TryLater


def later(answer: HttpResponse, refusal: Refusal) -> HttpResponse:
    """A page with the status of its refusal, and in how many seconds it is worth trying again."""
    answer.status_code = refusal.status
    if isinstance(refusal, TryLater):
        answer["Retry-After"] = str(refusal.seconds)
    return answer
