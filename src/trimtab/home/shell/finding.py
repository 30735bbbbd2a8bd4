"""The aids that the palette offers while somebody types."""

from __future__ import annotations

from urllib.parse import urlencode

from django.utils.translation import gettext as _

from trimtab.people.api import PersonRow
from trimtab.search import api as search
from trimtab.support import api as support


def aids(person: PersonRow, words: str) -> list[dict[str, str]]:
    """The aids that fit some words, as rows for the palette. Nothing is recorded: the person is
    still typing."""
    best: dict[str, search.Hit] = {}
    for hit in support.search(words, limit=12, person_id=person.id):
        best.setdefault(hit.aid_key, hit)
    return [
        {"name": hit.title, "note": _note(hit), "address": _address(hit)} for hit in best.values()
    ]


def _note(hit: search.Hit) -> str:
    return _("reported wrong: ask first") if hit.flagged else " › ".join(hit.path[1:])


def _address(hit: search.Hit) -> str:
    """The aid's top, or the section with the aid's title and warning above it."""
    path, _hash, slug = hit.address.partition("#")
    return f"{path}?{urlencode({'section': slug})}#{slug}" if slug else path
