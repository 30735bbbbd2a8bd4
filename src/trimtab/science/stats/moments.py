"""Sufficient statistics that add: databases aggregate, this infers; rows never travel."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from trimtab.kernel.errors import NotEstimable
from trimtab.kernel.said import say


@dataclass(frozen=True, slots=True)
class Moments:
    """Count, mean and sum of squared deviations (M2) of some values.

    Adding two is pooling their values (Chan, Golub and LeVeque 1979).
    """

    n: int = 0
    mean: float = 0.0
    m2: float = 0.0

    def __add__(self, other: Moments) -> Moments:
        n = self.n + other.n
        if n == 0:
            return Moments()
        apart = other.mean - self.mean
        return Moments(
            n,
            self.mean + apart * other.n / n,
            self.m2 + other.m2 + apart * apart * self.n * other.n / n,
        )

    @classmethod
    def of(cls, values: list[float]) -> Moments:
        """Moments of a list of values."""
        if not values:
            return cls()
        mean = sum(values) / len(values)
        return cls(len(values), mean, sum((value - mean) ** 2 for value in values))

    @property
    def variance(self) -> float:
        """The sample variance. Raises NotEstimable for fewer than two values."""
        if self.n < 2:
            raise NotEstimable(say("A spread needs at least two values."))
        return self.m2 / (self.n - 1)

    @property
    def sd(self) -> float:
        """The sample standard deviation. Raises NotEstimable for fewer than two values."""
        return sqrt(self.variance)
