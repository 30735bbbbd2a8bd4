"""One definition of an aggregation, several engines, equal results; the outside truth is exact
arithmetic with fractions.

Spark takes part where pyspark is installed (`make engines`).
"""

from __future__ import annotations

import datetime as dt
import json
import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import ibis
import pytest
from django.db import connection

from tests.cast import NOW
from tests.rooms.test_lrs_statements import CLIENT, said, voiding
from tests.streets.engines import OVER_FILES, opened, spark_session
from tests.streets.xapi_server import database_url
from trimtab.evaluation.domain.sums import expressions as sums
from trimtab.evaluation.queries import engines
from trimtab.journeys import keeping
from trimtab.lrs import api as lrs
from trimtab.xapi import profile

pytestmark = pytest.mark.django_db
ENGINES = ["postgres", *OVER_FILES]
LAST_DIGIT = 1e-12
Rows = list[dict[str, Any]]


def statement(number: int, dice: random.Random) -> dict[str, Any]:
    """A statement of three weeks, two arms, nine people; scores that lie close together far from
    zero cancel easily.
    """
    result: dict[str, Any] = {
        "success": dice.random() < 0.6,
        "duration": f"PT{100_000 + dice.randrange(1000) / 64}S",
    }
    if number % 7:
        result["score"] = {"scaled": 0.999 + dice.randrange(1000) / 1e7}
    moment = dt.datetime(2026, 8, 31, 12, tzinfo=dt.UTC) + dt.timedelta(
        hours=dice.randrange(21 * 24)
    )
    arm = {
        "extensions": {profile.ARM: ("treatment", "control")[number % 2], profile.PROGRAMME: "food"}
    }
    return said(
        actor={"mbox": f"mailto:p{number % 9}@corner.example"},
        result=result,
        timestamp=moment.isoformat(),
        **({"context": arm} if number % 11 else {}),
    )


