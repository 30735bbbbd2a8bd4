"""PINs of shared devices: which are taken, and which are too easy. Pure.

Sources: NIST SP 800-63B-4, 3.1.1.2 (what is commonly used or expected is refused); J. Bonneau,
S. Preibusch, R. Anderson: A birthday present every eleven wallets (2012): repeats,
runs, pairs, years and lines of the keypad lead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from trimtab.kernel.said import Said, say

SHORTEST, LONGEST = 4, 8
_DIGITS = re.compile(r"[0-9]+")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
# Lines of the keypad, and what else is chosen most often.
_COMMON = frozenset(
    {"2580", "0852", "1379", "1397", "1470", "3690", "1478", "7410", "1004", "5683"}
)


def fault_of_pin(pin: str, names: Iterable[str] = ()) -> Said | None:
    """What is wrong with a PIN, as a sentence; None when it is taken.

    `names` are what the person is known by: a PIN is no part of one.
    """
    if not _DIGITS.fullmatch(pin) or not SHORTEST <= len(pin) <= LONGEST:
        return say("A PIN has {least} to {most} digits.", least=SHORTEST, most=LONGEST)
    if _is_run(pin) or _is_repeated(pin) or pin in _COMMON:
        return say("This PIN is one of the first that somebody would try. Choose another.")
    if _YEAR.fullmatch(pin):
        return say("A year is easy to guess. Choose another PIN.")
    if any(pin in _digits(name) for name in names):
        return say("This PIN is part of your number or name. Choose another.")
    return None


def _digits(name: str) -> str:
    return "".join(letter for letter in name if letter in "0123456789")


def _is_run(pin: str) -> bool:
    """Whether each digit is one more, or one less, than the one before (after 9 comes 0)."""
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    return steps in ({1}, {9}, {0})


def _is_repeated(pin: str) -> bool:
    """Whether it is one part again and again, such as 1212, or of two digits alone side by side,
    such as 1122.
    """
    sizes = (size for size in range(1, len(pin) // 2 + 1) if len(pin) % size == 0)
    is_parts = any(pin == pin[:size] * (len(pin) // size) for size in sizes)
    half = len(pin) // 2
    is_halves = len(pin) % 2 == 0 and len(set(pin[:half])) == len(set(pin[half:])) == 1
    return is_parts or is_halves
