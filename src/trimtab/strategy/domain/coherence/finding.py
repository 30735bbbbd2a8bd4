"""What a finding is, and how a check says it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from trimtab.strategy.domain.document import Strategy
from trimtab.strategy.domain.patch import Patch


class Severity(StrEnum):
    """An error blocks adoption; a warning wants an answer; a note is worth a thought."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that a check found: the place, the sentence, how to mend it, and the change that mends it where there is one."""

    place: str
    says: str
    mend: str
    patch: Patch | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """A check with its stable code, severity, name and source. `finds` yields nothing on a coherent document.

    `reads` are the codes of the catalogue's questions whose answers it reads: no other answer may change what it finds.
    """

    code: str
    severity: Severity
    name: str
    source: str
    finds: Callable[[Strategy], Iterable[Found]]
    reads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What the coherence check says about a document."""

    code: str
    severity: Severity
    place: str
    says: str
    mend: str
    patch: Patch | None = None
