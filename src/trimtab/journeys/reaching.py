"""Whom reaches what the strategy in force runs: a practice without a question, or without anybody
to practise it, reaches nobody, whatever stands in the strategy.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from trimtab.library import api as library
from trimtab.practice import api as practice
from trimtab.support import api as support


class Kind(StrEnum):
    """What runs: questions that are practised, or aids that are found first."""

    PRACTICE = "programme"
    HELP = "collection"


class Lack(StrEnum):
    """Why something reaches nobody (yet)."""

    CONTENT = "content"
    PEOPLE = "people"
    START = "start"


@dataclass(frozen=True, slots=True)
class Running:
    """A practice or help that runs, and what it lacks to reach somebody (None: it does).

    `tags` are those of the content that it takes; `starts` is a day to come, or None.
    """

    key: str
    title: str
    kind: Kind
    tags: tuple[str, ...]
    lack: Lack | None
    starts: dt.date | None = None


def running(*, today: dt.date) -> list[Running]:
    """All practices and helps that run, as they stand today; four queries."""
    tags = library.tags()
    asked = {tag.tag for tag in tags if tag.items}
    helped = {tag.tag for tag in tags if tag.aids}
    return [
        *(_practice(programme, asked, today) for programme in practice.reached()),
        *(
            Running(
                collection.key,
                collection.title,
                Kind.HELP,
                collection.tags,
                Lack.CONTENT if helped.isdisjoint(collection.tags) else None,
            )
            for collection in support.collections()
        ),
    ]


def _practice(programme: practice.Reach, asked: set[str], today: dt.date) -> Running:
    starts = programme.starts if programme.starts and programme.starts > today else None
    if asked.isdisjoint(programme.tags):
        lack: Lack | None = Lack.CONTENT
    elif not programme.people:
        lack = Lack.PEOPLE
    else:
        lack = Lack.START if starts else None
    return Running(programme.key, programme.title, Kind.PRACTICE, programme.tags, lack, starts)
