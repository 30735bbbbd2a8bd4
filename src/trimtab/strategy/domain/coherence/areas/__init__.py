"""Contradictions between the areas (X1 to X16)."""

from trimtab.strategy.domain.coherence.areas import promises, proving, reaching, time
from trimtab.strategy.domain.coherence.finding import Check

CHECKS: tuple[Check, ...] = tuple(
    sorted(
        (*reaching.CHECKS, *promises.CHECKS, *proving.CHECKS, *time.CHECKS),
        key=lambda check: int(check.code.removeprefix("X")),
    )
)

__all__ = ["CHECKS"]
