"""What a finding is, and how a check says it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from trimtab.kernel.said import Said
from trimtab.strategy.domain.document import Strategy
from trimtab.strategy.domain.patch import Op, Operation, Patch


class Severity(StrEnum):
    """An error blocks adoption; a warning wants an answer; a note is worth a thought."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class FindingAt:
    """One thing that a check found: the place, the sentence, how to mend it, and the change that
    mends it where there is one.

    `marks` are the words of the text at the place that it is about, as (start, end) in characters.
    """

    place: str
    says: Said
    mend: Said
    patch: Patch | None = None
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """A check with its stable code, severity, name, source, and why it matters. `finds` yields
    nothing on a coherent document.

    `reads` are the codes of the catalogue's questions whose answers it reads: no other answer may
    change what it finds.
    """

    code: str
    severity: Severity
    name: Said
    source: str
    why: Said
    finds: Callable[[Strategy], Iterable[FindingAt]]
    reads: tuple[str, ...] = ()


def setting(title: Said, place: str, value: object) -> Patch:
    """The mend that sets one place."""
    return Patch(title=title, operations=(Operation(op=Op.SET, place=place, value=value),))


def removing(title: Said, place: str) -> Patch:
    """The mend that takes one part away."""
    return Patch(title=title, operations=(Operation(op=Op.REMOVE, place=place),))


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that is meant most likely; "" when none is near."""
    found = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return found[0] if found else ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What the coherence check says about a document."""

    code: str
    severity: Severity
    place: str
    says: Said
    mend: Said
    patch: Patch | None = None
    marks: tuple[tuple[int, int], ...] = ()
