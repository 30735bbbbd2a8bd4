"""The lines of a text that fit a question. Pure."""

from __future__ import annotations

import re
from collections.abc import Set

LENGTH = 180
LEAD = 30
_WORD = re.compile(r"[^\W_]+")


def excerpt(text: str, words: Set[str], length: int = LENGTH) -> str:
    """About `length` characters of `text` in which the most different `words` stand.

    It is cut between words; `words` are in lower case.
    """
    hits = [
        (found.start(), found[0]) for found in _WORD.finditer(text.casefold()) if found[0] in words
    ]
    best, most = 0, 0
    for at, (start, _) in enumerate(hits):
        inside = len({word for place, word in hits[at : at + 40] if place - start < length - LEAD})
        if inside > most:
            best, most = start, inside
    begin = _after_space(text, best - LEAD) if best > LEAD else 0
    if begin + length >= len(text):
        return ("… " if begin else "") + text[begin:]
    return ("… " if begin else "") + text[begin : begin + length].rpartition(" ")[0] + " …"


def _after_space(text: str, place: int) -> int:
    return text.rfind(" ", 0, place) + 1
