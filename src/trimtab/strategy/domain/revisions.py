"""Where a revision stands."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import Said, say, say_n
from trimtab.strategy.domain.coherence import Finding, Severity
from trimtab.strategy.domain.document import Strategy


class State(StrEnum):
    """Draft, in review, adopted, superseded: never backwards."""

    DRAFT = "draft"
    IN_REVIEW = "in-review"
    ADOPTED = "adopted"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """One state of the document with who wrote it, when and why; `by` None is the platform.

    `at_console` says that it was put in force at the console, where no second person is asked.
    """

    number: int
    state: State
    document: Strategy
    base: int | None
    by: UUID | None
    by_name: str
    at: dt.datetime
    because: Said
    adopted_at: dt.datetime | None
    at_console: bool = False


@dataclass(frozen=True, slots=True)
class RevisionHead:
    """A revision without its document, for lists."""

    number: int
    state: State
    by_name: str
    at: dt.datetime
    because: Said
    adopted_at: dt.datetime | None


def check_adoption(state: State, findings: tuple[Finding, ...]) -> None:
    """Raises Refusal when a revision cannot be adopted: it is over, or findings block it."""
    if state not in {State.DRAFT, State.IN_REVIEW, State.ADOPTED}:
        raise Refusal(
            "strategy.over", say("This revision was superseded. Going back is a new revision.")
        )
    errors = [one for one in findings if one.severity is Severity.ERROR]
    if errors:
        first = errors[0]
        raise Refusal(
            "strategy.findings",
            say_n(
                "{count} finding blocks adoption; the first is {code}: {says} {mend}",
                "{count} findings block adoption; the first is {code}: {says} {mend}",
                len(errors),
                code=first.code,
                says=first.says,
                mend=first.mend,
            ),
            first.place,
        )
