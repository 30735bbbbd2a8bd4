"""What no request may bring in: characters that no table can hold, in its address, its cookies or
its form.

They are refused here, once, so that nothing behind need think of them
(docs/decisions/0027-inputs-within-bounds.md). A form keeps what somebody pasted: control characters
that nobody sees are taken out, and the rest is saved.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.utils.translation import gettext as _

from trimtab.config.middleware import Handler
from trimtab.home.failing.pages import refused
from trimtab.kernel.text import UnfitText, is_fit, is_plain, seen

View = Callable[..., HttpResponseBase]
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class FitAddressMiddleware:
    """Refuses addresses with control characters, and drops cookies that we never set."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        for name in [name for name, value in request.COOKIES.items() if not is_plain(value)]:
            del request.COOKIES[name]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """None for a request that may come in, and for machines', whose addresses the gateway reads
        and answers in their own way."""
        if getattr(view, "csrf_exempt", False):
            return None
        words = [
            request.path_info,
            *(word for name, values in request.GET.lists() for word in (name, *values)),
        ]
        if all(map(is_plain, words)):
            return None
        said = _(
            "The address holds a character that nobody can write. Follow the link again, or begin "
            "at the start page."
        )
        return refused(request, UnfitText("request.address", said))


class FitFormMiddleware:
    """Refuses forms with a character that cannot be kept, and takes out those that nobody sees."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """None for a form that may come in, and for what machines send: they are read by the
        gateway, within its own bounds."""
        if (
            request.method != "POST"
            or request.content_type not in FORMS
            or getattr(view, "csrf_exempt", False)
        ):
            return None
        words = [word for name, values in request.POST.lists() for word in (name, *values)]
        if not all(map(is_fit, words)):
            said = _(
                "A field holds a character that cannot be kept. Go back, write it anew, and save "
                "again: nothing was saved."
            )
            return refused(request, UnfitText("request.form", said))
        if not all(map(is_plain, words)):
            request.POST = _seen(request.POST)  # type: ignore[assignment]  # Django's own setter
        return None


def _seen(posted: QueryDict) -> QueryDict:
    kept = QueryDict(mutable=True)
    for name, values in posted.lists():
        kept.setlist(seen(name), [seen(value) for value in values])
    kept._mutable = False
    return kept
