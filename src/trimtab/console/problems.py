"""What can be wrong with the machine, each in one sentence."""

from __future__ import annotations

from trimtab.kernel.errors import MachineTrouble

__all__ = ["ENVIRONMENT", "REFUSED", "USAGE", "MachineTrouble"]

USAGE, REFUSED, ENVIRONMENT = 2, 1, 3
