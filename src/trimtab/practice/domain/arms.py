"""Chance, made once and for all: which arm of a comparison a person is in."""

from __future__ import annotations

import hashlib
from enum import StrEnum
from uuid import UUID


class Arm(StrEnum):
    """The arms of a randomised comparison."""

    PRACTICE = "practice"
    HOLDOUT = "holdout"


def assign(programme: str, pseudonym: UUID, holdout: float) -> Arm:
    """The arm of a person, the same at every call: a hash of programme and pseudonym against `holdout` (0 to 0.5)."""
    digest = hashlib.sha256(f"{programme}:{pseudonym}".encode()).digest()
    return Arm.HOLDOUT if int.from_bytes(digest[:8], "big") / 2**64 < holdout else Arm.PRACTICE
