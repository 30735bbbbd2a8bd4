"""Where packages are played: on a host name of its own, which the pages' cookies do not reach
(docs/decisions/0015-packages.md)."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect

from trimtab.config import env

_TWINS = {"localhost": "127.0.0.1", "127.0.0.1": "localhost"}
PLAYED = ("/content/", "/cmi5/")
# What needs no cookie, and so no protection from a neighbour.
OPEN = (*PLAYED, "/xapi", "/healthz")
Handler = Callable[[HttpRequest], HttpResponseBase]


def content_url(base_url: str, given: str) -> str:
    """The address of packages: what is `given`, else this machine's other name; '' when `base_url`
    is no name of it.

    Raises ImproperlyConfigured when both addresses have one host name: cookies know no ports.
    """
    base = urlsplit(base_url)
    if not given:
        twin = _TWINS.get(base.hostname or "")
        return (
            base._replace(netloc=f"{twin}:{base.port}" if base.port else twin).geturl().rstrip("/")
            if twin
            else ""
        )
    found = urlsplit(given)
    if found.scheme not in ("http", "https") or not found.hostname or found.path.strip("/"):
        raise ImproperlyConfigured(
            "TRIMTAB_CONTENT_URL is an address without a path, such as https://content.example.org."
        )
    if found.hostname == base.hostname:
        raise ImproperlyConfigured(
            "TRIMTAB_CONTENT_URL needs another host name than TRIMTAB_BASE_URL; a port is not "
            "enough."
        )
    return given.rstrip("/")


CONTENT_URL = content_url(env.BASE_URL, env.CONTENT_URL)


class ContentHostMiddleware:
    """Keeps the two addresses apart: pages are not shown where packages run, and packages do not
    run where pages are shown."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.base, self.host = env.BASE_URL, urlsplit(CONTENT_URL).netloc

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        is_content_host = bool(self.host) and request.get_host() == self.host
        if is_content_host and not request.path.startswith(OPEN):
            if request.method not in ("GET", "HEAD"):
                raise Http404
            return HttpResponseRedirect(f"{self.base}{request.get_full_path()}")
        if not is_content_host and request.path.startswith("/content/"):
            raise Http404
        return self.get_response(request)
