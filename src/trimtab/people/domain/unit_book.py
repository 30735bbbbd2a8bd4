"""Which unit is meant where a list writes the name of a department, or a path. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from trimtab.people.domain.rows import UnitRow, UnitSpec

MOST_CODE, MOST_NAME = 64, 200
_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "o", "æ": "ae"})


class UnitBook:
    """The units that are there and those that a list names, found by code, name or path.

    `parents` are the codes of all of them, with the code of the unit above; `made` are those that
    are not there yet, each after the one above it.
    """

    def __init__(self, units: Iterable[UnitRow]) -> None:
        self.parents: dict[str, str] = {}
        self.made: list[UnitSpec] = []
        self._codes: dict[str, str] = {}
        self._by_name: dict[str, list[str]] = {}
        self._below: dict[tuple[str, str], str] = {}
        for unit in units:
            self._know(unit.code, unit.name, unit.parent_code)
        alone = [code for code, parent in self.parents.items() if not parent]
        self.top = alone[0] if len(alone) == 1 else ""

    def _know(self, code: str, name: str, parent: str) -> None:
        self.parents[code] = parent
        self._codes.setdefault(code.casefold(), code)
        self._by_name.setdefault(name.casefold(), []).append(code)
        for word in (name.casefold(), code.casefold()):
            self._below.setdefault((parent, word), code)

    def named(self, written: str) -> str:
        """The code of the unit of that code or name, '' for none; a name that nobody has, or that
        several have, is a new unit below the top.
        """
        plain = " ".join(written.split())
        key = plain.casefold()
        called = self._by_name.get(key, [])
        if not plain or key in self._codes:
            return self._codes.get(key, "")
        return called[0] if len(called) == 1 else self._below_one(plain, self.top)

    def along(self, written: str) -> str:
        """The code of the unit at the end of a path such as /Sales/North; the path / is the unit at
        the top.
        """
        names = (" ".join(part.split()) for part in written.split("/"))
        parent = self.top
        for name in filter(None, names):
            parent = self._below_one(name, parent)
        return parent

    def _below_one(self, name: str, parent: str) -> str:
        """The code of the unit of that name below another, new where there is none."""
        for place in dict.fromkeys((parent, "" if parent == self.top else parent)):
            if (place, name.casefold()) in self._below:
                return self._below[place, name.casefold()]
        code = code_of(name)
        if code in self.parents:
            code = code_of(f"{parent} {name}" if parent != code else f"{name} below {name}")
        number = 2
        while code in self.parents:
            code, number = f"{code[: MOST_CODE - 4]}-{number}", number + 1
        self._know(code, name, parent)
        self.made.append(UnitSpec(code, name[:MOST_NAME], "", parent))
        return code


def code_of(name: str) -> str:
    """A code for a unit of that name: small letters, digits and hyphens where there are any."""
    plain = unicodedata.normalize("NFKC", name).casefold().translate(_SPELLED)
    bare = "".join(
        sign for sign in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(sign)
    )
    return re.sub(r"[\W_]+", "-", bare).strip("-")[:MOST_CODE].strip("-") or "unit"
