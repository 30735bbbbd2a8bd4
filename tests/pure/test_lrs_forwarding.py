"""How much goes into one request to another record store."""

from __future__ import annotations

import pytest

from trimtab.lrs.domain.forwarding import how_many_fit
from trimtab.lrs.domain.statements.rows import HeldAttachment

A, B, FALSE_A = (
    HeldAttachment("a", "a", 60),
    HeldAttachment("b", "b", 30),
    HeldAttachment("a", "x", 10),
)


@pytest.mark.parametrize(
    ("statements", "count"),
    [
        ([], 0),
        ([(40, ()), (40, ()), (40, ())], 2),
        ([(500, ()), (1, ())], 1),
        ([(1, (A,)), (1, (B,)), (1, (A, B))], 3),
        ([(20, (A,)), (1, (B,))], 1),
        ([(1, (A,)), (1, ()), (1, (FALSE_A,)), (1, ())], 2),
        ([(1, (FALSE_A,)), (1, (FALSE_A,))], 2),
    ],
)
def test_as_many_as_fit_go_together_and_at_least_one(
    statements: list[tuple[int, tuple[HeldAttachment, ...]]], count: int
) -> None:
    assert how_many_fit(statements, most=100) == count
