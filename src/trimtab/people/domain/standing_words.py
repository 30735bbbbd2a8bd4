"""Whether somebody works here, as the systems say it: a word, or the day on which somebody leaves.
Pure.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

_YES = frozenset("1 true t yes y ja j wahr x on".split())
_NO = frozenset("0 false f no n nein falsch off".split())
_HERE = _YES | frozenset(
    [
        "active",
        "aktiv",
        "a",
        "enabled",
        "aktiviert",
        "employed",
        "angestellt",
        "onboarding",
        "leave",
        "on leave",
        "leave of absence",
        "paid leave",
        "unpaid leave",
        "parental leave",
        "beurlaubt",
        "abwesend",
        "elternzeit",
        "in elternzeit",
        "full time",
        "part time",
        "vollzeit",
        "teilzeit",
        "contractor",
        "intern",
        "invited",
    ]
)
_GONE = _NO | frozenset(
    [
        "inactive",
        "inaktiv",
        "i",
        "disabled",
        "deaktiviert",
        "terminated",
        "suspended",
        "gesperrt",
        "archived",
        "archiviert",
        "deleted",
        "gelöscht",
        "left",
        "former",
        "ehemalig",
        "ausgeschieden",
        "ausgetreten",
        "retired",
        "resigned",
        "discharged",
        "deceased",
    ]
)
_DAY = re.compile(r"(\d{1,4})[-./](\d{1,2})[-./](\d{1,4})(?:[ T].*)?")


def is_here(word: str) -> bool | None:
    """Whether a status says that somebody works here. Raises ValueError for a word that says
    neither.
    """
    plain = re.sub(r"[\W_]+", " ", word.casefold()).strip()
    if not plain:
        return None
    if plain in _HERE:
        return True
    if plain in _GONE:
        return False
    raise ValueError(word)


def is_gone(word: str) -> bool | None:
    """Whether a mark says that somebody does not work here. Raises ValueError as above."""
    plain = word.casefold().strip()
    if not plain:
        return None
    if plain in _YES:
        return True
    if plain in _NO:
        return False
    raise ValueError(word)


def has_left(written: str, today: dt.date) -> bool | None:
    """Whether a day of leaving is past; None when nothing is written.

    A day that can be read in two ways (03/04/2026) is past when it is so in both. Raises ValueError
    when it is past in one alone, and for what is no day.
    """
    plain = written.strip()
    if not plain:
        return None
    past = {day < today for day in _days(plain)}
    if len(past) != 1:
        raise ValueError(written)
    return past.pop()


def _days(written: str) -> Iterator[dt.date]:
    parts = _DAY.fullmatch(written)
    if parts is None:
        return
    first, second, third = map(int, parts.groups())
    orders = (
        [(first, second, third)] if first > 31 else [(third, second, first), (third, first, second)]
    )
    for year, month, day in orders[: 1 if "." in written else 2]:
        try:
            yield dt.date(year + 2000 if year < 100 else year, month, day)
        except ValueError:
            continue
