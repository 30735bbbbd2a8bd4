"""What somebody hears whose request did not go through: what happened, what is safe, what to do.

It is said without a database, a person or a request.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

RETRY_SECONDS = 5
# A sentence that is put into the reader's language when it is read.
Sentence = str | Promise


@dataclass(frozen=True, slots=True)
class TroublePage:
    """A page's title, and its sentences."""

    title: Sentence
    what: Sentence
    safe: Sentence
    todo: Sentence


TROUBLES = {
    400: TroublePage(
        _("This request cannot be read"),
        _("What your browser sent is not something that this page understands."),
        _("Nothing was changed."),
        _("Go to the start and try from there. If a link led you here, it may be cut off."),
    ),
    403: TroublePage(
        _("This is not yours to do"),
        _("Your role does not include what you sent."),
        _("Nothing was changed."),
        _("If it should, ask your administrator."),
    ),
    404: TroublePage(
        _("There is nothing here"),
        _("The address is wrong, or the page has moved."),
        _("Nothing is lost."),
        _("Go to the start and look for it from there."),
    ),
    408: TroublePage(
        _("That took too long"),
        _("What you sent did not arrive in time, so it was given up."),
        _("Nothing was changed."),
        _("Look whether your connection works, go back and send it again."),
    ),
    413: TroublePage(
        _("That is too much at once"),
        _("What you sent is larger than this page takes."),
        _("Nothing was stored."),
        _("Send less, or a smaller file. If you were not signed in, sign in first."),
    ),
    429: TroublePage(
        _("Too often"),
        _("This was asked for too often in a short time."),
        _("Nothing was changed."),
        _("Wait a moment, then try again."),
    ),
    431: TroublePage(
        _("This request cannot be read"),
        _("The address or what your browser adds to it is too long."),
        _("Nothing was changed."),
        _("Delete this site's cookies in your browser, then go to the start."),
    ),
    500: TroublePage(
        _("Something broke on our side"),
        _("It is our fault, and it is written down."),
        _("What you did just now may not be saved; everything before it is."),
        _("Try again. If it happens again, give the reference to your administrator."),
    ),
    503: TroublePage(
        _("For a moment this does not work"),
        _("The database does not answer, or there is too much to do just now."),
        _("What you did just now was not saved; everything before it is."),
        _("Wait a few seconds, then load the page again. It recovers by itself."),
    ),
    507: TroublePage(
        _("This could not be saved"),
        _("There is no room left where the data are kept."),
        _("Nothing was lost, and nothing was changed."),
        _("Try again later. Tell your administrator: the disk of the server is full."),
    ),
}


def page(status: int, *, language: str, reference: str = "", sentence: str = "") -> bytes:
    """The page for a status in a language; `sentence` says more exactly what happened."""
    if reference:
        return _render(status, language, sentence, reference)
    return _rendered(status, language, sentence)


@lru_cache(256)
def _rendered(status: int, language: str, sentence: str) -> bytes:
    return _render(status, language, sentence, "")


def _render(status: int, language: str, sentence: str, reference: str) -> bytes:
    trouble = TROUBLES.get(status, TROUBLES[400])
    context = {"said": trouble, "sentence": sentence, "reference": reference}
    with translation.override(language):
        return render_to_string("home/trouble.html", context).encode()


def as_json(status: int, *, code: str = "", sentence: str = "", reference: str = "") -> bytes:
    """The same for a program."""
    trouble = TROUBLES.get(status, TROUBLES[400])
    body: dict[str, Any] = {
        "code": code or f"http.{status}",
        "sentence": sentence or f"{trouble.what} {trouble.safe}",
        "field": "",
    }
    return json.dumps(body | ({"reference": reference} if reference else {})).encode()
