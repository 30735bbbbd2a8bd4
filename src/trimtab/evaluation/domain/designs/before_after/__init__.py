"""Before and after, with nothing beside it: by how much each one's figures changed.

Claims no cause.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from trimtab.evaluation.domain.designs.before_after.claims import CLAIM, failed, sizes, than, worked
from trimtab.evaluation.domain.designs.before_after.estimate import estimate
from trimtab.evaluation.domain.designs.before_after.prospect import groups, smallest
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
SHOWN_BY = By.NOTHING


def expressions() -> Mapping[StrEnum, Expression]:
    """Its sums by name; needs the extra `analytics`."""
    from trimtab.evaluation.domain.designs.before_after.sums import EXPRESSIONS

    return EXPRESSIONS
