"""Figures that come by themselves: sources, the turn that reads those that are due, and what each
reading found.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import asdict

from django.db import transaction

from trimtab.evaluation.actions.importing import import_table
from trimtab.evaluation.domain.rows import MeasureImport
from trimtab.evaluation.domain.sources import (
    Columns,
    Every,
    Fetch,
    RunState,
    SourceRunRow,
    Table,
    Wanted,
    check_source,
    next_due,
    next_try,
)
from trimtab.evaluation.models import Measure, Source, SourceRun
from trimtab.evaluation.queries.sources import (
    NEWEST_FIRST,
    columns_of_source,
    covered,
    run_row,
    wanted_of,
)
from trimtab.kernel.errors import NotFound, Refusal
from trimtab.kernel.said import Said, figure, say, say_n
from trimtab.kernel.said_as_json import encoded

MOST_KEPT = 50
MOST_AT_ONCE = 4
MOST_COUNTED = 20
WENT_WRONG = say(
    "Something here went wrong while it was read; the log of this installation says more."
)
Result = Callable[[], Table]
"""Gives what was read, or raises what kept it from being read."""

log = logging.getLogger("trimtab.sources")


@transaction.atomic
def add_source(
    *, name: str, wanted: Wanted, columns: Columns, every: Every, now: dt.datetime
) -> int:
    """A new source, read at the next turn; returns its id.

    Raises Refusal with the field at fault.
    """
    units = dict(Measure.objects.filter(retired_at=None).values_list("key", "unit"))
    check_source(name, wanted, columns, units)
    if Source.objects.filter(name=name.strip(), ended_at=None).exists():
        raise Refusal("source.name", say("'{name}' is there already.", name=name.strip()), "name")
    source = Source.objects.create(
        name=name.strip(),
        kind=wanted.kind,
        wanted=asdict(wanted),
        columns=asdict(columns),
        every=every,
        due_at=now,
        created_at=now,
    )
    return source.pk


def end_source(*, source_id: int, now: dt.datetime) -> None:
    """Reads a source no more; its figures stay. Raises NotFound."""
    if not Source.objects.filter(id=source_id, ended_at=None).update(ended_at=now):
        raise _unknown()


def read_soon(*, source_id: int, now: dt.datetime) -> None:
    """Lets a source be read at the next turn. Raises NotFound."""
    if not Source.objects.filter(id=source_id, ended_at=None).update(due_at=now):
        raise _unknown()


def _unknown() -> NotFound:
    return NotFound("source.unknown", say("There is no such source."))


def collect_due(*, fetch: Fetch, now: dt.datetime) -> list[SourceRunRow]:
    """Reads every source that is due, a few at once: one that is slow or cannot be read says so and
    holds up no other.

    Returns the readings in the order in which they ended. `fetch` is called in threads, which touch
    no database.
    """
    due = list(Source.objects.filter(ended_at=None, due_at__lte=now).order_by("due_at", "id"))
    rows: list[SourceRunRow] = []
    left = iter(due)
    waiting: dict[Future[Table], Source] = {}
    with ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="source") as pool:
        # No more than a few are asked before what they gave is taken over: tables are large.
        while True:
            while len(waiting) < MOST_AT_ONCE and (source := next(left, None)):
                waiting[pool.submit(fetch, wanted_of(source))] = source
            if not waiting:
                return rows
            for ended in wait(waiting, return_when=FIRST_COMPLETED).done:
                rows.append(_take_over(waiting.pop(ended), ended.result, now))


def collect(*, source_id: int, fetch: Fetch, now: dt.datetime) -> SourceRunRow:
    """Reads one source and writes down what came of it. Raises NotFound."""
    source = Source.objects.filter(id=source_id, ended_at=None).first()
    if source is None:
        raise _unknown()
    return _take_over(source, lambda: fetch(wanted_of(source)), now)


def _take_over(source: Source, result: Result, now: dt.datetime) -> SourceRunRow:
    """Takes over what was read, writes down what came of it, and says when it is read next."""
    try:
        brought = import_table(table=result(), columns=columns_of_source(source), now=now)
        run = _run(source, brought, now)
    except Refusal as refusal:
        run = _failed(source, _said(refusal), now)
    except Exception:
        # Whatever is wrong with one source, the others are read.
        log.exception("The source '%s' could not be read", source.name)
        run = _failed(source, WENT_WRONG, now)
    every = Every(source.every)
    has_failed = run.state is RunState.FAILED
    due_at = next_try(every, now, _failures(source) + 1) if has_failed else next_due(every, now)
    with transaction.atomic():
        SourceRun.objects.bulk_create([run])
        Source.objects.filter(id=source.pk).update(due_at=due_at)
    return run_row(run)


def _failures(source: Source) -> int:
    """How many readings in a row, up to the newest, failed."""
    runs = SourceRun.objects.filter(source=source).order_by(*NEWEST_FIRST)
    states = list(runs.values_list("state", flat=True)[:MOST_COUNTED])
    ended = (count for count, state in enumerate(states) if state != RunState.FAILED)
    return next(ended, len(states))


def _said(refusal: Refusal) -> Said:
    """Why it could not be read, with what is at fault."""
    if not refusal.field:
        return covered(refusal.sentence)
    return covered(say("{field}: {sentence}", field=refusal.field, sentence=refusal.sentence))


def _failed(source: Source, sentence: Said, now: dt.datetime) -> SourceRun:
    return SourceRun(source=source, at=now, state=RunState.FAILED, sentence=sentence)


def _run(source: Source, brought: MeasureImport, now: dt.datetime) -> SourceRun:
    count = len(brought.problems)
    sentence = say_n(
        "A row cannot be read; nothing was taken over.",
        "{many} rows cannot be read; nothing was taken over.",
        count,
        many=figure(count, ","),
    )
    return SourceRun(
        source=source,
        at=now,
        state=RunState.REFUSED if count else RunState.GOOD,
        sentence=sentence if count else "",
        added=brought.added,
        revised=brought.revised,
        unchanged=brought.unchanged,
        left_out=brought.left_out,
        problems=[encoded(problem.said) for problem in brought.problems[:MOST_KEPT]],
        oddities=[encoded(oddity) for oddity in brought.oddities[:MOST_KEPT]],
    )