@pytest.fixture(scope="module")
def folder(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """Statements in the database, committed, and published."""
    dice, found = random.Random(7), tmp_path_factory.mktemp("published")
    with django_db_blocker.unblock():
        sent = [statement(number, dice) for number in range(600)]
        for day in range(3):
            part = sent[day * 200 : day * 200 + 200]
            lrs.store(
                [*part, voiding(part[3]["id"])], by=CLIENT, now=NOW + dt.timedelta(days=day * 20)
            )
        keeping.publish(folder=found, now=NOW + dt.timedelta(days=365))
        yield found
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE lrs_statement, lrs_related, lrs_statementid, lrs_voiding")


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    with spark_session() as found:
        yield found


@pytest.fixture(params=ENGINES)
def facts(request: pytest.FixtureRequest, folder: Path, spark: Any) -> ibis.Table:
    if request.param == "postgres":
        return engines.on_postgres(database_url()).facts
    return opened(request.param, folder, spark).facts


@pytest.fixture
def stored(folder: Path, django_db_blocker: Any) -> Rows:
    """The facts as Python reads them from the statements' own JSON."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("SELECT raw::text, voided FROM lrs_statement")
        return [_fact(json.loads(raw)) for raw, voided in cursor.fetchall() if not voided]


def _fact(one: dict[str, Any]) -> dict[str, Any]:
    day = dt.datetime.fromisoformat(one.get("timestamp", one["stored"])).date()
    result, extensions = one.get("result", {}), one.get("context", {}).get("extensions", {})
    duration = result.get("duration")
    return {
        "week": day - dt.timedelta(days=day.weekday()),
        "arm": extensions.get(profile.ARM),
        "verb": one["verb"]["id"],
        "actor": str(one["actor"]),
        "score": result.get("score", {}).get("scaled"),
        "seconds": float(duration[2:-1]) if duration else None,
    }


def groups(rows: Rows, *names: str) -> dict[tuple[Any, ...], Rows]:
    found: dict[tuple[Any, ...], Rows] = defaultdict(list)
    for row in rows:
        found[tuple(row[name] for name in names)].append(row)
    return found


def exact(values: list[float]) -> tuple[int, float, float]:
    """n, mean and sum of squared deviations, without rounding before the end."""
    fractions = [Fraction(value) for value in values]
    mean = sum(fractions) / len(fractions)
    return len(fractions), float(mean), float(sum((one - mean) ** 2 for one in fractions))


def test_weekly_moments_by_arm_are_the_same_on_every_engine(
    facts: ibis.Table, stored: Rows
) -> None:
    got = engines.rows(sums.weekly(facts, "score"))
    truth = groups([row for row in stored if row["score"] is not None], "week", "arm")
    assert {(row["week"], row["arm"]) for row in got} == set(truth) and len(got) == len(truth) > 6
    for row in got:
        members = truth[row["week"], row["arm"]]
        n, mean, m2 = exact([one["score"] for one in members])
        assert (row["n"], row["actors"]) == (n, len({one["actor"] for one in members}))
        assert row["mean"] == pytest.approx(mean, rel=LAST_DIGIT)
        # Deviations are a ten-thousandth of the values: that many digits are lost before any engine
        # sees them.
        assert row["m2"] == pytest.approx(m2, rel=1e-9)


def test_co_moments_by_arm_are_the_same_on_every_engine(facts: ibis.Table, stored: Rows) -> None:
    got = engines.rows(sums.co_moments(facts, "seconds", "score", by=["verb", "arm"]))
    truth = groups(
        [row for row in stored if row["score"] is not None and row["seconds"] is not None],
        "verb",
        "arm",
    )
    assert len(got) == len(truth)
    for row in got:
        members = truth[row["verb"], row["arm"]]
        x, y = ([Fraction(one[name]) for one in members] for name in ("seconds", "score"))
        mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
        product = float(
            sum((one - mean_x) * (other - mean_y) for one, other in zip(x, y, strict=True))
        )
        assert row["n"] == len(members) and row["mean_x"] == pytest.approx(
            float(mean_x), rel=LAST_DIGIT
        )
        assert row["m2_x"] == pytest.approx(exact([one["seconds"] for one in members])[2], rel=1e-9)
        assert row["c_xy"] == pytest.approx(product, rel=1e-7, abs=1e-9)


def test_a_subject_counts_once_on_every_engine(facts: ibis.Table, stored: Rows) -> None:
    got = engines.rows(sums.of_subjects(facts, "actor", "score", by=["arm"]))
    means = [
        {"arm": arm, "mean": exact([one["score"] for one in members])[1]}
        for (arm, _actor), members in groups(
            [row for row in stored if row["score"] is not None], "arm", "actor"
        ).items()
    ]
    truth = {
        arm: exact([one["mean"] for one in members])
        for (arm,), members in groups(means, "arm").items()
    }
    assert {row["arm"]: row["n"] for row in got} == {
        arm: n for arm, (n, _mean, _m2) in truth.items()
    }
    for row in got:
        assert row["mean"] == pytest.approx(truth[row["arm"]][1], rel=LAST_DIGIT)


def _backend(name: str, spark: Any) -> Any:
    makers: dict[str, Callable[[], Any]] = {
        "postgres": lambda: engines.postgres(database_url()),
        "duckdb": lambda: ibis.duckdb.connect(),
        "datafusion": lambda: ibis.datafusion.connect(),
        "spark": lambda: ibis.pyspark.connect(spark),
    }
    return makers[name]()


@pytest.mark.parametrize("name", ENGINES)
def test_before_and_after_by_unit_is_the_same_on_every_engine(
    name: str, folder: Path, spark: Any
) -> None:
    dice, starts = random.Random(3), dt.date(2026, 9, 7)
    figures = [
        {
            "unit": f"shop {person % 4}",
            "arm": "treatment" if person % 2 else "control",
            "person": f"p{person}",
            "day": starts + dt.timedelta(days=day),
            "value": 40 + person + dice.random(),
        }
        for person in range(40)
        for day in (-14, -7, 0, 7)
        if person or day < 0
    ]
    expression = sums.before_and_after(ibis.memtable(figures), starts, by=["unit", "arm"])
    got = _backend(name, spark).to_pyarrow(expression).to_pylist()
    changes: dict[tuple[str, str], list[float]] = defaultdict(list)
    for (unit, arm, _person), rows in groups(figures, "unit", "arm", "person").items():
        early, late = (
            [row["value"] for row in rows if (row["day"] >= starts) is side]
            for side in (False, True)
        )
        if early and late:
            changes[unit, arm].append(sum(late) / len(late) - sum(early) / len(early))
    assert [(row["unit"], row["arm"], row["n"]) for row in got] == [
        (*key, len(changes[key])) for key in sorted(changes)
    ]
    for row in got:
        _n, mean, m2 = exact(changes[row["unit"], row["arm"]])
        assert row["mean_y"] - row["mean_x"] == pytest.approx(mean, rel=1e-9)
        assert row["m2_x"] + row["m2_y"] - 2 * row["c_xy"] == pytest.approx(m2, rel=1e-9, abs=1e-9)


def test_publishing_again_writes_only_days_that_changed(
    folder: Path, django_db_blocker: Any
) -> None:
    later = NOW + dt.timedelta(days=365)
    with django_db_blocker.unblock():
        before = lrs.publish(folder=folder, now=later)
        target = said()
        lrs.store([target], by=CLIENT, now=NOW + dt.timedelta(days=1))
        added = lrs.publish(folder=folder, now=later)
        lrs.store([voiding(target["id"])], by=CLIENT, now=NOW + dt.timedelta(days=2))
        voided = lrs.publish(folder=folder, now=later)
    assert (before.days, before.unchanged) == (0, 3)
    assert (added.days, added.statements) == (1, 1)
    assert (voided.days, voided.statements) == (2, 1)
    assert not [path for path in folder.rglob("*") if path.name.endswith(".half")]
    facts = engines.on_duckdb(folder).facts
    assert facts is not None
    left = facts.filter(ibis._.id == target["id"]).count().to_pyarrow().as_py()
    assert left == 0
