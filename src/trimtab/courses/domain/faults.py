"""How a package that cannot be taken is reported."""

from __future__ import annotations

from collections.abc import Iterable

from trimtab.courses.domain.structure import Problem
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import say

MOST_PROBLEMS = 50


class BadPackage(Refusal):
    """A package that breaks rules of its standard; `problems` names
    each by file and line, at most fifty."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)[:MOST_PROBLEMS]
        first = self.problems[0]
        place = (
            say("{file}, line {line}", file=first.file, line=first.line)
            if first.line
            else first.file
        )
        super().__init__("package.invalid", first.sentence, place)


class NotPlayable(Refusal):
    """The package is here, and this installation cannot play it."""

    status = 409
