"""What can be wrong with the machine, each in one sentence."""

from __future__ import annotations

from trimtab.kernel.errors import Trouble

__all__ = ["ENVIRONMENT", "REFUSED", "USAGE", "Trouble"]

USAGE, REFUSED, ENVIRONMENT = 2, 1, 3
