"""Each aggregation of the evaluation, on every engine, against exact arithmetic: the SQL that the
nightly evaluation runs on PostgreSQL, and the expressions that it is written from on what is
published.

The figures lie close together far from zero, were corrected here and there, and are of people, of
yes and no, and of units.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from fractions import Fraction
from itertools import product
from operator import getitem
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from tests.cast import NOW, engage
from tests.streets.engines import OVER_FILES, opened, spark_session
from trimtab.evaluation.domain.designs.before_after.estimate import BeforeAfterSum
from trimtab.evaluation.domain.designs.randomised.estimate import RandomisedSum
from trimtab.evaluation.domain.sums import Sum, named
from trimtab.evaluation.models import Measure, MeasureValue
from trimtab.evaluation.queries import engines
from trimtab.evaluation.queries.summing import summed
from trimtab.journeys import keeping
from trimtab.people import api as people
from trimtab.practice.api import Arm
from trimtab.practice.models import Enrolment, Programme

pytestmark = pytest.mark.django_db
ENGINES = ["postgres", *OVER_FILES]
MONDAY = dt.date(2026, 7, 6)
WEEKS, PEOPLE = 8, 40
MEASURES = {"waste": "person", "late": "person", "queue": "unit", "rare": "person"}
STARTS = MONDAY + dt.timedelta(weeks=3)
LATER = MONDAY + dt.timedelta(weeks=4, days=3)
UNTIL = MONDAY + dt.timedelta(weeks=6, days=2)
AS_OF = NOW - dt.timedelta(days=20)
# Deviations are a ten-thousandth of the values: that many digits are lost before any engine sees
# them.
DIGITS = {"m2": 1e-8}
LAST_DIGIT = 1e-12
_MOMENTS = {"mean", "m2"}


def _half(*several: Iterable[Any]) -> list[tuple[Any, ...]]:
    """Every second combination: of any two of the lists, each value still meets each."""
    lists = [list(one) for one in several]
    places = product(*(range(len(one)) for one in lists))
    return [tuple(map(getitem, lists, place)) for place in places if sum(place) % 2 == 0]


EVERY_SUM: list[StrEnum] = [*RandomisedSum, *BeforeAfterSum, *Sum]
CASES: list[tuple[StrEnum, dict[str, Any]]] = [
    *((RandomisedSum.ARM_SIZES, {"programme": key}) for key in ("food", "cash", "none")),
    *(
        (
            RandomisedSum.PEOPLE_BY_ARM,
            {
                "measure": measure,
                "programme": "food",
                "since": since,
                "until": until,
                "as_of": as_of,
            },
        )
        for measure, since, until, as_of in _half(
            MEASURES, (None, STARTS), (None, UNTIL), (None, AS_OF)
        )
    ),
    *(
        (
            BeforeAfterSum.CHANGES,
            {"measure": measure, "starts": STARTS, "since": since, "until": until, "as_of": as_of},
        )
        for measure, since, until, as_of in _half(
            MEASURES, (STARTS, LATER), (None, UNTIL), (None, AS_OF)
        )
    ),
    *(
        (Sum.WEEKS, {"measure": measure, "min_cell": cell, "as_of": as_of})
        for measure, cell, as_of in _half(MEASURES, (1, 25, 1000), (None, AS_OF))
    ),
    *(
        (Sum.WEEKS_BY_ARM, {"measure": measure, "programme": key, "min_cell": cell, "as_of": as_of})
        for measure, key, cell, as_of in _half(MEASURES, ("food", "cash"), (1, 12), (None, AS_OF))
    ),
    *(
        (Sum.WEEKS_BY_UNIT, {"measure": measure, "as_of": as_of})
        for measure, as_of in product(MEASURES, (None, AS_OF))
    ),
    *((Sum.DAYS, {"measure": measure}) for measure in MEASURES),
    *((Sum.SPREADS, {"min_cell": cell}) for cell in (1, 8, 1000)),
]
Rows = list[dict[str, Any]]


def test_no_aggregation_is_left_out() -> None:
    assert {which for which, _ in CASES} == set(EVERY_SUM) == set(named.AGGREGATIONS)
    assert all(set(given) == set(named.parameters(which)) for which, given in CASES)


class Undone(Exception):
    """Takes back what the stage made."""


@pytest.fixture(scope="module")
def folder(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """Figures and arms in the database and published; seen by this connection alone, and taken back
    at the end.
    """
    found = tmp_path_factory.mktemp("published")
    with django_db_blocker.unblock():
        try:
            with transaction.atomic():
                _stage(random.Random(11))
                keeping.publish(folder=found, now=NOW)
                yield found
                raise Undone
        except Undone:
            pass


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    with spark_session() as found:
        yield found


def _stage(dice: random.Random) -> None:
    engage()
    lines = "".join(
        f"p{number}@corner.example,P {number},north,learner\n" for number in range(PEOPLE)
    )
    people.import_people(csv_text="email,name,unit,roles\n" + lines, by=None, now=NOW)
    persons = list(
        people.ids_by_email({f"p{number}@corner.example" for number in range(PEOPLE)}).values()
    )
    for key in ("food", "cash"):
        Programme.objects.create(
            key=key, title=key, audience="a", tags=[], minutes_per_week=5, desired_retention=0.9
        )
        Enrolment.objects.bulk_create(
            Enrolment(programme_id=key, person_id=one, arm=dice.choice(list(Arm)), since=NOW)
            for one in persons[: PEOPLE - 5 * (key == "cash")]
        )
    for key, grain in MEASURES.items():
        Measure.objects.create(
            key=key, name=key, unit="u", scale="mean", grain=grain, direction="lower"
        )
    MeasureValue.objects.bulk_create(_figures(persons, dice))


def _figures(persons: list[UUID], dice: random.Random) -> Iterator[MeasureValue]:
    draws: dict[str, Callable[[], float]] = {
        "waste": lambda: 1000 + dice.randrange(1000) / 1e4,
        "late": lambda: float(dice.random() < 0.3),
        "queue": lambda: dice.gauss(4, 1),
        "rare": lambda: dice.gauss(0, 1),
    }
    for week, (key, grain) in product(range(WEEKS), MEASURES.items()):
        subjects: list[Any] = ["north", "south", "org"] if grain == "unit" else persons
        for subject in subjects[:3] if key == "rare" else subjects:
            day = MONDAY + dt.timedelta(weeks=week, days=dice.randrange(7))
            whose = {"unit": subject} if grain == "unit" else {"person_id": subject}
            recorded = NOW - dt.timedelta(days=dice.randrange(10, 40))
            one = MeasureValue(
                measure_id=key, day=day, value=draws[key](), recorded_at=recorded, **whose
            )
            if dice.random() < 0.2:
                one.superseded_at = recorded + dt.timedelta(days=dice.randrange(1, 9))
                yield MeasureValue(
                    measure_id=key,
                    day=day,
                    value=draws[key](),
                    recorded_at=one.superseded_at,
                    **whose,
                )
            if dice.random() < 0.9:
                yield one


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("which", EVERY_SUM)
def test_an_aggregation_is_exact_on_every_engine(
    which: StrEnum, engine: str, folder: Path, spark: Any
) -> None:
    tables = None if engine == "postgres" else opened(engine, folder, spark)
    for given in (given for one, given in CASES if one is which):
        got = (
            summed(which, **given)
            if tables is None
            else engines.rows(named.summed(which, tables, **given))
        )
        wanted = TRUTHS[which](**given)
        assert [_keys(row) for row in got] == [_keys(row) for row in wanted], given
        for row, true in zip(got, wanted, strict=True):
            assert {name for name in _MOMENTS if name in row} == {
                name for name in _MOMENTS if name in true
            }
            for name in _MOMENTS & true.keys():
                assert _near(row[name], true[name], name), (given, name, row, true)


def _near(got: float | None, true: float | None, name: str) -> bool:
    if got is None or true is None:
        return got is true
    return bool(got == pytest.approx(true, rel=DIGITS.get(name, LAST_DIGIT), abs=1e-12))


def _keys(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in _MOMENTS}


@pytest.mark.parametrize("engine", OVER_FILES)
def test_what_is_published_names_people_as_the_statements_do(
    engine: str, folder: Path, spark: Any
) -> None:
    tables = opened(engine, folder, spark)
    pseudonyms = {f"person {one}" for one in people.pseudonyms(_arms("food")).values()}
    assert {
        row["person"] for row in engines.rows(tables.arms.filter(tables.arms.programme == "food"))
    } == pseudonyms
    named_ = {row["person"] for row in engines.rows(tables.figures.select("person").distinct())}
    assert named_ == {*pseudonyms, None}


@pytest.mark.parametrize("which", [Sum.DAYS, BeforeAfterSum.CHANGES])
def test_figures_in_force_are_found_by_their_index(which: StrEnum, folder: Path) -> None:
    given = next(given for one, given in CASES if one is which)
    text = (
        Path(__file__)
        .parents[2]
        .joinpath(f"src/trimtab/evaluation/queries/sql/{which}.sql")
        .read_text()
    )
    with connection.cursor() as cursor:
        # Of few figures any index is as good; of many that were corrected only those in force are.
        cursor.execute(
            "INSERT INTO evaluation_measurevalue"
            " (measure_id, unit, day, value, recorded_at, superseded_at)"
            " SELECT measure_id, 'corrected', day, value, recorded_at, recorded_at"
            " FROM evaluation_measurevalue, generate_series(1, 50)"
        )
        cursor.execute("ANALYZE evaluation_measurevalue")
        cursor.execute(f"EXPLAIN {text}", given)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "value_measure_day" in plan or "one_figure_in_force" in plan, plan


# What is true, by plain Python over the rows, without rounding before the end.


def _in_force(measure: str | None, as_of: dt.datetime | None = None) -> list[MeasureValue]:
    return [
        one
        for one in MeasureValue.objects.all()
        if measure in (None, one.measure_id)
        and (
            one.superseded_at is None
            if as_of is None
            else one.recorded_at <= as_of
            and (one.superseded_at is None or one.superseded_at > as_of)
        )
    ]


def _moments(values: list[Any]) -> dict[str, Any]:
    if not values:
        return {"n": 0, "mean": None, "m2": None}
    exact = [Fraction(value) for value in values]
    mean = sum(exact) / len(exact)
    return {
        "n": len(exact),
        "mean": float(mean),
        "m2": float(sum((one - mean) ** 2 for one in exact)),
    }


def _mean(values: list[float]) -> Fraction:
    return sum(map(Fraction, values), Fraction(0)) / len(values)


def _arms(programme: str) -> dict[UUID, str]:
    return dict(Enrolment.objects.filter(programme=programme).values_list("person", "arm"))


def _grouped(
    rows: list[MeasureValue], key: Callable[[MeasureValue], Any]
) -> dict[Any, list[MeasureValue]]:
    found: dict[Any, list[MeasureValue]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return dict(sorted(found.items()))


def _summary(rows: list[MeasureValue]) -> dict[str, Any]:
    return {
        **_moments([row.value for row in rows]),
        "people": len({row.person_id for row in rows} - {None}),
        "units": len({row.unit for row in rows} - {""}),
    }


def _week(row: MeasureValue) -> dt.date:
    return row.day - dt.timedelta(days=row.day.weekday())


def _arm_sizes(programme: str) -> Rows:
    arms = list(_arms(programme).values())
    return [{"arm": arm, "people": arms.count(arm)} for arm in sorted(set(arms))]


def _people_by_arm(
    measure: str,
    programme: str,
    since: dt.date | None,
    until: dt.date | None,
    as_of: dt.datetime | None,
) -> Rows:
    arms, means = _arms(programme), defaultdict(list)
    known = _up_to(_in_force(measure, as_of), until)
    rows = [row for row in known if row.person_id in arms and (since is None or row.day >= since)]
    for person, own in _grouped(rows, lambda row: row.person_id).items():
        means[arms[person]].append(_mean([row.value for row in own]))
    return [
        {
            "arm": arm,
            **_moments(means[arm]),
            "neither": sum(mean not in (0, 1) for mean in means[arm]),
        }
        for arm in sorted(means)
    ]


def _up_to(rows: list[MeasureValue], until: dt.date | None) -> list[MeasureValue]:
    return [row for row in rows if until is None or row.day <= until]


def _changes(
    measure: str, starts: dt.date, since: dt.date, until: dt.date | None, as_of: dt.datetime | None
) -> Rows:
    changes = []
    for rows in _grouped(
        _up_to(_in_force(measure, as_of), until), lambda row: str(row.person_id or row.unit)
    ).values():
        early, late = (
            [row.value for row in rows if row.day < starts],
            [row.value for row in rows if row.day >= since],
        )
        if early and late:
            changes.append(_mean(late) - _mean(early))
    return [_moments(changes)]


def _weeks(measure: str, min_cell: int, as_of: dt.datetime | None) -> Rows:
    found = [
        {"week": week, **_summary(rows)}
        for week, rows in _grouped(_in_force(measure, as_of), _week).items()
    ]
    return [row for row in found if row["units"] or row["people"] >= min_cell]


def _weeks_by_arm(measure: str, programme: str, min_cell: int, as_of: dt.datetime | None) -> Rows:
    arms = _arms(programme)
    known = [row for row in _in_force(measure, as_of) if row.person_id in arms]
    cells = _grouped(known, lambda row: (arms[row.person_id], _week(row)))  # type: ignore[index]
    found = [{"arm": arm, "week": week, **_summary(rows)} for (arm, week), rows in cells.items()]
    return [row for row in found if row["people"] >= min_cell]


def _weeks_by_unit(measure: str, as_of: dt.datetime | None) -> Rows:
    cells = _grouped(
        [row for row in _in_force(measure, as_of) if row.unit], lambda row: (row.unit, _week(row))
    )
    return [{"unit": unit, "week": week, **_summary(rows)} for (unit, week), rows in cells.items()]


def _days(measure: str) -> Rows:
    days = _grouped(_in_force(measure), lambda row: row.day)
    return [
        {"day": day, "n": len(rows), "mean": float(_mean([row.value for row in rows]))}
        for day, rows in days.items()
    ]


def _spreads(min_cell: int) -> Rows:
    found = [
        {
            "measure": key,
            **_summary(rows),
            "first": min(row.day for row in rows),
            "last": max(row.day for row in rows),
        }
        for key, rows in _grouped(_in_force(None), lambda row: row.measure_id).items()
    ]
    return [row for row in found if row["people"] >= min_cell or row["units"] >= 2]


TRUTHS: dict[StrEnum, Callable[..., Rows]] = {
    RandomisedSum.ARM_SIZES: _arm_sizes,
    RandomisedSum.PEOPLE_BY_ARM: _people_by_arm,
    BeforeAfterSum.CHANGES: _changes,
    Sum.WEEKS: _weeks,
    Sum.WEEKS_BY_ARM: _weeks_by_arm,
    Sum.WEEKS_BY_UNIT: _weeks_by_unit,
    Sum.DAYS: _days,
    Sum.SPREADS: _spreads,
}
