"""People as the list that an import reads: every column that it knows, so that the same file again
changes nothing.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from trimtab.people.domain.formulas import guarded
from trimtab.people.domain.identities import Provider
from trimtab.people.domain.importing import ATTRIBUTE, KNOWN, NO_ROLE
from trimtab.people.domain.rows import PersonRow, UnitRow


def people_as_csv(
    people: Iterable[PersonRow],
    units: Mapping[str, UnitRow],
    attributes: Sequence[str],
    names: Mapping[tuple[UUID, str], str],
) -> Iterator[str]:
    """Lines of CSV with a head; as `people_as_rows`."""
    return map(_line, people_as_rows(people, units, attributes, names))


def people_as_rows(
    people: Iterable[PersonRow],
    units: Mapping[str, UnitRow],
    attributes: Sequence[str],
    names: Mapping[tuple[UUID, str], str],
) -> Iterator[list[str]]:
    """The head and a row a person, of cells that no spreadsheet takes for a formula; `attributes`
    are the names that anybody has.

    `units` are by code, `names` (one number and one badge each) by person and provider.
    """
    yield [*KNOWN, *(f"{ATTRIBUTE}{name}" for name in attributes)]
    for row in people:
        unit = units.get(row.unit_code)
        cells = [
            row.email if row.has_mail else "",
            "" if row.has_mail else row.sign_in_name,
            row.name,
            row.unit_code,
            unit.name if unit else row.unit_name,
            unit.parent_code if unit else "",
            " ".join(sorted(row.roles)) or NO_ROLE,
            row.language,
            row.time_zone,
            "yes" if row.is_active else "no",
            *(names.get((row.id, provider), "") for provider in (Provider.NUMBER, Provider.BADGE)),
            *(row.attributes.get(name, "") for name in attributes),
        ]
        yield [guarded(cell) for cell in cells]


def as_csv(rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV."""
    held = io.StringIO()
    csv.writer(held).writerows(rows)
    return held.getvalue()


def _line(cells: Sequence[str]) -> str:
    held = io.StringIO()
    csv.writer(held).writerow(cells)
    return held.getvalue()
