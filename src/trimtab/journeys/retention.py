"""Letting go of what is past its time, as the answer to Q-G7 in force has it.

Without that answer nothing is let go.

The answer is one number of days for everything that it names (`RetainedData`). Nothing else is
touched: how answers were graded, who searched and when, figures, arms and verdicts stay, and so
does every figure that is made of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction

from trimtab.courses import api as courses
from trimtab.evaluation import api as evaluation
from trimtab.governance import api as governance
from trimtab.journeys import keeping
from trimtab.kernel.past import Past
from trimtab.lrs import api as lrs
from trimtab.messaging import api as messaging
from trimtab.people import api as people
from trimtab.practice import api as practice
from trimtab.strategy import api as strategy
from trimtab.support import api as support

SETTING = "data.retention_days"
# Longer than this is for ever; and a calendar ends somewhere.
MOST_DAYS = 36_500


class RetainedData(StrEnum):
    """What the answer names."""

    ANSWERS = "answers"
    SEARCHES = "searches"
    MESSAGES = "messages"
    DOCUMENTS = "documents"
    SIGN_INS = "sign-ins"
    LOOKS = "looks"
    STATEMENTS = "statements"


_OLD: Mapping[RetainedData, tuple[Callable[[dt.datetime], Past], ...]] = {
    RetainedData.ANSWERS: (practice.old_answers,),
    RetainedData.SEARCHES: (support.old_searches,),
    RetainedData.MESSAGES: (messaging.old_messages,),
    RetainedData.DOCUMENTS: (lrs.old_documents, courses.old_keepings),
    RetainedData.SIGN_INS: (people.old_sign_ins,),
    RetainedData.LOOKS: (governance.old_looks,),
    RetainedData.STATEMENTS: (lrs.old_months,),
}


@dataclass(frozen=True, slots=True)
class Period:
    """How many days the revision in force lets records of persons be kept."""

    days: int
    revision: int

    def before(self, now: dt.datetime) -> dt.datetime:
        """What is older than this is past its time."""
        return now - dt.timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class RetentionLine:
    """Of one kind: how many would go now, and when the next of those that stay would (None when
    there are none).
    """

    kind: RetainedData
    count: int
    next_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Outlook:
    """What would go now, and the running comparisons that look back further than records are
    kept.
    """

    period: Period
    before: dt.datetime
    lines: tuple[RetentionLine, ...]
    longer: tuple[evaluation.Comparison, ...]

    @property
    def total(self) -> int:
        """How many things would go now."""
        return sum(line.count for line in self.lines)


@dataclass(frozen=True, slots=True)
class LetGo:
    """What was let go, by kind, and the months that were in use and wait for the next night."""

    period: Period
    counts: Mapping[RetainedData, int]
    waiting: tuple[str, ...]


def period() -> Period | None:
    """The period in force; None when no adopted answer sets one."""
    revision = strategy.current()
    return _period(revision) if revision else None


def _period(revision: strategy.RevisionRow) -> Period | None:
    found = [
        setting.value for setting in strategy.in_force(revision.document) if setting.key == SETTING
    ]
    days = int(found[0]) if found and isinstance(found[0], int | float) else 0
    return Period(min(days, MOST_DAYS), revision.number) if days >= 1 else None


def outlook(*, now: dt.datetime, revision: strategy.RevisionRow | None = None) -> Outlook | None:
    """The dry run: what `let_go` would let go at this time, or would if another revision were in
    force.

    None when no answer names a period.
    """
    kept = _period(revision) if revision else period()
    if kept is None:
        return None
    before = kept.before(now)
    lines = tuple(
        _line(kind, Past.together(old(before) for old in olds), kept) for kind, olds in _OLD.items()
    )
    return Outlook(
        kept, before, lines, tuple(evaluation.longer_than(days=kept.days, today=now.date()))
    )


def _line(kind: RetainedData, past: Past, kept: Period) -> RetentionLine:
    return RetentionLine(
        kind, past.count, past.oldest + dt.timedelta(days=kept.days) if past.oldest else None
    )


def let_go(*, now: dt.datetime) -> LetGo | None:
    """Lets go of what is past its time, and writes down how many of each kind.

    None, and nothing happens, without a period.

    Each month of statements is summed up and dropped in a transaction of its own; one that is in
    use waits for the next night.
    """
    kept = period()
    if kept is None:
        return None
    before = kept.before(now)
    statements, waiting = _let_months_go(before, now)
    with transaction.atomic():
        counts = {
            RetainedData.ANSWERS: practice.forget_old_answers(before=before),
            RetainedData.SEARCHES: support.forget_old_searches(before=before),
            RetainedData.MESSAGES: messaging.forget_old_messages(before=before),
            RetainedData.DOCUMENTS: lrs.forget_old_documents(before=before)
            + courses.forget_old_keepings(before=before),
            RetainedData.SIGN_INS: people.forget_old_sign_ins(before=before),
            RetainedData.LOOKS: governance.forget_old_looks(before=before),
            RetainedData.STATEMENTS: statements,
        }
        _note(kept, counts, waiting, now)
    return LetGo(kept, counts, waiting)


def _let_months_go(before: dt.datetime, now: dt.datetime) -> tuple[int, tuple[str, ...]]:
    gone, waiting = 0, []
    for month in lrs.months_before(before):
        try:
            gone += keeping.let_month_go(month, now).month.statements
        except lrs.MonthInUse:
            waiting.append(str(month.month))
    return gone, tuple(waiting)


def _note(
    kept: Period, counts: Mapping[RetainedData, int], waiting: tuple[str, ...], now: dt.datetime
) -> None:
    detail: dict[str, object] = {
        "days": kept.days,
        "revision": kept.revision,
        **{kind.value: n for kind, n in counts.items()},
    }
    if waiting:
        detail["waiting"] = " ".join(waiting)
    governance.audit(actor_id=None, act="retention.ran", target="retention", detail=detail, now=now)
