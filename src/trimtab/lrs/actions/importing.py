"""Statements from a file: checked by the rules that clients keep, stored in bulk, each batch whole or not at all."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from trimtab.kernel.errors import Refusal
from trimtab.lrs import finding
from trimtab.lrs.actions.storing import prepare, store_together
from trimtab.lrs.domain.rows import CredentialRow, Prepared, Scope, StoredStatement
from trimtab.xapi.decoding import decode
from trimtab.xapi.equality import same
from trimtab.xapi.version import Version, version_of

IN_A_BATCH = 1_000
IMPORT = CredentialRow("import", "Import", frozenset({Scope.WRITE, Scope.VOID, Scope.PEOPLE}))
Line = tuple[int, int, bytes]


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is wrong with one line (the first is 1) of a file of statements."""

    line: int
    sentence: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.sentence}"


@dataclass(frozen=True, slots=True)
class BatchReport:
    """What became of one batch of lines (`size` of the file: bytes, or rows); with any problem, none of them was stored."""

    lines: int
    size: int
    stored: int = 0
    unchanged: int = 0
    problems: tuple[LineProblem, ...] = ()


def import_lines(
    lines: Iterable[Line], *, clock: Callable[[], dt.datetime], dry_run: bool = False
) -> Iterator[BatchReport]:
    """Stores lines (number, share of the file's size, JSON of one statement) in batches; yields a report for each batch.

    Every statement carries its id, so that importing a file again changes nothing. `dry_run` only checks.
    """
    left = iter(lines)
    while batch := list(islice(left, IN_A_BATCH)):
        yield _import_batch(batch, clock, dry_run=dry_run)


def _import_batch(batch: list[Line], clock: Callable[[], dt.datetime], *, dry_run: bool) -> BatchReport:
    rows: dict[UUID, StoredStatement] = {}
    at: dict[UUID, int] = {}
    problems: list[LineProblem] = []
    for number, _size, text in batch:
        try:
            row = _row(text, clock())
            if row.id in rows and not same(rows[row.id].statement, row.statement):
                raise Refusal("lrs.import-twice", f"Line {at[row.id]} has the same id and says something else.")
        except Refusal as fault:
            problems.append(LineProblem(number, f"{fault.field}: {fault.sentence}" if fault.field else fault.sentence))
        else:
            rows.setdefault(row.id, row)
            at.setdefault(row.id, number)
    known = finding.texts(rows)
    problems += [
        LineProblem(at[key], f"The statement {key} is stored already and says something else.")
        for key, text in known.items()
        if not same(rows[key].statement, json.loads(text))
    ]
    if problems or dry_run:
        return BatchReport(len(batch), _size_of(batch), problems=tuple(sorted(problems, key=lambda one: one.line)))
    return _stored(batch, rows, known, clock)


def _row(text: bytes, now: dt.datetime) -> StoredStatement:
    given = decode(text)
    if isinstance(given, dict) and "id" not in given:
        sentence = "A statement in a file needs its id: without one, importing the file twice would store it twice."
        raise Refusal("lrs.import-id", sentence, "id")
    if isinstance(given, list):
        raise Refusal("lrs.import-list", "A line holds one statement, not a list.")
    return prepare(given, by=IMPORT, now=now, version=_version(given)).rows[0]


def _version(given: object) -> Version:
    """The version whose rules a statement keeps: the one that it names, else 1.0.3."""
    named = given.get("version") if isinstance(given, dict) else None
    return (version_of(named) if isinstance(named, str) else None) or Version.ONE


def _stored(
    batch: list[Line], rows: Mapping[UUID, StoredStatement], known: Mapping[UUID, str], clock: Callable[[], dt.datetime]
) -> BatchReport:
    [fault] = store_together([Prepared(tuple(rows.values()))], clock=clock)
    if fault:
        problem = LineProblem(batch[0][0], f"This line or one of the next {len(batch) - 1}: {fault.sentence}")
        return BatchReport(len(batch), _size_of(batch), problems=(problem,))
    fresh = len(rows) - len(known)
    return BatchReport(len(batch), _size_of(batch), fresh, len(batch) - fresh)


def _size_of(batch: list[Line]) -> int:
    return sum(size for _number, size, _text in batch)
