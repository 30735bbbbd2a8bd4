"""Reading people from CSV: every row is checked before any is used."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from zoneinfo import available_timezones

from trimtab.people.domain.roles import Role
from trimtab.people.domain.rows import PersonSpec

REQUIRED = ("email", "name")
OPTIONAL = ("unit", "roles", "language", "time_zone")
ATTRIBUTE = "attribute:"
MOST_ROWS = 500_000
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_ZONES = available_timezones()


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong, where: `line` counts from 1 with the head as line 1; `column` is the head's word."""

    line: int
    column: str
    sentence: str

    def __str__(self) -> str:
        where = f"line {self.line}" + (f", column {self.column}" if self.column else "")
        return f"{where}: {self.sentence}"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did; with any problem, nothing was imported."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    problems: tuple[RowProblem, ...] = ()


def read_people(
    text: str, units: Collection[str], *, time_zone: str, language: str
) -> tuple[list[PersonSpec], list[RowProblem]]:
    """Reads CSV with a head (comma, semicolon or tab; a byte order mark is forgiven).

    Columns: email and name, which every row must fill; unit (a code among `units`), roles (separated by spaces), language,
    time_zone, and any attribute:NAME. An empty optional cell takes the default given here. Returns the people and the problems.
    """
    reader = _reader(text)
    head = [name.strip().lower() for name in (reader.fieldnames or [])]
    problems = list(_head_problems(head))
    if problems:
        return [], problems
    reader.fieldnames = head
    found: list[PersonSpec] = []
    seen: dict[str, int] = {}
    for row in reader:
        line = reader.line_num
        wrong = list(_row_problems(row, line, units, seen))
        problems += wrong
        if not wrong:
            found.append(_spec(row, time_zone, language))
        if line > MOST_ROWS:
            return [], [RowProblem(line, "", f"The file has more than {MOST_ROWS:,} rows. Split it.")]
    if not found and not problems:
        problems.append(RowProblem(1, "", "The file has a head but no rows."))
    return found, problems


def _reader(text: str) -> csv.DictReader[str]:
    text = text.lstrip("\ufeff")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    return csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)


def _head_problems(head: list[str]) -> Iterator[RowProblem]:
    if not head:
        yield RowProblem(1, "", "The file is empty. The first line names the columns: email, name, unit, roles …")
        return
    for name in REQUIRED:
        if name not in head:
            yield RowProblem(1, name, f"The column {name} is missing.")
    for name in head:
        if name not in REQUIRED + OPTIONAL and not name.startswith(ATTRIBUTE):
            yield RowProblem(
                1,
                name,
                f"The column '{name}' is not known. Known are {', '.join(REQUIRED + OPTIONAL)} and attribute:NAME.",
            )
    for name in {name for name in head if head.count(name) > 1}:
        yield RowProblem(1, name, f"The column {name} stands twice.")


def _row_problems(
    row: Mapping[str | None, object], line: int, units: Collection[str], seen: dict[str, int]
) -> Iterator[RowProblem]:
    if None in row:
        yield RowProblem(line, "", "The row has more cells than the head.")
        return
    cells = {str(key): _cell(row, str(key)) for key in row}
    email = cells["email"].lower()
    if not _EMAIL.fullmatch(email) or len(email) > 254:
        yield RowProblem(line, "email", f"'{cells['email']}' is not an e-mail address.")
    elif email in seen:
        yield RowProblem(line, "email", f"{email} stands in line {seen[email]} already.")
    seen.setdefault(email, line)
    if not 0 < len(cells["name"]) <= 200:
        yield RowProblem(line, "name", "A name of 1 to 200 characters is needed.")
    yield from _optional_problems(cells, line, units)


def _optional_problems(cells: Mapping[str, str], line: int, units: Collection[str]) -> Iterator[RowProblem]:
    unit, zone, language = (cells.get(name, "") for name in ("unit", "time_zone", "language"))
    if unit and unit not in units:
        yield RowProblem(line, "unit", f"There is no unit with the code '{unit}'.")
    if zone and zone not in _ZONES:
        yield RowProblem(line, "time_zone", f"'{zone}' is not a time zone such as Europe/Berlin.")
    if language and not _LANGUAGE.fullmatch(language):
        yield RowProblem(line, "language", f"'{language}' is not a language tag such as en or de-AT.")
    for role in cells.get("roles", "").split():
        if role not in set(Role):
            yield RowProblem(line, "roles", f"'{role}' is not a role. Roles are {', '.join(Role)}.")


def _spec(row: Mapping[str | None, object], time_zone: str, language: str) -> PersonSpec:
    roles = tuple(Role(role) for role in _cell(row, "roles").split())
    return PersonSpec(
        email=_cell(row, "email").lower(),
        name=_cell(row, "name"),
        unit=_cell(row, "unit"),
        roles=roles or (Role.LEARNER,),
        language=_cell(row, "language") or language,
        time_zone=_cell(row, "time_zone") or time_zone,
        attributes={name: _cell(row, key) for key, name in _attributes(row) if _cell(row, key)},
    )


def _attributes(row: Iterable[str | None]) -> Iterator[tuple[str, str]]:
    return ((key, key.removeprefix(ATTRIBUTE)) for key in row if key and key.startswith(ATTRIBUTE))


def _cell(row: Mapping[str | None, object], key: str) -> str:
    return str(row.get(key) or "").strip()
