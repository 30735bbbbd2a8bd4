"""How much goes into one request to another record store."""

from __future__ import annotations

import pytest

from trimtab.lrs.domain.forwarding import Use, how_many_fit

A, B, FALSE_A = Use("a", "a", 60), Use("b", "b", 30), Use("a", "x", 10)


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
    statements: list[tuple[int, tuple[Use, ...]]], count: int
) -> None:
    assert how_many_fit(statements, most=100) == count
