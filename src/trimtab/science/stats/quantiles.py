"""Quantiles of the two distributions that intervals and plans rest on.

SciPy is imported where it is first needed: that takes a third of a second, and most commands never
compare anything.
"""

from __future__ import annotations

from statistics import NormalDist

_NORMAL = NormalDist()


def normal(share: float) -> float:
    """The standard normal value below which `share` (0 to 1, both excluded) lies (Wichura 1988, AS
    241).
    """
    return _NORMAL.inv_cdf(share)


def student(share: float, freedom: float) -> float:
    """The value below which `share` of Student's distribution lies, with degrees of freedom that
    need not be whole.
    """
    from scipy.special import stdtrit

    return float(stdtrit(freedom, share))
