"""What somebody hears whose request did not go through: what happened, what is safe, what to do. Needs no database and no person."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation.trans_real import parse_accept_lang_header

from trimtab.gateway.xapi.wire import ALLOW, UNVERSIONED, VERSION_HEADER, Version, version_of

Headers = Mapping[str, str]
MACHINES = ("/xapi", "/cmi5/", "/content/play/")
RETRY_SECONDS = 5
_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self' data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True)
class Said:
    """A page's title, and its sentences."""

    title: str
    what: str
    safe: str
    todo: str


SAID = {
    400: Said(
        _("This request cannot be read"),
        _("What your browser sent is not something that this page understands."),
        _("Nothing was changed."),
        _("Go to the start and try from there. If a link led you here, it may be cut off."),
    ),
    403: Said(
        _("This is not yours to do"),
        _("Your role does not include what you sent."),
        _("Nothing was changed."),
        _("If it should, ask your administrator."),
    ),
    404: Said(
        _("There is nothing here"),
        _("The address is wrong, or the page has moved."),
        _("Nothing is lost."),
        _("Go to the start and look for it from there."),
    ),
    408: Said(
        _("That took too long"),
        _("What you sent did not arrive in time, so it was given up."),
        _("Nothing was changed."),
        _("Look whether your connection works, go back and send it again."),
    ),
    413: Said(
        _("That is too much at once"),
        _("What you sent is larger than this page takes."),
        _("Nothing was stored."),
        _("Send less, or a smaller file. If you were not signed in, sign in first."),
    ),
    429: Said(
        _("Too often"),
        _("This was asked for too often in a short time."),
        _("Nothing was changed."),
        _("Wait a moment, then try again."),
    ),
    431: Said(
        _("This request cannot be read"),
        _("The address or what your browser adds to it is too long."),
        _("Nothing was changed."),
        _("Delete this site's cookies in your browser, then go to the start."),
    ),
    500: Said(
        _("Something broke on our side"),
        _("It is our fault, and it is written down."),
        _("What you did just now may not be saved; everything before it is."),
        _("Try again. If it happens again, give the reference to your administrator."),
    ),
    503: Said(
        _("For a moment this does not work"),
        _("The database does not answer, or there is too much to do just now."),
        _("What you did just now was not saved; everything before it is."),
        _("Wait a few seconds, then load the page again. It recovers by itself."),
    ),
    507: Said(
        _("This could not be saved"),
        _("There is no room left where the data are kept."),
        _("Nothing was lost, and nothing was changed."),
        _("Try again later. Tell your administrator: the disk of the server is full."),
    ),
}
# A full disk is said as what it is, and answered as what it means for the client.
STATUS = {507: 503}


def is_machine(path: str, accept: str) -> bool:
    """Whether a program asks, that wants JSON and no page."""
    return path.startswith(MACHINES) or "application/json" in accept


def page(
    status: int, *, accept_language: str = "", reference: str = "", sentence: str = ""
) -> bytes:
    """The page for a status, in the reader's language; `sentence` says more exactly what happened."""
    language = _language(accept_language)
    return (
        _rendered(status, language, sentence)
        if not reference
        else _render(status, language, sentence, reference)
    )


@lru_cache(256)
def _rendered(status: int, language: str, sentence: str) -> bytes:
    return _render(status, language, sentence, "")


def _render(status: int, language: str, sentence: str, reference: str) -> bytes:
    said = SAID.get(status, SAID[400])
    with translation.override(language):
        return render_to_string(
            "trouble.html", {"said": said, "sentence": sentence, "reference": reference}
        ).encode()


def _language(accept_language: str) -> str:
    for asked, _weight in parse_accept_lang_header(accept_language[:200].lower()):
        try:
            return translation.get_supported_language_variant(asked)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


def as_json(status: int, *, code: str = "", sentence: str = "", reference: str = "") -> bytes:
    """The same for a program."""
    said = SAID.get(status, SAID[400])
    body: dict[str, Any] = {
        "code": code or f"http.{status}",
        "sentence": sentence or f"{said.what} {said.safe}",
        "field": "",
    }
    return json.dumps(body | ({"reference": reference} if reference else {})).encode()


def answer(
    status: int,
    headers: Iterable[tuple[str, str]],
    path: str,
    *,
    code: str = "",
    sentence: str = "",
    reference: str = "",
) -> tuple[int, bytes, Headers]:
    """Status, content and headers for a request of which these headers (names in lower case) are known."""
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
            accept_language=asked.get("accept-language", ""),
            sentence=sentence,
            reference=reference,
        )
        shown |= {
            "Content-Type": "text/html; charset=utf-8",
            "Content-Security-Policy": _POLICY,
            "X-Frame-Options": "DENY",
        }
    return STATUS.get(status, status), body, shown
