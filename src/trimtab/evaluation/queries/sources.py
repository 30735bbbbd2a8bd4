"""Where figures come from, and what each reading brought."""

from __future__ import annotations

from trimtab.evaluation.domain.sources import (
    Columns,
    Every,
    RunState,
    SourceKind,
    SourceRow,
    SourceRunRow,
    Wanted,
    columns_of,
)
from trimtab.evaluation.models import Source, SourceRun
from trimtab.kernel.addresses import masked
from trimtab.kernel.errors import NotFound
from trimtab.kernel.said import Said, as_written, listed, say, say_in
from trimtab.kernel.said_as_json import decoded

NEWEST_FIRST = ("-at", "-id")


def sources() -> list[SourceRow]:
    """Sources in force with their newest run, by name; two queries."""
    in_force = list(Source.objects.filter(ended_at=None).order_by("name"))
    newest = (
        SourceRun.objects.filter(source__in=in_force)
        .order_by("source", *NEWEST_FIRST)
        .distinct("source")
    )
    last = {run.source_id: run_row(run) for run in newest}
    return [
        SourceRow(
            id=source.pk,
            name=source.name,
            wanted=wanted_of(source),
            columns=columns_of_source(source),
            every=Every(source.every),
            due_at=source.due_at,
            last=last.get(source.pk),
        )
        for source in in_force
    ]


def source_named(name: str) -> SourceRow:
    """The source in force of this name. Raises NotFound."""
    in_force = sources()
    for source in in_force:
        if source.name == name:
            return source
    known = listed(source.name for source in in_force) or say_in("of sources", "none")
    sentence = say("There is no source '{name}'. There are: {sources}.", name=name, sources=known)
    raise NotFound("source.unknown", sentence, "name")


def runs(source_id: int, most: int = 30) -> list[SourceRunRow]:
    """The readings of a source, newest first."""
    newest = SourceRun.objects.filter(source=source_id).order_by(*NEWEST_FIRST)[:most]
    return [run_row(run) for run in newest]


def run_row(run: SourceRun) -> SourceRunRow:
    """A reading as a row."""
    return SourceRunRow(
        at=run.at,
        state=RunState(run.state),
        sentence=covered(run.sentence),
        added=run.added,
        revised=run.revised,
        unchanged=run.unchanged,
        left_out=run.left_out,
        problems=tuple(decoded(problem) for problem in run.problems),
        oddities=tuple(decoded(oddity) for oddity in run.oddities),
    )


def covered(sentence: str) -> Said:
    """A sentence without the credentials of addresses; one that names any stays English."""
    text = masked(sentence)
    return as_written(sentence if text == sentence else text)


def wanted_of(source: Source) -> Wanted:
    """What a source asks for, as it was written down."""
    return Wanted(**{**source.wanted, "kind": SourceKind(source.wanted["kind"])})


def columns_of_source(source: Source) -> Columns:
    """How a source's columns are understood, as it was written down."""
    return columns_of(source.columns)
