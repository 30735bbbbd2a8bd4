"""An effect as a picture: what was seen against what was expected."""

from __future__ import annotations

from django.utils.translation import gettext as _

from trimtab.pictures import Estimate, SvgPicture, forest
from trimtab.strategy import api as strategy


def effect_picture(
    estimate: Estimate,
    *,
    title: str,
    description: str,
    expected: float,
    amount: strategy.Amount,
) -> SvgPicture:
    """A forest plot of one estimate, with the line of no effect and what was expected."""
    return forest(
        title=title,
        description=description,
        rows=[estimate],
        null=0.0,
        null_name=_("no effect"),
        expected=expected,
        expected_name=_("expected"),
        say=amount.scaled,
    )
