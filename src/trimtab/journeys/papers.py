"""The papers of a strategy, in the organisation's name and colour, in the form that somebody asks
for, in their language: what the organisation wrote stays as it is.
"""

from __future__ import annotations

import datetime as dt
import re
from contextlib import nullcontext
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

from trimtab.journeys.turns import HEAVY
from trimtab.kernel.errors import NotFound
from trimtab.kernel.said import Said, as_written, listed, say
from trimtab.lrs import api as lrs
from trimtab.papers import html
from trimtab.papers.blocks import COLOUR, Letterhead, Paper
from trimtab.papers.ical import ical
from trimtab.papers.markdown import markdown
from trimtab.papers.pdf import pdf
from trimtab.papers.word import docx
from trimtab.papers.wording import head_in_language, in_language
from trimtab.people import api as people
from trimtab.people.api import Role
from trimtab.strategy import api as strategy
from trimtab.strategy.api import State
from trimtab.wording import ACTIVE

NAMED = tuple(role for role in Role if role is not Role.LEARNER)
ADDRESS = re.compile(r"[^\s@]+@[^\s@]+")


class Form(StrEnum):
    """The form in which a paper is handed out; the value is the end of its file's name."""

    PDF = "pdf"
    DOCX = "docx"
    MARKDOWN = "md"
    HTML = "html"
    ICAL = "ics"


MEDIA_TYPES = {
    Form.PDF: "application/pdf",
    Form.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Form.MARKDOWN: "text/markdown; charset=utf-8",
    Form.HTML: "text/html; charset=utf-8",
    Form.ICAL: "text/calendar; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class File:
    """A paper that can be handed out."""

    name: str
    media_type: str
    content: bytes


def paper(name: str, row: strategy.RevisionRow) -> tuple[Paper, Letterhead]:
    """One paper of a revision with its letterhead, in the active language; four queries.

    Raises NotFound for a name that is none, NotAllowed for a paper whose matter was withheld from
    the reader of the revision.
    """
    kind = strategy.papers.kind_named(name)
    strategy.papers.check_reader(kind, row.document)
    return in_language(kind.write(row.document, _known(row.document)), ACTIVE), letterhead(row)


def file(name: str, form: Form, row: strategy.RevisionRow) -> File:
    """One paper of a revision as a file.

    The same revision, people, organisation and language give the same bytes.

    Raises NotFound for a name that is none, and for a calendar of a paper in which nothing has a
    day; TryLater while others are made.
    """
    written, head = paper(name, row)
    if form is Form.ICAL and not written.events:
        known = [kind.name for kind in strategy.papers.KINDS if kind.dated]
        sentence = say(
            "Nothing in this paper has a day yet, so it makes no calendar. Papers with days: "
            "{papers}.",
            papers=listed(known),
        )
        raise NotFound("strategy.no-dates", sentence)
    called = f"{_slug(head.organisation)}-{name}-revision-{row.number}.{form}"
    with HEAVY.taken() if form in (Form.PDF, Form.DOCX) else nullcontext():
        return File(called, MEDIA_TYPES[form], rendered(written, head, form))


def rendered(written: Paper, head: Letterhead, form: Form) -> bytes:
    """A paper in one form."""
    match form:
        case Form.PDF:
            return pdf(written, head)
        case Form.DOCX:
            return docx(written, head)
        case Form.MARKDOWN:
            return markdown(written, head).encode()
        case Form.HTML:
            return html.page(written, head).encode()
        case Form.ICAL:
            return ical(written, head)
        case _:
            assert_never(form)


def letterhead(row: strategy.RevisionRow) -> Letterhead:
    """Whose paper it is, and which revision it comes from; a day is a day of the organisation's
    time zone.
    """
    found = people.organisation()
    zone = found.time_zone if found else "UTC"
    at = row.adopted_at or row.at
    foot, pressing = _standing(row, at.astimezone(ZoneInfo(zone)))
    if found and found.simulated:
        foot = say("{foot}. Simulated data: people and figures are made up", foot=foot)
    head = Letterhead(
        organisation=found.name if found else row.document.organisation,
        at=at,
        foot=foot,
        colour=found.colour if found else COLOUR,
        language=get_language() or "en",
        time_zone=zone,
        pressing=pressing,
        origin=lrs.home(),
    )
    return head_in_language(head, ACTIVE)


def _standing(row: strategy.RevisionRow, at: dt.datetime) -> tuple[Said, Said]:
    """What stands at the foot, and what must not be overlooked."""
    number, day = row.number, at.date()
    match row.state:
        case State.ADOPTED:
            foot = say("Revision {number}, in force since {day}", number=number, day=day)
            return foot, as_written("")
        case State.DRAFT:
            return (
                say("Revision {number}, draft of {day}", number=number, day=day),
                say("This is a draft. It is not in force."),
            )
        case State.IN_REVIEW:
            return (
                say("Revision {number}, in review, written on {day}", number=number, day=day),
                say("This is in review. It is not in force."),
            )
        case State.SUPERSEDED:
            return (
                say("Revision {number}, superseded", number=number),
                say("This revision was superseded. Another one is in force."),
            )
        case _:
            assert_never(row.state)


def _known(document: strategy.Strategy) -> strategy.papers.Known:
    """The names of everybody whom the document names by address, and of those who hold a role."""
    addresses = set(ADDRESS.findall(" ".join(_owners(document))))
    return strategy.papers.Known(
        people.names_by_email(addresses), people.names_by_role(NAMED), ACTIVE
    )


def _owners(document: strategy.Strategy) -> list[str]:
    return [
        *(stakeholder.owner for stakeholder in document.stakeholders),
        *(action.owner for action in document.actions),
        *(measure.owner for measure in document.measures),
        *(answer.by for answer in document.answers.values()),
    ]


def _slug(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:60] or "strategy"
