"""By lot: some have it, some go without for a while, and both are compared. Claims a cause."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from trimtab.evaluation.domain.designs.randomised.claims import CLAIM, failed, sizes, than, worked
from trimtab.evaluation.domain.designs.randomised.estimate import estimate
from trimtab.evaluation.domain.designs.randomised.prospect import groups, smallest
from trimtab.evaluation.domain.series import By

if TYPE_CHECKING:
    from trimtab.evaluation.domain.sums.steps import Expression

__all__ = [
    "CLAIM",
    "SHOWN_BY",
    "estimate",
    "expressions",
    "failed",
    "groups",
    "sizes",
    "smallest",
    "than",
    "worked",
]
SHOWN_BY = By.ARM


def expressions() -> Mapping[StrEnum, Expression]:
    """Its sums by name; needs the extra `analytics`."""
    from trimtab.evaluation.domain.designs.randomised.sums import EXPRESSIONS

    return EXPRESSIONS
