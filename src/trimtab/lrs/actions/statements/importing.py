"""Statements from a file: checked by the rules that clients keep, stored in bulk; a line
that cannot be taken is left out by itself."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import say
from trimtab.lrs.actions.statements.storing import prepare, prepare_each, store_together
from trimtab.lrs.domain.credentials import CredentialRow, Scope
from trimtab.lrs.domain.statements.rows import Prepared, StoredStatement
from trimtab.lrs.queries.statements import by_id
from trimtab.xapi.decoding import decode
from trimtab.xapi.equality import same
from trimtab.xapi.files import File, Files
from trimtab.xapi.profile import MENDED
from trimtab.xapi.version import Version, version_of

IN_A_BATCH = 1_000
MOST_HELD = 64 * 1024 * 1024
IMPORT = CredentialRow("import", "Import", frozenset({Scope.WRITE, Scope.VOID, Scope.PEOPLE}))
FileLine = tuple[int, int, bytes]


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is wrong with one line (the first is 1) of a file of statements."""

    line: int
    sentence: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.sentence}"


@dataclass(frozen=True, slots=True)
class BatchReport:
    """What became of one batch of lines (`size` of the file: bytes, or rows). Lines with a
    problem were left out; `mended` are those in which known slips were mended."""

    lines: int
    size: int
    stored: int = 0
    unchanged: int = 0
    mended: int = 0
    problems: tuple[LineProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How lines are read: `data` gives the data of an attachment by its SHA-2 (lower
    case), or None; `lenient` mends known slips."""

    data: Callable[[str], bytes | None] = lambda _sha2: None
    lenient: bool = False


_STRICTLY = ImportOptions()


def import_lines(
    lines: Iterable[FileLine],
    *,
    clock: Callable[[], dt.datetime],
    dry_run: bool = False,
    options: ImportOptions = _STRICTLY,
) -> Iterator[BatchReport]:
    """Stores lines (number, share of the file's size, JSON of one statement) in
    batches; yields a report for each batch.

    Every statement carries its id, so that importing a file again
    changes nothing. `dry_run` only checks.
    """
    batch = _Batch()
    for line in lines:
        batch.take(line, clock(), options)
        if batch.is_full:
            yield batch.stored(clock, dry_run=dry_run)
            batch = _Batch()
    if batch.lines:
        yield batch.stored(clock, dry_run=dry_run)


class _Batch:
    """Lines that are read and go in together."""

    def __init__(self) -> None:
        self.lines = self.size = self.mended = self._held = 0
        self._rows: dict[UUID, StoredStatement] = {}
        self._at: dict[UUID, int] = {}
        self._problems: list[LineProblem] = []

    @property
    def is_full(self) -> bool:
        """Whether it is time to store: enough lines, or enough data of attachments."""
        return self.lines >= IN_A_BATCH or self._held >= MOST_HELD

    def take(self, line: FileLine, now: dt.datetime, options: ImportOptions) -> None:
        """Reads one line; what is wrong with it is kept as its problem."""
        number, size, text = line
        self.lines += 1
        self.size += size
        try:
            row, is_mended = _row(text, now, options)
            if row.id in self._rows and not same(self._rows[row.id].statement, row.statement):
                raise Refusal(
                    "lrs.import-twice",
                    say(
                        "Line {line} has the same id and says something else.",
                        line=self._at[row.id],
                    ),
                )
        except Refusal as fault:
            self._problems.append(_problem(number, fault))
            return
        self.mended += is_mended
        self._held += sum(len(file.data) for file in row.files.values())
        self._rows.setdefault(row.id, row)
        self._at.setdefault(row.id, number)

    def stored(self, clock: Callable[[], dt.datetime], *, dry_run: bool) -> BatchReport:
        """Stores what can be taken, unless it is only looked at, and reports."""
        known = by_id.texts(self._rows)
        for key, text in known.items():
            if not same(self._rows[key].statement, json.loads(text)):
                sentence = say(
                    "The statement {key} is stored already and says something else.", key=str(key)
                )
                self._problems.append(LineProblem(self._at[key], sentence))
        fresh = [row for key, row in self._rows.items() if key not in known]
        gone = 0 if dry_run else self._store(fresh, clock)
        problems = tuple(sorted(self._problems, key=lambda problem: problem.line))
        done = 0 if dry_run else len(fresh) - gone
        unchanged = 0 if dry_run else self.lines - done - len(problems)
        return BatchReport(self.lines, self.size, done, unchanged, self.mended, problems)

    def _store(self, fresh: list[StoredStatement], clock: Callable[[], dt.datetime]) -> int:
        faults = store_together([Prepared((row,)) for row in fresh], clock=clock) if fresh else []
        late = [
            _problem(self._at[row.id], fault)
            for row, fault in zip(fresh, faults, strict=True)
            if fault
        ]
        self._problems += late
        return len(late)


def _problem(number: int, fault: Refusal) -> LineProblem:
    return LineProblem(
        number, f"{fault.field}: {fault.sentence}" if fault.field else fault.sentence
    )


def _row(text: bytes, now: dt.datetime, options: ImportOptions) -> tuple[StoredStatement, bool]:
    """The row of a line, and whether something in it was mended."""
    given = decode(text)
    if isinstance(given, dict) and "id" not in given:
        sentence = say(
            "A statement in a file needs its id: without one, importing the file twice would "
            "store it twice."
        )
        raise Refusal("lrs.import-id", sentence, "id")
    if isinstance(given, list):
        raise Refusal("lrs.import-list", say("A line holds one statement, not a list."))
    files, version = _files(given, options), _version(given)
    if not options.lenient:
        return prepare(given, by=IMPORT, now=now, version=version, files=files).rows[0], False
    batch = prepare_each(given, by=IMPORT, now=now, version=version, files=files)
    if batch.left_out:
        raise batch.left_out[0].fault
    row = batch.rows[0][1].rows[0]
    return row, MENDED.encode() in row.text and MENDED.encode() not in text


def _files(given: object, options: ImportOptions) -> Files:
    """The data of the attachments that a statement names, as far as they are there;
    whether it names them rightly is asked later."""
    files: dict[str, File] = {}
    for attachment in _attachments(given):
        sha2 = attachment.get("sha2") if isinstance(attachment, dict) else None
        if (
            isinstance(sha2, str)
            and sha2.isalnum()
            and (data := options.data(sha2.lower())) is not None
        ):
            files[sha2.lower()] = File.of(data)
    return files


def _attachments(given: object) -> list[object]:
    if not isinstance(given, dict):
        return []
    inner = given.get("object")
    held = [given.get("attachments"), inner.get("attachments") if isinstance(inner, dict) else None]
    return [attachment for several in held if isinstance(several, list) for attachment in several]


def _version(given: object) -> Version:
    """The version whose rules a statement keeps: the one that it names, else 1.0.3."""
    named = given.get("version") if isinstance(given, dict) else None
    return (version_of(named) if isinstance(named, str) else None) or Version.ONE
