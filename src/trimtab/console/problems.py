"""What can be wrong with the machine, each in one sentence."""

from __future__ import annotations

USAGE, REFUSED, ENVIRONMENT = 2, 1, 3


class Trouble(Exception):
    """Something about this machine or folder keeps the command from running; the sentence says what
    and what to do."""

    code = ENVIRONMENT
