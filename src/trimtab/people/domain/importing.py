"""Reading people from CSV: every row is checked before any is used.

A column that is not there says nothing and changes nothing.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import available_timezones

from trimtab.kernel import plain_csv
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import Said, as_written, listed, say
from trimtab.people.domain.identities import identity_of
from trimtab.people.domain.roles import Role
from trimtab.people.domain.rows import ERASED, PersonSpec, UnitSpec

KNOWN = (
    "email",
    "sign_in",
    "name",
    "unit",
    "unit_name",
    "unit_above",
    "roles",
    "language",
    "time_zone",
)
ATTRIBUTE = "attribute:"
NO_ROLE = "none"
# What makes a spreadsheet take a cell for a formula; an export sets a quote before it.
FORMULA, QUOTED = ("=", "+", "-", "@", "\t", "\r"), "'"
MOST_ROWS = 500_000
SHOWN = 200
EMAIL = re.compile(r"[^@\s,;<>\x00]+@[^@\s,;<>\x00]+\.[^@\s,;<>\x00]+")
SIGN_IN = re.compile(r"[a-z0-9][a-z0-9._-]{0,59}")
_UNIT = re.compile(r"[^\x00-\x1f]{1,64}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_ZONES = available_timezones()


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong, where: `line` counts from 1 with the head as line 1; `column` is the head's
    word.
    """

    line: int
    column: str
    sentence: Said

    def __str__(self) -> str:
        where = f"line {self.line}" + (f", column {self.column}" if self.column else "")
        return f"{where}: {self.sentence}"


