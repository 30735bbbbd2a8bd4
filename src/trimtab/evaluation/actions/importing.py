"""From a table to figures in force: all of them, or nothing when one is wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from trimtab.evaluation.domain.notation import Notation
from trimtab.evaluation.domain.quality import counted, oddities
from trimtab.evaluation.domain.reading import read_table
from trimtab.evaluation.domain.rows import Figure, MeasureImport, MeasureProblem, Stored
from trimtab.evaluation.domain.sources import Columns, Table, check_columns
from trimtab.evaluation.domain.totals import without_totals
from trimtab.evaluation.models import Measure, MeasureValue
from trimtab.evaluation.queries import moments
from trimtab.evaluation.queries.tables import csv_table
from trimtab.kernel.said import Said, say
from trimtab.people import api as people
from trimtab.strategy.api import parts

AT_ONCE = 5_000
NOBODY_KNOWN = MeasureProblem(
    1, "", say("There are no rows with figures of anybody who is known here.")
)


@dataclass(frozen=True, slots=True)
class _Subjects:
    """Who and which units figures may be about.

    `grains` is the grain of each measure, `persons` the ids by address, `units` the codes by code
    in lower case, and `parents` the code of the unit above each, likewise ('' for none).
    """

    grains: Mapping[str, parts.Grain]
    persons: Mapping[str, UUID]
    units: Mapping[str, str]
    parents: Mapping[str, str]

    def is_of_unit(self, figure: Figure) -> bool:
        return self.grains[figure.measure] is parts.Grain.UNIT

    def problem(self, figure: Figure) -> MeasureProblem | None:
        """What is wrong with a figure whose subject nobody here is; None when it is known."""
        if self.is_of_unit(figure):
            known = figure.subject in self.units
            unknown = say("There is no unit with this code: '{code}'.", code=figure.subject)
        else:
            known = figure.subject in self.persons
            unknown = say(
                "There is no person with this e-mail address: '{address}'.",
                address=figure.subject,
            )
        return None if known else MeasureProblem(figure.line, "subject", unknown)

    def whose(self, figure: Figure) -> tuple[UUID | None, str]:
        """The person's id, or None and the unit's code."""
        if self.is_of_unit(figure):
            return None, self.units[figure.subject]
        return self.persons[figure.subject], ""


def import_measures(*, csv_text: str, now: dt.datetime) -> MeasureImport:
    """Imports figures from CSV (columns measure, subject, when, value); all of them, or nothing
    when one is wrong.
    """
    table = csv_table(csv_text.lstrip("\ufeff"))
    return import_table(table=table, columns=Columns(notation=Notation.POINT), now=now)


@transaction.atomic
def import_table(*, table: Table, columns: Columns, now: dt.datetime) -> MeasureImport:
    """Imports the figures of a table; all of them, or nothing when a row is wrong.

    The same figures again change nothing; another figure for the same subject and day supersedes
    the earlier one, which is kept. Raises Refusal when the columns say what cannot be.
    """
    check_columns(columns)
    measures = list(Measure.objects.filter(retired_at=None))
    units = {measure.key: measure.unit for measure in measures}
    shares = [measure.key for measure in measures if measure.scale == parts.Scale.PROPORTION]
    reading = read_table(table, columns, units, now.date(), shares)
    subjects = _subjects(reading.figures, measures)
    known, unknown = _known(reading.figures, subjects)
    taken, asked = _without_totals(known, subjects, columns)
    problems = [*reading.problems, *asked, *([] if columns.leave_out_unknown else unknown)]
    if problems or not taken:
        faults = sorted(problems or [NOBODY_KNOWN], key=lambda problem: problem.line)
        return MeasureImport(left_out=len(unknown), problems=tuple(faults))
    stored = _store(taken, subjects, now)
    brought = {figure.measure for figure in taken}
    odd = [
        *(oddity.sentence for oddity in counted(reading.repeated, stored.revised)),
        *_odd_days([measure for measure in measures if measure.key in brought], now.date()),
    ]
    return MeasureImport(
        added=stored.added,
        revised=stored.revised,
        unchanged=stored.unchanged,
        left_out=len(unknown),
        oddities=tuple(odd),
    )


def _subjects(figures: Sequence[Figure], measures: Sequence[Measure]) -> _Subjects:
    grains = {measure.key: parts.Grain(measure.grain) for measure in measures}
    addresses = {
        figure.subject for figure in figures if grains[figure.measure] is parts.Grain.PERSON
    }
    units = people.units()
    return _Subjects(
        grains=grains,
        persons=people.ids_by_email(addresses),
        units={unit.code.lower(): unit.code for unit in units},
        parents={unit.code.lower(): unit.parent_code.lower() for unit in units},
    )


def _known(
    figures: Sequence[Figure], subjects: _Subjects
) -> tuple[list[Figure], list[MeasureProblem]]:
    """The figures of subjects that are known here, and what is wrong with the others."""
    known, problems = [], []
    for figure in figures:
        problem = subjects.problem(figure)
        if problem is None:
            known.append(figure)
        else:
            problems.append(problem)
    return known, problems


def _without_totals(
    figures: Sequence[Figure], subjects: _Subjects, columns: Columns
) -> tuple[list[Figure], list[MeasureProblem]]:
    """The figures without those of units above others, and what is to be asked about these."""
    of_units = [figure for figure in figures if subjects.is_of_unit(figure)]
    of_people = [figure for figure in figures if not subjects.is_of_unit(figure)]
    taken, asked = without_totals(of_units, subjects.parents, columns.above, columns.subject_column)
    return [*of_people, *taken], asked


def _odd_days(measures: Sequence[Measure], today: dt.date) -> Iterator[Said]:
    """What is odd about the figures that are in force now, measure by measure."""
    for measure in measures:
        for oddity in oddities(measure.name, moments.days(measure.key), today, measure.unit):
            yield oddity.sentence


def _store(figures: Sequence[Figure], subjects: _Subjects, now: dt.datetime) -> Stored:
    """Stores figures of known subjects, in bulk, as known from `now` on; an earlier figure is
    superseded and kept.
    """
    days = [figure.when for figure in figures]
    in_force = MeasureValue.objects.filter(
        superseded_at=None,
        measure__in={figure.measure for figure in figures},
        day__gte=min(days),
        day__lte=max(days),
    )
    there = {
        (value.measure_id, value.person_id, value.unit, value.day): value for value in in_force
    }
    fresh, revised = [], []
    for figure in figures:
        person, unit = subjects.whose(figure)
        earlier = there.get((figure.measure, person, unit, figure.when))
        if earlier and earlier.value == figure.value:
            continue
        if earlier:
            revised.append(earlier.pk)
        fresh.append(
            MeasureValue(
                measure_id=figure.measure,
                person_id=person,
                unit=unit,
                day=figure.when,
                value=figure.value,
                recorded_at=now,
            )
        )
    MeasureValue.objects.filter(pk__in=revised).update(superseded_at=now)
    MeasureValue.objects.bulk_create(fresh, batch_size=AT_ONCE)
    return Stored(len(fresh) - len(revised), len(revised), len(figures) - len(fresh))
