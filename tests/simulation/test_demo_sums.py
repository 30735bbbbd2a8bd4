"""The committed SQL against the queries that it takes the place of, on the demonstration's data."""

from __future__ import annotations

import datetime as dt
from itertools import product

import pytest

from trimtab.evaluation import figures, queries
from trimtab.evaluation import spreads as old_spreads
from trimtab.evaluation.domain.rows import By
from trimtab.evaluation.models import Measure
from trimtab.practice import api as practice
from trimtab.practice.api import Arm

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_the_sql_that_is_written_gives_what_the_queries_gave(demonstration: dt.datetime) -> None:  # noqa: C901
    worst: dict[str, float] = {}
    count = 0

    def same(what: str, a: float | None, b: float | None) -> None:
        nonlocal count
        count += 1
        if a is None or b is None or not isinstance(a, float):
            assert a == b, what
            return
        rel = abs(a - b) / max(abs(a), abs(b), 1e-300)
        worst[what] = max(worst.get(what, 0), rel)

    keys = [m.key for m in Measure.objects.all()]
    programmes = [p.key for p in practice.programmes()]
    times = [None, demonstration - dt.timedelta(weeks=3), demonstration - dt.timedelta(weeks=10)]
    starts = [None] + [(demonstration - dt.timedelta(weeks=w)).date() for w in (3, 8, 14)]
    for p in programmes:
        assert practice.arm_sizes(p) == figures.arm_sizes(p)
    for key, as_of, since, p in product(keys, times, starts, programmes):
        new = figures.moments_by_arm(key, p, since, as_of=as_of)
        for arm in Arm:
            old, yn = queries.moments_of_people(key, practice.ids_in_arm(p, arm), since, as_of=as_of)
            same("n", old.n, new[arm].moments.n)
            same("people mean", old.mean, new[arm].moments.mean)
            same("people m2", old.m2, new[arm].moments.m2)
            assert yn == new[arm].yes_no
    for key, as_of, since in product(keys, times, starts[1:]):
        old, new = (
            queries.moments_of_changes(key, since, as_of=as_of),
            figures.moments_of_changes(key, since, as_of=as_of),
        )
        same("n", old.n, new.n)
        same("change mean", old.mean, new.mean)
        same("change m2", old.m2, new.m2)
    for key, as_of, by, p, cell in product(keys, times, By, programmes, (1, 8, 30)):
        old = queries.series(key, by=by, programme=p, min_cell=cell, as_of=as_of)
        new = figures.series(key, by=by, programme=p, min_cell=cell, as_of=as_of)
        for o, n in zip(old, new, strict=True):
            assert o.name == n.name
            for x, y in zip(o.points, n.points, strict=True):
                assert (x.week, x.n) == (y.week, y.n)
                for f in ("mean", "low", "high"):
                    same("series " + f, getattr(x, f), getattr(y, f))
    for key in keys:
        old, new = queries.days(key), figures.days(key)
        assert old == new
        count += len(old)
    for cell in (1, 8, 30, 1000):
        old, new = old_spreads.spreads(min_cell=cell), figures.spreads(min_cell=cell)
        assert old.keys() == new.keys()
        for k in old:
            same("spread sd", old[k].sd, new[k].sd)
            assert (old[k].subjects, old[k].figures_a_month) == (new[k].subjects, new[k].figures_a_month)
    print(len(keys), programmes, count, worst)
    assert max(worst.values()) < 1e-11
