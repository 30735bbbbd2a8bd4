"""How a request that did not go through is answered: with a page or with JSON, and under which
headers.

It needs no database and no person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from trimtab.gateway.xapi.wire import ALLOW, UNVERSIONED, VERSION_HEADER
from trimtab.home.failing.trouble import RETRY_SECONDS, as_json, page
from trimtab.xapi.version import Version, version_of

Headers = Mapping[str, str]
MACHINES = ("/xapi", "/cmi5/", "/content/play/")
_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self' "
    "data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
# A full disk is said as what it is, and answered as what it means for the client.
STATUS = {507: 503}


def is_machine(path: str, accept: str) -> bool:
    """Whether a program asks, that wants JSON and no page."""
    return path.startswith(MACHINES) or "application/json" in accept


def _language(accept_language: str) -> str:
    for asked, _weight in parse_accept_lang_header(accept_language[:200].lower()):
        try:
            return translation.get_supported_language_variant(asked)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


def answer(
    status: int,
    headers: Iterable[tuple[str, str]],
    path: str,
    *,
    code: str = "",
    sentence: str = "",
    reference: str = "",
) -> tuple[int, bytes, Headers]:
    """Status, content and headers for a request of which these headers (names in lower case) are
    known."""
    asked = dict(headers)
    shown = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    if STATUS.get(status, status) in (429, 503):
        shown["Retry-After"] = str(RETRY_SECONDS)
    if is_machine(path, asked.get("accept", "")):
        body = as_json(status, code=code, sentence=sentence, reference=reference)
        shown |= {"Content-Type": "application/json"}
        if path.startswith(MACHINES):
            given = asked.get("x-experience-api-version", "").strip()
            shown |= {
                **ALLOW,
                VERSION_HEADER: (version_of(given) or Version.TWO).value if given else UNVERSIONED,
            }
    else:
        body = page(
            status,
            language=_language(asked.get("accept-language", "")),
            sentence=sentence,
            reference=reference,
        )
        shown |= {
            "Content-Type": "text/html; charset=utf-8",
            "Content-Security-Policy": _POLICY,
            "X-Frame-Options": "DENY",
        }
    return STATUS.get(status, status), body, shown
