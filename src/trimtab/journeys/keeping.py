"""Keeping the record store in shape: months ahead of time, old months let go, statements published for other engines."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from trimtab.evaluation import api as evaluation
from trimtab.governance import api as governance
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import say
from trimtab.lrs import api as lrs


@dataclass(frozen=True, slots=True)
class Let:
    """A month that was let go, and how many summaries stay of it."""

    month: lrs.MonthSize
    summaries: int


@dataclass(frozen=True, slots=True)
class Publication:
    """What was written for other engines: statements by day, and figures."""

    statements: lrs.Published
    figures: int


def publish(*, folder: Path, now: dt.datetime) -> Publication:
    """Writes statements, figures and arms as Parquet, by pseudonym. Raises Refusal when the folder cannot be written."""
    return Publication(
        lrs.publish(folder=folder, now=now), evaluation.publish_figures(folder=folder)
    )


def old_months(*, keep: int, now: dt.datetime) -> list[lrs.MonthSize]:
    """The months before this one and the `keep` full ones before it, oldest first. Raises Refusal below one."""
    if keep < 1:
        raise Refusal("lrs.keep", say("At least the last full month is kept."), "keep")
    return lrs.months_before(lrs.Month.of(now).later(-keep).starts)


def let_go(*, keep: int, now: dt.datetime) -> list[Let]:
    """Sums up and drops the old months, each in a transaction of its own, and writes it down. Raises Refusal."""
    return [let_month_go(month, now) for month in old_months(keep=keep, now=now)]


@transaction.atomic
def let_month_go(month: lrs.MonthSize, now: dt.datetime) -> Let:
    """Sums up and drops one month, and writes it down. Raises lrs.MonthInUse."""
    summaries = lrs.drop_month(month=month.month)
    detail = {"statements": month.statements, "bytes": month.bytes, "summaries": summaries}
    governance.audit(
        actor_id=None,
        act="statements.dropped",
        target=f"records/{month.month}",
        detail=detail,
        now=now,
    )
    return Let(month, summaries)
