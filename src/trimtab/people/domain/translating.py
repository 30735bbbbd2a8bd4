"""A list of people in the columns of another system, as our own rows. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from trimtab.kernel import plain_csv
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import Said, as_written, say, sentences
from trimtab.people.domain.attributes import Defined
from trimtab.people.domain.column_names import System
from trimtab.people.domain.columns import ColumnTarget, ColumnUse, Mapped
from trimtab.people.domain.formulas import unguarded
from trimtab.people.domain.importing import (
    ATTRIBUTE,
    EMAIL,
    MORE_CELLS,
    RowProblem,
    Rows,
)
from trimtab.people.domain.rows import PersonSpec, UnitRow, UnitSpec
from trimtab.people.domain.standing_words import has_left, is_gone, is_here
from trimtab.people.domain.unit_book import UnitBook
from trimtab.people.domain.zones import language_tag, zone_name

# Workday writes who leads an organisation behind its name.
_LEADER = re.compile(r"\s*\([^()]*\)\s*$")
_LOOKED_AT = 5
_ACTIVE = "active"


@dataclass(frozen=True, slots=True)
class PeopleTable:
    """A list as it was sent: the head, and the rows with their lines. `cut` separates the cells of
    a CSV file, and is empty for a workbook.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    cut: str = ""


@dataclass(frozen=True, slots=True)
class RowLeftOut:
    """A row that was not taken, and why; `address` is as far as it is written."""

    line: int
    name: str
    address: str
    why: Said


