"""Who reads what others said, and how stakeholders are judged: those who write the strategy.
Everybody else reads what was made of it, how many were heard, and which stakeholders there are.

This is the one place that decides it: every page, paper, file and command that shows a strategy to
a reader passes it through here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

import msgspec

from trimtab.kernel.said import Said, as_written
from trimtab.strategy.domain.audiences import WITHHELD as WITHHELD
from trimtab.strategy.domain.document import Answer, Heard, Stakeholder, Strategy, Taken
from trimtab.strategy.domain.revisions import RevisionHead, RevisionRow

READERS = frozenset({"strategist", "steward"})
# Revisions that settled an answer once named in their reason whom it was asked of. Names may hold
# full stops, so all that follows goes.
_NAMED = re.compile(r"(Settled [\w-]+), asked of (?!\d+ (?:person|people)\b).*", re.DOTALL)
One = TypeVar("One", RevisionRow, RevisionHead)


def may_read(roles: Iterable[str]) -> bool:
    """Whether somebody with these roles reads the names and words of those who were asked."""
    return not READERS.isdisjoint(roles)


def for_reader(document: Strategy, roles: Iterable[str]) -> Strategy:
    """The document as somebody with these roles may read it.

    Of those who were heard, others learn no more than how many they were; of stakeholders no more
    than their name and who talks to them: they may be stakeholders themselves, and read 'sceptical;
    can stop it' about their own.
    """
    if may_read(roles):
        return document
    return msgspec.structs.replace(
        document,
        answers={code: _withheld(one) for code, one in document.answers.items()},
        stakeholders=tuple(
            Stakeholder(
                id=one.id, name=one.name, owner=one.owner, power=1, interest=1, engagement=WITHHELD
            )
            for one in document.stakeholders
        ),
        recommendations=tuple(
            msgspec.structs.replace(one, because=WITHHELD)
            if _is_about_stakeholders(one) and one.because
            else one
            for one in document.recommendations
        ),
    )


def _withheld(answer: Answer) -> Answer:
    return msgspec.structs.replace(answer, heard=tuple(Heard(by=WITHHELD) for _one in answer.heard))


def judged_in(document: Strategy) -> bool:
    """Whether a document says how its stakeholders stand; False where that was withheld."""
    return not any(one.engagement == WITHHELD for one in document.stakeholders)


def _is_about_stakeholders(taken: Taken) -> bool:
    return taken.place.startswith("stakeholders/")


def revision_for_reader(one: One, roles: Iterable[str]) -> One:
    """A revision, or its head, as somebody with these roles may read it."""
    held = tuple(roles)
    if may_read(held):
        return one
    because = reason_without_names(one.because)
    if isinstance(one, RevisionRow):
        return replace(one, because=because, document=for_reader(one.document, held))
    return replace(one, because=because)


def reason_without_names(because: Said) -> Said:
    """The reason of a revision without the names of those who were asked."""
    told = _NAMED.sub(r"\1.", because)
    return because if told == because else as_written(told)


def kept(document: Strategy, known: Strategy | None) -> Strategy:
    """The document with what was withheld from whoever wrote it put back from `known`; what is not
    known there goes.

    So a file that was taken out without who said what can be changed and brought in again, and
    nothing is lost.
    """
    before = known.answers if known else {}
    answers = {
        code: msgspec.structs.replace(one, heard=before[code].heard if code in before else ())
        if _is_withheld(one)
        else one
        for code, one in document.answers.items()
    }
    judged = {one.id: one for one in known.stakeholders} if known else {}
    reasons = {(one.rule, one.place): one.because for one in known.recommendations} if known else {}
    return msgspec.structs.replace(
        document,
        answers=answers,
        stakeholders=tuple(_judged_again(one, judged.get(one.id)) for one in document.stakeholders),
        recommendations=tuple(
            msgspec.structs.replace(one, because=reasons.get((one.rule, one.place), ""))
            if one.because == WITHHELD
            else one
            for one in document.recommendations
        ),
    )


def _judged_again(one: Stakeholder, known: Stakeholder | None) -> Stakeholder:
    """A stakeholder with how they stand, as it is known; a name or owner that was changed meanwhile
    stays changed.
    """
    if one.engagement != WITHHELD:
        return one
    if known is None:
        return msgspec.structs.replace(one, engagement="")
    return msgspec.structs.replace(known, name=one.name, owner=one.owner)


def _is_withheld(answer: Answer) -> bool:
    return any(one.by == WITHHELD for one in answer.heard)