class Fate(StrEnum):
    """What an import does with a person."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class PersonChange:
    """What an import does with one person; `what` names what differs (name, unit, roles …)."""

    email: str
    name: str
    fate: Fate
    what: tuple[Said, ...] = ()

    @property
    def differs(self) -> Said:
        """What differs, one after the other."""
        return listed(self.what)


@dataclass(frozen=True, slots=True)
class RoleTaken:
    """A role that somebody holds and that the file does not give them."""

    email: str
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do; with any problem, or with a role that may not be taken,
    nothing was imported.

    `changes` are the first 200 people that are created or changed; `units` the codes of the units
    that are made; `taken` the roles that are taken away, and `unagreed` those of them that nobody
    agreed to take.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    problems: tuple[RowProblem, ...] = ()
    units: tuple[str, ...] = ()
    changes: tuple[PersonChange, ...] = ()
    taken: tuple[RoleTaken, ...] = ()
    unagreed: tuple[RoleTaken, ...] = ()

    @property
    def is_refused(self) -> bool:
        """Whether nothing was imported."""
        return bool(self.problems or self.unagreed)


@dataclass(frozen=True, slots=True)
class PeopleRead:
    """What a file says: people, the units that it names and that are not there, and what is wrong
    with it.
    """

    people: list[PersonSpec]
    units: list[UnitSpec]
    problems: list[RowProblem]


def read_people(
    text: str, units: Mapping[str, str], *, time_zone: str, language: str
) -> PeopleRead:
    """Reads CSV with a head (comma, semicolon or tab; a byte order mark is forgiven).

    Columns: name, and email or sign_in (for people without e-mail), one of which every row must
    fill; unit (a code), unit_name and unit_above (of a unit that is not there yet), roles
    (separated by spaces), language, time_zone, and any attribute:NAME. `units` are the codes that
    are there, with the code of the unit above; a new unit without unit_above comes below the one
    that stands alone at the top, if there is one. Somebody new takes `time_zone` and `language`
    where the file is silent.
    """
    reader = plain_csv.records(text, most=MOST_ROWS + 1)
    try:
        head = [name.strip().lower() for name in (reader.fieldnames or [])]
        problems = list(_head_problems(head))
        if problems:
            return PeopleRead([], [], problems)
        reader.fieldnames = head
        return _read_rows(reader, head, units, (time_zone, language))
    except plain_csv.InvalidCsv as fault:
        return PeopleRead([], [], [RowProblem(fault.line, "", as_written(fault.sentence))])


def _read_rows(
    reader: csv.DictReader[str],
    head: list[str],
    units: Mapping[str, str],
    defaults: tuple[str, str],
) -> PeopleRead:
    found: list[PersonSpec] = []
    problems: list[RowProblem] = []
    seen: dict[str, int] = {}
    made: dict[str, UnitSpec] = {}
    above = _top(units)
    address_at = head.index("email") if "email" in head else -1
    cut = plain_csv.delimiter(reader)
    for row in reader:
        line = reader.line_num
        if not any(str(cell or "").strip() for name, cell in row.items() if name is not None):
            continue
        wrong = list(_row_problems(row, line, seen))
        if address_at >= 0:
            wrong += _swallowed(row, head, address_at, cut, line)
        problems += wrong
        if not wrong:
            cells = {name: _cell(row, name) for name in head}
            problems += _new_unit(cells, line, units, made, above)
            found.append(_spec(cells, defaults))
    if not found and not problems:
        problems.append(RowProblem(1, "", say("The file has a head but no rows.")))
    for spec in made.values():
        if spec.parent and spec.parent not in units and spec.parent not in made:
            problems.append(
                RowProblem(
                    1,
                    "unit_above",
                    say("There is no unit with the code '{code}'.", code=spec.parent),
                )
            )
    return PeopleRead(found, list(made.values()), problems)


def _swallowed(
    row: Mapping[str, object], head: list[str], at: int, cut: str, line: int
) -> Iterator[RowProblem]:
    try:
        plain_csv.check_quotes(row, head, at=at, is_one=_is_address, cut=cut)
    except Refusal as refusal:
        yield RowProblem(line, refusal.field, as_written(refusal.sentence))


def _is_address(cell: str) -> bool:
    return bool(EMAIL.fullmatch(cell))


def _top(units: Mapping[str, str]) -> str:
    """The code of the one unit that has none above it; '' when there is none or several."""
    alone = [code for code, parent in units.items() if not parent]
    return alone[0] if len(alone) == 1 else ""


def _new_unit(
    cells: Mapping[str, str],
    line: int,
    units: Mapping[str, str],
    made: dict[str, UnitSpec],
    above: str,
) -> Iterator[RowProblem]:
    code = cells.get("unit", "")
    if not code or code in units:
        return
    parent = cells.get("unit_above", "")
    spec = UnitSpec(code, cells.get("unit_name", "")[:200] or code, "", parent or above)
    known = made.setdefault(code, spec)
    if parent and known.parent != parent:
        yield RowProblem(
            line,
            "unit_above",
            say(
                "The unit {code} stands below {parent} in another line.",
                code=code,
                parent=known.parent,
            ),
        )


def _head_problems(head: list[str]) -> Iterator[RowProblem]:
    if not head:
        yield RowProblem(
            1,
            "",
            say("The file is empty. The first line names the columns: email, name, unit, roles …"),
        )
        return
    if "name" not in head:
        yield RowProblem(1, "name", say("The column name is missing."))
    if "email" not in head and "sign_in" not in head:
        yield RowProblem(
            1, "email", say("The column email is missing (or sign_in, for people without e-mail).")
        )
    for name in head:
        if name not in KNOWN and not (name.startswith(ATTRIBUTE) and len(name) > len(ATTRIBUTE)):
            sentence = say(
                "The column '{name}' is not known. Known are {names} and attribute:NAME.",
                name=name,
                names=listed(KNOWN),
            )
            yield RowProblem(1, name, sentence)
    for name in sorted({name for name in head if head.count(name) > 1}):
        yield RowProblem(1, name, say("The column {name} stands twice.", name=name))


def _row_problems(
    row: Mapping[str | None, object], line: int, seen: dict[str, int]
) -> Iterator[RowProblem]:
    if None in row:
        yield RowProblem(line, "", say("The row has more cells than the head."))
        return
    cells = {str(key): _cell(row, str(key)) for key in row}
    if any("\x00" in cell for cell in cells.values()):
        yield RowProblem(line, "", say("The row has a character (NUL) that no text has."))
        return
    yield from _address_problems(cells, line, seen)
    if not 0 < len(cells["name"]) <= 200:
        yield RowProblem(line, "name", say("A name of 1 to 200 characters is needed."))
    yield from _optional_problems(cells, line)


def _address_problems(
    cells: Mapping[str, str], line: int, seen: dict[str, int]
) -> Iterator[RowProblem]:
    typed, sign_in = cells.get("email", ""), cells.get("sign_in", "").lower()
    email = _address(typed, sign_in)
    if not typed and sign_in:
        if not SIGN_IN.fullmatch(sign_in):
            sentence = say(
                "'{sign_in}' is no sign-in name: letters, digits, dots and hyphens, "
                "such as 1042 or ana.ruiz.",
                sign_in=sign_in,
            )
            yield RowProblem(line, "sign_in", sentence)
    elif not EMAIL.fullmatch(email) or len(email) > 254 or email.endswith(ERASED):
        yield RowProblem(line, "email", say("'{typed}' is not an e-mail address.", typed=typed))
    if email in seen:
        yield RowProblem(
            line,
            "email",
            say(
                "{address} stands in line {number} already.",
                address=typed or sign_in,
                number=seen[email],
            ),
        )
    if email:
        seen.setdefault(email, line)


def _address(email: str, sign_in: str) -> str:
    """The address of a row, or what stands for one; '' when neither is filled in."""
    return email.lower() or (identity_of(sign_in).address if sign_in else "")


def _optional_problems(cells: Mapping[str, str], line: int) -> Iterator[RowProblem]:
    unit, zone, language = (cells.get(name, "") for name in ("unit", "time_zone", "language"))
    if unit and not _UNIT.fullmatch(unit):
        yield RowProblem(line, "unit", say("A unit's code has at most 64 characters."))
    if zone and zone not in _ZONES:
        yield RowProblem(
            line, "time_zone", say("'{name}' is not a time zone such as Europe/Berlin.", name=zone)
        )
    if language and (not _LANGUAGE.fullmatch(language) or len(language) > 16):
        yield RowProblem(
            line,
            "language",
            say("'{language}' is not a language tag such as en or de-AT.", language=language),
        )
    for role in cells.get("roles", "").split():
        if role not in set(Role) and cells["roles"] != NO_ROLE:
            yield RowProblem(
                line,
                "roles",
                say(
                    "'{role}' is not a role. Roles are {roles}, or {none}.",
                    role=role,
                    roles=listed(Role),
                    none=NO_ROLE,
                ),
            )


def _spec(cells: Mapping[str, str], defaults: tuple[str, str]) -> PersonSpec:
    """An empty cell of unit or an attribute says that there is none, one of roles that the person
    learns; of language and time zone it says nothing.
    """
    said = cells.get("roles", "")
    roles = () if said == NO_ROLE else tuple(Role(role) for role in said.split()) or (Role.LEARNER,)
    return PersonSpec(
        email=_address(cells.get("email", ""), cells.get("sign_in", "")),
        name=cells["name"],
        unit=cells.get("unit"),
        roles=roles if "roles" in cells else None,
        language=cells.get("language") or None,
        time_zone=cells.get("time_zone") or None,
        new_language=defaults[1],
        new_time_zone=defaults[0],
        attributes={
            key.removeprefix(ATTRIBUTE): cell
            for key, cell in cells.items()
            if key.startswith(ATTRIBUTE)
        },
    )


def agreed_to(
    taken: Iterable[RoleTaken], agreed: Collection[RoleTaken] | None
) -> tuple[RoleTaken, ...]:
    """Those of some roles that nobody agreed to take away; `agreed` None stands for all of them."""
    return () if agreed is None else tuple(role for role in taken if role not in agreed)


def _cell(row: Mapping[str | None, object], key: str) -> str:
    cell = str(row.get(key) or "").strip()
    return (
        cell.removeprefix(QUOTED)
        if cell.startswith(tuple(f"{QUOTED}{sign}" for sign in FORMULA))
        else cell
    )
