"""Reading people from CSV: every row is checked before any is used.

A column that is not there says nothing and changes nothing.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from zoneinfo import available_timezones

from trimtab.kernel import plain_csv
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import Said, as_written, listed, say
from trimtab.people.domain.attributes import Defined, fitted
from trimtab.people.domain.formulas import unguarded
from trimtab.people.domain.identities import IdentityKey, badge_of, identity_of, number_of
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
    "active",
    "number",
    "badge",
)
ATTRIBUTE = "attribute:"
NO_ROLE = "none"
ACTIVE = {"yes": True, "no": False}
MORE_CELLS = say("The row has more cells than the head.")
MOST_ROWS = 500_000
EMAIL = re.compile(r"[^@\s,;<>\x00]+@[^@\s,;<>\x00]+\.[^@\s,;<>\x00]+")
SIGN_IN = re.compile(r"[a-z0-9][a-z0-9._-]{0,59}")
# Under which names beside the address somebody is known, by the column that says it.
NAMES = {"number": number_of, "badge": badge_of}
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


@dataclass(frozen=True, slots=True)
class PeopleRead:
    """What a file says: people, the units that it names and that are not there, and what is wrong
    with it.
    """

    people: list[PersonSpec]
    units: list[UnitSpec]
    problems: list[RowProblem]


def read_people(
    text: str,
    units: Mapping[str, str],
    *,
    time_zone: str,
    language: str,
    attributes: Defined = MappingProxyType({}),
) -> PeopleRead:
    """Reads CSV with a head (comma, semicolon or tab; a byte order mark is forgiven).

    Columns: name, and email or sign_in (for people without e-mail), one of which every row must
    fill; unit (a code), unit_name and unit_above (of a unit that is not there yet), roles
    (separated by spaces), language, time_zone, active (yes or no), and any attribute:NAME. `units`
    are the codes that are there, with the code of the unit above; a new unit without unit_above
    comes below the one that stands alone at the top, if there is one. Somebody new takes
    `time_zone` and `language` where the file is silent. `attributes` are those that are defined:
    what stands in them must fit.
    """
    reader = plain_csv.records(text, most=MOST_ROWS + 1)
    try:
        head = [name.strip().lower() for name in (reader.fieldnames or [])]
        problems = list(_head_problems(head))
        if problems:
            return PeopleRead([], [], problems)
        reader.fieldnames = head
        rows = Rows(units, (time_zone, language), attributes)
        return _read_rows(reader, head, rows)
    except plain_csv.InvalidCsv as fault:
        return PeopleRead([], [], [RowProblem(fault.line, "", as_written(fault.sentence))])


def _read_rows(reader: csv.DictReader[str], head: list[str], rows: Rows) -> PeopleRead:
    address_at = head.index("email") if "email" in head else -1
    cut = plain_csv.delimiter(reader)
    for row in reader:
        line = reader.line_num
        if not any(str(cell or "").strip() for name, cell in row.items() if name is not None):
            continue
        cells = {name: _cell(row, name) for name in head}
        others = [RowProblem(line, "", MORE_CELLS)] if None in row else []
        if address_at >= 0:
            others += _swallowed(row, head, address_at, cut, line)
        rows.add(line, cells, others)
    return rows.read()


@dataclass(slots=True)
class Rows:
    """Rows that are read one after the other, each checked with those before it.

    `units` are the codes that are there, with the code of the unit above; `defaults` the time zone
    and the language of somebody new, `attributes` those that are defined.
    """

    units: Mapping[str, str]
    defaults: tuple[str, str]
    attributes: Defined = field(default_factory=dict)
    people: list[PersonSpec] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    made: dict[str, UnitSpec] = field(default_factory=dict)
    _seen: dict[str, int] = field(default_factory=dict)
    _above: str = field(init=False)

    def __post_init__(self) -> None:
        self._above = _top(self.units)

    def add(self, line: int, cells: Mapping[str, str], others: Sequence[RowProblem] = ()) -> bool:
        """Takes a row, by the names of our own columns; `others` is what is wrong with it besides.

        Says whether it was taken: a row with any problem is not.
        """
        cells, misfits = _with_attributes(cells, line, self.attributes)
        wrong = [*others, *_row_problems(cells, line, self._seen), *misfits]
        self.problems += wrong
        if wrong:
            return False
        self.problems += _new_unit(cells, line, self.units, self.made, self._above)
        self.people.append(_spec(cells, self.defaults))
        self.lines.append(line)
        return True

    def read(self) -> PeopleRead:
        """What all rows say."""
        if not self.people and not self.problems:
            self.problems.append(RowProblem(1, "", say("The file has a head but no rows.")))
        for spec in self.made.values():
            if spec.parent and spec.parent not in self.units and spec.parent not in self.made:
                sentence = say("There is no unit with the code '{code}'.", code=spec.parent)
                self.problems.append(RowProblem(1, "unit_above", sentence))
        return PeopleRead(self.people, list(self.made.values()), self.problems)


def _with_attributes(
    cells: Mapping[str, str], line: int, defined: Defined
) -> tuple[Mapping[str, str], list[RowProblem]]:
    """A row with its attributes as they are kept, and which of them do not fit."""
    own, problems = dict(cells), []
    for column in [name for name in cells if name.startswith(ATTRIBUTE)]:
        try:
            own[column] = fitted(defined.get(column.removeprefix(ATTRIBUTE)), cells[column])
        except Refusal as refusal:
            problems.append(RowProblem(line, column, as_written(refusal.sentence)))
    return own, problems


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
    cells: Mapping[str, str], line: int, seen: dict[str, int]
) -> Iterator[RowProblem]:
    if any("\x00" in cell for cell in cells.values()):
        yield RowProblem(line, "", say("The row has a character (NUL) that no text has."))
        return
    yield from _address_problems(cells, line, seen)
    if not 0 < len(cells.get("name", "")) <= 200:
        yield RowProblem(line, "name", say("A name of 1 to 200 characters is needed."))
    yield from _name_problems(cells, line, seen)
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


def _name_problems(
    cells: Mapping[str, str], line: int, seen: dict[str, int]
) -> Iterator[RowProblem]:
    """What is wrong with number and badge; the same word in two rows would mean two people."""
    for column, read in NAMES.items():
        typed = cells.get(column, "")
        key = read(typed) if typed else None
        if typed and key is None:
            sentence = say("'{typed}' is no number or badge as readers type them.", typed=typed)
            yield RowProblem(line, column, sentence)
        if key is None:
            continue
        first = seen.setdefault(f"name {key.subject}", line)
        if first != line:
            sentence = say(
                "{address} stands in line {number} already.", address=typed, number=first
            )
            yield RowProblem(line, column, sentence)


def names_in(cells: Mapping[str, str]) -> tuple[IdentityKey, ...]:
    """The number and the badge of a row; an empty cell says nothing."""
    keys = (read(cells.get(column, "")) for column, read in NAMES.items())
    return tuple(key for key in keys if key is not None)


def _optional_problems(cells: Mapping[str, str], line: int) -> Iterator[RowProblem]:
    unit, zone, language = (cells.get(name, "") for name in ("unit", "time_zone", "language"))
    if unit and not _UNIT.fullmatch(unit):
        yield RowProblem(line, "unit", say("A unit's code has at most 64 characters."))
    for checked, cell in ((checked_zone, zone), (checked_language, language)):
        try:
            if cell:
                checked(cell)
        except Refusal as refusal:
            yield RowProblem(line, refusal.field, as_written(refusal.sentence))
    if cells.get("active", "") not in ("", *ACTIVE):
        sentence = say("Write yes for whoever works here, no for whoever does not any more.")
        yield RowProblem(line, "active", sentence)
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


def checked_zone(name: str) -> str:
    """A time zone by its name. Raises Refusal on the field time_zone."""
    if name not in _ZONES:
        sentence = say("'{name}' is not a time zone such as Europe/Berlin.", name=name)
        raise Refusal("people.time-zone", sentence, "time_zone")
    return name


def checked_language(tag: str) -> str:
    """A language by its tag. Raises Refusal on the field language."""
    if not _LANGUAGE.fullmatch(tag) or len(tag) > 16:
        sentence = say("'{language}' is not a language tag such as en or de-AT.", language=tag)
        raise Refusal("people.language", sentence, "language")
    return tag


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
        active=ACTIVE.get(cells.get("active", "")),
        names=names_in(cells),
        attributes={
            key.removeprefix(ATTRIBUTE): cell
            for key, cell in cells.items()
            if key.startswith(ATTRIBUTE)
        },
    )


def _cell(row: Mapping[str | None, object], key: str) -> str:
    cell = str(row.get(key) or "").strip()
    return unguarded(cell)
