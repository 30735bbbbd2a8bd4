"""Figures that come by themselves: sources, the turn that reads those that are due, and what each reading found."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import asdict

from django.db import transaction

from trimtab.evaluation.actions.matching import store_figures, subjects_of, unknown_subject
from trimtab.evaluation.domain.notation import Notation
from trimtab.evaluation.domain.quality import counted, oddities
from trimtab.evaluation.domain.reading import Reading, read_table
from trimtab.evaluation.domain.rows import Figure, MeasureImport, MeasureProblem
from trimtab.evaluation.domain.sources import (
    Columns,
    Every,
    Fetch,
    RunRow,
    RunState,
    SourceKind,
    SourceRow,
    Table,
    Wanted,
    check_columns,
    check_source,
    columns_of,
    next_due,
    next_try,
)
from trimtab.evaluation.domain.totals import without_totals
from trimtab.evaluation.models import Measure, Source, SourceRun
from trimtab.evaluation.queries import moments
from trimtab.evaluation.queries.tables import csv_table
from trimtab.kernel.addresses import masked
from trimtab.kernel.errors import NotFound, Refusal
from trimtab.people import api as people

MOST_KEPT = 50
MOST_AT_ONCE = 4
MOST_COUNTED = 20
Result = Callable[[], Table]
log = logging.getLogger("trimtab.sources")


def import_measures(*, csv_text: str, now: dt.datetime) -> MeasureImport:
    """Imports figures from CSV (columns measure, subject, when, value); all of them, or nothing when one is wrong."""
    table = csv_table(csv_text.lstrip("\ufeff"))
    return import_table(table=table, columns=Columns(notation=Notation.POINT), now=now)


@transaction.atomic
def import_table(*, table: Table, columns: Columns, now: dt.datetime) -> MeasureImport:
    """Imports the figures of a table; all of them, or nothing when a row is wrong.

    The same figures again change nothing; another figure for the same subject and day supersedes the earlier one, which is kept. Raises
    Refusal when the columns say what cannot be.
    """
    check_columns(columns)
    measures = list(Measure.objects.filter(retired_at=None))
    shares = [one.key for one in measures if one.scale == "proportion"]
    reading = read_table(
        table, columns, {one.key: one.unit for one in measures}, now.date(), shares
    )
    grains = {one.key: one.grain for one in measures}
    persons, units = subjects_of(reading.figures, grains)
    known, unknown = [], []
    for one in reading.figures:
        problem = unknown_subject(one, grains[one.measure], persons, units)
        if problem is None:
            known.append(one)
        else:
            unknown.append(problem)
    of_units, asked = _without_totals(
        [one for one in known if grains[one.measure] == "unit"], columns
    )
    known = [one for one in known if grains[one.measure] != "unit"] + of_units
    problems = [*reading.problems, *asked, *([] if columns.leave_out_unknown else unknown)]
    if problems or not known:
        faults = problems or (
            MeasureProblem(1, "", "There are no rows with figures of anybody who is known here."),
        )
        return MeasureImport(
            left_out=len(unknown), problems=tuple(sorted(faults, key=lambda one: one.line))
        )
    done = store_figures(known, grains, persons, units, now)
    said = _oddities(
        reading,
        done.revised,
        [one for one in measures if one.key in {f.measure for f in known}],
        now,
    )
    return MeasureImport(done.added, done.revised, done.unchanged, (), len(unknown), tuple(said))


def _without_totals(
    figures: Sequence[Figure], columns: Columns
) -> tuple[list[Figure], list[MeasureProblem]]:
    parents = (
        {unit.code.lower(): unit.parent_code.lower() for unit in people.units()} if figures else {}
    )
    return without_totals(figures, parents, columns.above, columns.subject_column)


def _oddities(
    reading: Reading, revised: int, measures: Sequence[Measure], now: dt.datetime
) -> Iterator[str]:
    for one in counted(reading.repeated, revised):
        yield one.sentence
    for measure in measures:
        for one in oddities(measure.name, moments.days(measure.key), now.date(), measure.unit):
            yield one.sentence


@transaction.atomic
def add_source(
    *, name: str, wanted: Wanted, columns: Columns, every: Every, now: dt.datetime
) -> int:
    """A new source, read at the next turn; returns its id. Raises Refusal with the field at fault."""
    units = dict(Measure.objects.filter(retired_at=None).values_list("key", "unit"))
    check_source(name, wanted, columns, units)
    if Source.objects.filter(name=name.strip(), ended_at=None).exists():
        raise Refusal("source.name", f"'{name.strip()}' is there already.", "name")
    made = Source.objects.create(
        name=name.strip(),
        kind=wanted.kind,
        wanted=asdict(wanted),
        columns=asdict(columns),
        every=every,
        due_at=now,
        created_at=now,
    )
    return made.pk


def end_source(*, source_id: int, now: dt.datetime) -> None:
    """Reads a source no more; its figures stay. Raises NotFound."""
    if not Source.objects.filter(id=source_id, ended_at=None).update(ended_at=now):
        raise NotFound("source.unknown", "There is no such source.")


def read_soon(*, source_id: int, now: dt.datetime) -> None:
    """Lets a source be read at the next turn. Raises NotFound."""
    if not Source.objects.filter(id=source_id, ended_at=None).update(due_at=now):
        raise NotFound("source.unknown", "There is no such source.")


def collect_due(*, fetch: Fetch, now: dt.datetime) -> list[RunRow]:
    """Reads every source that is due, a few at once: one that is slow or cannot be read says so and holds up no other. Returns the
    readings in the order in which they ended. `fetch` is called in threads, which touch no database."""
    due = list(Source.objects.filter(ended_at=None, due_at__lte=now).order_by("due_at", "id"))
    rows, left = [], iter(due)
    waiting: dict[Future[Table], Source] = {}
    with ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="source") as pool:
        # No more than a few are asked before what they gave is taken over: tables are large.
        while True:
            while len(waiting) < MOST_AT_ONCE and (source := next(left, None)):
                waiting[pool.submit(fetch, _wanted(source))] = source
            if not waiting:
                return rows
            for ended in wait(waiting, return_when=FIRST_COMPLETED).done:
                rows.append(_take_over(waiting.pop(ended), ended.result, now))


def collect(*, source_id: int, fetch: Fetch, now: dt.datetime) -> RunRow:
    """Reads one source and writes down what came of it. Raises NotFound."""
    source = Source.objects.filter(id=source_id, ended_at=None).first()
    if source is None:
        raise NotFound("source.unknown", "There is no such source.")
    return _take_over(source, lambda: fetch(_wanted(source)), now)


def _take_over(source: Source, result: Result, now: dt.datetime) -> RunRow:
    """Takes over what was read, writes down what came of it, and says when it is read next."""
    try:
        run = _run(source, import_table(table=result(), columns=_columns(source), now=now), now)
    except Refusal as refusal:
        sentence = masked(
            f"{refusal.field}: {refusal.sentence}" if refusal.field else refusal.sentence
        )
        run = SourceRun(source=source, at=now, state=RunState.FAILED, sentence=sentence)
    except Exception:
        # Whatever is wrong with one source, the others are read.
        log.exception("The source '%s' could not be read", source.name)
        sentence = (
            "Something here went wrong while it was read; the log of this installation says more."
        )
        run = SourceRun(source=source, at=now, state=RunState.FAILED, sentence=sentence)
    every = Every(source.every)
    failed = run.state is RunState.FAILED
    due_at = next_try(every, now, _failures(source) + 1) if failed else next_due(every, now)
    with transaction.atomic():
        SourceRun.objects.bulk_create([run])
        Source.objects.filter(id=source.pk).update(due_at=due_at)
    return _row(run)


def _failures(source: Source) -> int:
    """How many readings in a row, up to the newest, failed."""
    newest = (
        SourceRun.objects.filter(source=source)
        .order_by("-at", "-id")
        .values_list("state", flat=True)
    )
    states = list(newest[:MOST_COUNTED])
    return next(
        (number for number, state in enumerate(states) if state != RunState.FAILED), len(states)
    )


def _run(source: Source, done: MeasureImport, now: dt.datetime) -> SourceRun:
    count = len(done.problems)
    sentence = (
        f"{count:,} rows cannot be read; nothing was taken over."
        if count > 1
        else "A row cannot be read; nothing was taken over."
    )
    return SourceRun(
        source=source,
        at=now,
        state=RunState.REFUSED if count else RunState.GOOD,
        sentence=sentence if count else "",
        added=done.added,
        revised=done.revised,
        unchanged=done.unchanged,
        left_out=done.left_out,
        problems=[str(one) for one in done.problems[:MOST_KEPT]],
        oddities=list(done.oddities[:MOST_KEPT]),
    )


def sources() -> list[SourceRow]:
    """Sources in force with their newest run, by name; two queries."""
    found = list(Source.objects.filter(ended_at=None).order_by("name"))
    newest = (
        SourceRun.objects.filter(source__in=found)
        .order_by("source", "-at", "-id")
        .distinct("source")
    )
    last = {one.source_id: _row(one) for one in newest}
    return [
        SourceRow(
            one.pk,
            one.name,
            _wanted(one),
            _columns(one),
            Every(one.every),
            one.due_at,
            last.get(one.pk),
        )
        for one in found
    ]


def source_named(name: str) -> SourceRow:
    """The source in force of this name. Raises NotFound."""
    found = next((one for one in sources() if one.name == name), None)
    if found is None:
        known = ", ".join(one.name for one in sources()) or "none"
        raise NotFound(
            "source.unknown", f"There is no source '{name}'. There are: {known}.", "name"
        )
    return found


def runs(source_id: int, most: int = 30) -> list[RunRow]:
    """The readings of a source, newest first."""
    return [
        _row(one)
        for one in SourceRun.objects.filter(source=source_id).order_by("-at", "-id")[:most]
    ]


def _row(one: SourceRun) -> RunRow:
    return RunRow(
        one.at,
        RunState(one.state),
        masked(one.sentence),
        one.added,
        one.revised,
        one.unchanged,
        one.left_out,
        tuple(one.problems),
        tuple(one.oddities),
    )


def _wanted(source: Source) -> Wanted:
    return Wanted(**{**source.wanted, "kind": SourceKind(source.wanted["kind"])})


def _columns(source: Source) -> Columns:
    return columns_of(source.columns)
