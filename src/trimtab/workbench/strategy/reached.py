"""What an action lacks to reach somebody, in words: 'it runs' is said of nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import assert_never

from django.utils.translation import gettext as _

from trimtab.journeys.reaching import Kind, Lack, Running
from trimtab.wording import dated


def reaches_somebody(running: Sequence[Running]) -> bool:
    """Whether any of what runs reaches somebody; so does a strategy of work alone."""
    return not running or any(row.lack is None for row in running)


def lacking(running: Iterable[Running]) -> dict[str, str]:
    """What each practice or help lacks, in words, by the key of its action."""
    return {row.key: _words(row, row.lack) for row in running if row.lack is not None}


def with_lack(kind: str, lack: str) -> str:
    """The kind of an action with what it lacks ('' is nothing)."""
    return _("%(kind)s. %(lack)s") % {"kind": kind, "lack": lack} if lack else kind


def _words(row: Running, lack: Lack) -> str:
    match lack:
        case Lack.CONTENT if row.kind is Kind.PRACTICE:
            return _("It reaches nobody yet: it has no question.")
        case Lack.CONTENT:
            return _("It reaches nobody yet: it has no aid.")
        case Lack.PEOPLE:
            return _("It reaches nobody yet: nobody is in its audience.")
        case Lack.START:
            day = dated(row.starts, "j F Y") if row.starts else ""
            return _("It begins on %(day)s.") % {"day": day}
        case _:
            assert_never(lack)
