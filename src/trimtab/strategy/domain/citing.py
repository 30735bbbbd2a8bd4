"""Who reads what others said: those who write the strategy. Everybody else reads what was made of it, and how many were heard.

This is the one place that decides it: every page, paper, file and command that shows a strategy to a reader passes it through here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

import msgspec

from trimtab.strategy.domain.document import Answer, Heard, Strategy
from trimtab.strategy.domain.revisions import RevisionHead, RevisionRow

READERS = frozenset({"strategist", "steward"})
WITHHELD = "withheld"
# Revisions that settled an answer once named in their reason whom it was asked of. Names may hold full stops, so all that follows goes.
_NAMED = re.compile(r"(Settled [\w-]+), asked of (?!\d+ (?:person|people)\b).*", re.DOTALL)
One = TypeVar("One", RevisionRow, RevisionHead)


def may_read(roles: Iterable[str]) -> bool:
    """Whether somebody with these roles reads the names and words of those who were asked."""
    return not READERS.isdisjoint(roles)


def for_reader(document: Strategy, roles: Iterable[str]) -> Strategy:
    """The document as somebody with these roles may read it: of those who were heard, others learn no more than how many they were."""
    if may_read(roles) or not any(one.heard for one in document.answers.values()):
        return document
    return msgspec.structs.replace(document, answers={code: _withheld(one) for code, one in document.answers.items()})


def _withheld(answer: Answer) -> Answer:
    return msgspec.structs.replace(answer, heard=tuple(Heard(by=WITHHELD) for _one in answer.heard))


def revision_for_reader(one: One, roles: Iterable[str]) -> One:
    """A revision, or its head, as somebody with these roles may read it."""
    held = tuple(roles)
    if may_read(held):
        return one
    because = reason_without_names(one.because)
    if isinstance(one, RevisionRow):
        return replace(one, because=because, document=for_reader(one.document, held))
    return replace(one, because=because)


def reason_without_names(because: str) -> str:
    """The reason of a revision without the names of those who were asked."""
    return _NAMED.sub(r"\1.", because)


def kept(document: Strategy, known: Strategy | None) -> Strategy:
    """The document with what was withheld from whoever wrote it put back from `known`; what is not known there goes.

    So a file that was taken out without who said what can be changed and brought in again, and nothing is lost.
    """
    if not any(_is_withheld(one) for one in document.answers.values()):
        return document
    before = known.answers if known else {}
    answers = {
        code: msgspec.structs.replace(one, heard=before[code].heard if code in before else ())
        if _is_withheld(one)
        else one
        for code, one in document.answers.items()
    }
    return msgspec.structs.replace(document, answers=answers)


def _is_withheld(answer: Answer) -> bool:
    return any(one.by == WITHHELD for one in answer.heard)
