"""When an answer to a request is due."""

from __future__ import annotations

import datetime as dt

import pytest

from trimtab.governance.domain.requests import month_after


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("2026-09-07", "2026-10-07"),
        ("2026-12-15", "2027-01-15"),
        ("2027-01-31", "2027-02-28"),
        ("2028-01-30", "2028-02-29"),
        ("2026-10-31", "2026-11-30"),
    ],
)
def test_an_answer_is_due_on_the_same_day_of_the_next_month_or_its_last(
    asked: str, due: str
) -> None:
    assert month_after(dt.date.fromisoformat(asked)) == dt.date.fromisoformat(due)