@dataclass(frozen=True, slots=True)
class TranslatedList:
    """What a list says: people with the lines on which they stand, units that are not there yet,
    and what is wrong, by line and the name of the column in the list itself.
    """

    people: tuple[PersonSpec, ...]
    lines: tuple[int, ...]
    units: tuple[UnitSpec, ...]
    problems: tuple[RowProblem, ...]
    left_out: tuple[RowLeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds where a list is silent about somebody new, which day it is, and which attributes
    are defined.
    """

    time_zone: str
    language: str
    today: dt.date
    attributes: Defined = field(default_factory=dict)


def table_of(rows: Iterable[tuple[int, Sequence[str]]], cut: str = "") -> PeopleTable:
    """The table in rows: what stands before the head (a title, a version, blank rows) is passed
    over, and so is what is empty at the end of rows. Raises Refusal for a table without a head.
    """
    filled = [(line, _trimmed(cells)) for line, cells in rows]
    filled = [(line, cells) for line, cells in filled if cells]
    if not filled:
        raise Refusal(
            "people.empty", say("The file is empty. The first row names the columns."), "file"
        )
    widest = max(len(cells) for _line, cells in filled[:_LOOKED_AT])
    at = next(
        (
            at
            for at, (_line, cells) in enumerate(filled[:_LOOKED_AT])
            if sum(map(bool, cells)) > widest / 2
        ),
        0,
    )
    head = filled[at][1]
    body = filled[at + 1 :]
    if body and head[0] == "STATUS" and body[0][1][0].upper() == "STATUS":
        # The user data file of SuccessFactors has its labels below the keys.
        body = body[1:]
    return PeopleTable(head, tuple(body), cut)


def _trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    plain = [cell.strip() for cell in cells]
    while plain and not plain[-1]:
        plain.pop()
    return tuple(plain)


def missing(columns: Mapped) -> Said | None:
    """What the columns do not say and every list must: the sentence, or None."""
    uses = {column.use for column in columns}
    if not uses & {ColumnUse.EMAIL, ColumnUse.SIGN_IN}:
        return say("No column says the e-mail address, or what people without one sign in with.")
    if ColumnUse.NAME not in uses and not uses & {ColumnUse.FIRST_NAME, ColumnUse.LAST_NAME}:
        return say("No column says the name.")
    return None


def twice(columns: Mapped, head: Sequence[str]) -> Said | None:
    """Two columns that became the same: the sentence, or None."""
    seen: dict[str, str] = {}
    for column, name in zip(columns, head, strict=True):
        if column.use in (ColumnUse.NOTHING, ColumnUse.LEFT):
            continue
        if str(column) in seen:
            return say(
                "The columns '{first}' and '{second}' became the same. Let one of them be.",
                first=seen[str(column)],
                second=name,
            )
        seen[str(column)] = name
    return None


def translated(
    table: PeopleTable,
    columns: Mapped,
    system: System | None,
    units: Sequence[UnitRow],
    defaults: Defaults,
) -> TranslatedList:
    """What a list says when its columns become `columns`.

    A row with a fault is no person; the others are read all the same.
    """
    reader = _Reader(table, columns, system, UnitBook(units), defaults.today)
    own = {unit.code: unit.parent_code for unit in units}
    # Our own column is a code and says so; elsewhere the book finds units and makes them.
    known = own if system is System.OWN else reader.book.parents
    rows = Rows(known, (defaults.time_zone, defaults.language), defaults.attributes)
    left_out: list[RowLeftOut] = []
    for line, cells in table.rows:
        own_cells, faults = reader.read(line, cells)
        before = len(rows.problems)
        if not rows.add(line, own_cells, faults):
            why = sentences(*(reader.worded(problem) for problem in rows.problems[before:]))
            address = own_cells["email"] or own_cells["sign_in"]
            left_out.append(RowLeftOut(line, own_cells["name"][:200], address[:254], why))
    read = rows.read()
    wanted = {spec.unit for spec in read.people}
    made = [*_needed(reader.book.made, wanted), *read.units]
    problems = tuple(reader.as_written(problem) for problem in read.problems)
    return TranslatedList(
        tuple(read.people), tuple(rows.lines), tuple(made), problems, tuple(left_out)
    )


def _needed(made: Sequence[UnitSpec], wanted: set[str | None]) -> list[UnitSpec]:
    """Of the units that were named, those of people who are taken, and those above them."""
    needed = {code for code in wanted if code}
    for spec in reversed(made):
        if spec.code in needed:
            needed.add(spec.parent)
    return [spec for spec in made if spec.code in needed]


class _Reader:
    """Reads rows of one table."""

    def __init__(
        self,
        table: PeopleTable,
        columns: Mapped,
        system: System | None,
        book: UnitBook,
        today: dt.date,
    ) -> None:
        self._table, self._columns, self._system = table, columns, system
        self.book, self._today = book, today
        self._at: dict[ColumnUse, list[int]] = {}
        for at, column in enumerate(columns):
            self._at.setdefault(column.use, []).append(at)
        self._faults: list[RowProblem] = []
        self._line = 0

    def read(self, line: int, cells: Sequence[str]) -> tuple[dict[str, str], list[RowProblem]]:
        """A row as the cells of our own columns, and what is wrong with it beside that."""
        self._line, self._faults = line, []
        if len(cells) > len(self._columns):
            self._faults.append(RowProblem(line, "", MORE_CELLS))
        whole = [*cells, *[""] * (len(self._columns) - len(cells))]
        plain = [unguarded(cell) for cell in whole]
        self._check_quotes(plain)
        own = dict(self._attributes(plain))
        own |= self._who(plain)
        own |= self._where(plain)
        for use, turned in ((ColumnUse.LANGUAGE, language_tag), (ColumnUse.TIME_ZONE, zone_name)):
            if use in self._at:
                own[use.value] = turned(self._cell(plain, use))
        if ColumnUse.ROLES in self._at:
            own[ColumnUse.ROLES.value] = self._cell(plain, ColumnUse.ROLES)
        for use in (ColumnUse.NUMBER, ColumnUse.BADGE):
            if use in self._at:
                own[use.value] = self._cell(plain, use)
        own[_ACTIVE] = self._standing(plain)
        return own, self._faults

    def as_written(self, problem: RowProblem) -> RowProblem:
        """A fault with the name that the column has in the list."""
        if problem.column.startswith(ATTRIBUTE):
            target = ColumnTarget(ColumnUse.ATTRIBUTE, problem.column.removeprefix(ATTRIBUTE))
            column = self._table.head[self._columns.index(target)]
            return RowProblem(problem.line, column, problem.sentence)
        uses = {
            "email": (ColumnUse.EMAIL, ColumnUse.SIGN_IN),
            "sign_in": (ColumnUse.SIGN_IN,),
            "name": (ColumnUse.NAME, ColumnUse.FIRST_NAME, ColumnUse.LAST_NAME),
            "unit": (ColumnUse.UNIT, ColumnUse.UNIT_PATH),
        }.get(problem.column)
        if uses is None and problem.column in set(ColumnUse):
            uses = (ColumnUse(problem.column),)
        for use in uses or ():
            if use in self._at:
                column = self._table.head[self._at[use][0]]
                return RowProblem(problem.line, column, problem.sentence)
        return problem

    def worded(self, problem: RowProblem) -> Said:
        """A fault of one row with the name of its column."""
        column = self.as_written(problem).column
        if not column:
            return as_written(problem.sentence)
        return say("{column}: {sentence}", column=column, sentence=as_written(problem.sentence))

    def _cell(self, cells: Sequence[str], use: ColumnUse) -> str:
        return cells[self._at[use][0]] if use in self._at else ""

    def _attributes(self, cells: Sequence[str]) -> Iterator[tuple[str, str]]:
        for at in self._at.get(ColumnUse.ATTRIBUTE, ()):
            yield f"{ATTRIBUTE}{self._columns[at].attribute}", cells[at]

    def _who(self, cells: Sequence[str]) -> dict[str, str]:
        first, last = (
            self._cell(cells, use) for use in (ColumnUse.FIRST_NAME, ColumnUse.LAST_NAME)
        )
        both = f"{first} {last}".strip()
        email, sign_in = (self._cell(cells, use) for use in (ColumnUse.EMAIL, ColumnUse.SIGN_IN))
        if not email and "@" in sign_in:
            email = sign_in
        name = " ".join((both or self._cell(cells, ColumnUse.NAME)).split())
        return {"name": name, "email": email, "sign_in": "" if email else sign_in}

    def _where(self, cells: Sequence[str]) -> dict[str, str]:
        path = self._cell(cells, ColumnUse.UNIT_PATH).strip()
        unit = self._cell(cells, ColumnUse.UNIT)
        if self._system is System.OWN:
            names = (ColumnUse.UNIT, ColumnUse.UNIT_NAME, ColumnUse.UNIT_ABOVE)
            return {use.value: self._cell(cells, use) for use in names if use in self._at}
        if path.strip("/"):
            return {"unit": self.book.along(path)}
        if ColumnUse.UNIT in self._at and (unit or ColumnUse.UNIT_PATH not in self._at):
            is_workday = self._system is System.WORKDAY
            return {"unit": self.book.named(_LEADER.sub("", unit) if is_workday else unit)}
        return {"unit": self.book.along(path)} if path else {}

    def _standing(self, cells: Sequence[str]) -> str:
        """'yes' for whoever works here, 'no' for whoever does not, '' where nothing says it."""
        says: list[bool] = []
        for at in self._at.get(ColumnUse.ACTIVE, ()):
            says += self._asked(at, cells[at], is_here, _NO_STATUS)
        for at in self._at.get(ColumnUse.LEFT, ()):
            says += [not gone for gone in self._asked(at, cells[at], is_gone, _NO_MARK)]
        for at in self._at.get(ColumnUse.LEAVES, ()):
            left = self._asked(at, cells[at], lambda cell: has_left(cell, self._today), _NO_DAY)
            says += [False for gone in left if gone]
        if not says:
            return ""
        return "yes" if all(says) else "no"

    def _asked(
        self, at: int, cell: str, read: Callable[[str], bool | None], fault: Said
    ) -> list[bool]:
        """What a cell says, as none or one of them; a fault where it cannot be read."""
        try:
            says = read(cell)
        except ValueError:
            sentence = fault.filled(cell=cell[:100])
            self._faults.append(RowProblem(self._line, self._table.head[at], sentence))
            return []
        return [] if says is None else [says]

    def _check_quotes(self, cells: Sequence[str]) -> None:
        places = self._at.get(ColumnUse.EMAIL) or self._at.get(ColumnUse.SIGN_IN)
        if not self._table.cut or not places or not any("\n" in cell for cell in cells):
            return
        row: Mapping[str, str] = dict(zip(self._table.head, cells, strict=False))
        try:
            plain_csv.check_quotes(
                row,
                self._table.head,
                at=places[0],
                is_one=lambda cell: bool(EMAIL.fullmatch(cell)),
                cut=self._table.cut,
            )
        except Refusal as refusal:
            sentence = as_written(refusal.sentence)
            self._faults.append(RowProblem(self._line, refusal.field, sentence))


_NO_STATUS = say(
    "'{cell}' does not say whether somebody works here. Write active or inactive, or let the column "
    "be.",
    cell="",
)
_NO_MARK = say("'{cell}' is neither yes nor no. Write 1 or 0, or let the column be.", cell="")
_NO_DAY = say(
    "'{cell}' is no day of which it is clear whether it is past. Write it as 2026-03-31.", cell=""
)
