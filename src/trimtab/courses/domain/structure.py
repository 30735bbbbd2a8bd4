"""The structure of a course as a value: blocks and units in order, and
what each unit asks for (cmi5, 13.1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from trimtab.kernel.said import Said, say


class CourseKind(StrEnum):
    """The standard that a package follows."""

    CMI5 = "cmi5"
    SCORM_12 = "scorm-1.2"
    SCORM_2004 = "scorm-2004"


class MoveOn(StrEnum):
    """What satisfies a unit (cmi5, 10.2.5)."""

    PASSED = "Passed"
    COMPLETED = "Completed"
    COMPLETED_AND_PASSED = "CompletedAndPassed"
    COMPLETED_OR_PASSED = "CompletedOrPassed"
    NOT_APPLICABLE = "NotApplicable"


class LaunchMethod(StrEnum):
    """Which window a unit asks for (cmi5, 8.1)."""

    ANY_WINDOW = "AnyWindow"
    OWN_WINDOW = "OwnWindow"


class LaunchMode(StrEnum):
    """Whether results count (cmi5, 10.2.2)."""

    NORMAL = "Normal"
    BROWSE = "Browse"
    REVIEW = "Review"


class Objective(msgspec.Struct, frozen=True):
    """What a course wants to reach."""

    id: str
    title: str
    description: str = ""


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """What is launched: an assignable unit (AU) of cmi5, or a SCO.

    `id` is the publisher's. `url` is a path in the package, with its query, or a whole address.
    `mastery_score` is from 0 to 1. `blocks` are the positions of the blocks around it, the
    outermost first. `objectives` are ids of the course's objectives, and of a SCO's own. The rest
    is SCORM's: `data` (launch data), `completion_threshold` (the progress, from 0 to 1, that
    completes), `max_time` and `time_limit_action` as the runtime wants them, `attempt_limit`, and
    `completes_itself`: only the SCO says that it is completed.
    """

    id: str
    title: str
    url: str
    description: str = ""
    move_on: MoveOn = MoveOn.NOT_APPLICABLE
    mastery_score: float | None = None
    launch_method: LaunchMethod = LaunchMethod.ANY_WINDOW
    launch_parameters: str | None = None
    entitlement_key: str | None = None
    activity_type: str = ""
    objectives: tuple[str, ...] = ()
    blocks: tuple[int, ...] = ()
    data: str = ""
    completion_threshold: float | None = None
    max_time: str = ""
    time_limit_action: str = ""
    attempt_limit: int | None = None
    completes_itself: bool = False

    @property
    def is_elsewhere(self) -> bool:
        """Whether it is served by somebody else, and not from the package."""
        return "://" in self.url


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """Units and blocks under one title; `blocks` are the positions of the blocks around it."""

    id: str
    title: str
    description: str = ""
    objectives: tuple[str, ...] = ()
    blocks: tuple[int, ...] = ()


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """A whole course. Units and blocks are known by their
    position, in the order of the document."""

    kind: CourseKind
    id: str
    title: str
    units: tuple[Unit, ...]
    description: str = ""
    blocks: tuple[Block, ...] = ()
    objectives: tuple[Objective, ...] = ()
    language: str = "und"

    def units_in(self, block: int) -> Iterator[int]:
        """The positions of the units anywhere below a block."""
        return (at for at, unit in enumerate(self.units) if block in unit.blocks)


THE_PACKAGE = say("The package")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that makes a package unusable: file, line (0: the file as
    a whole), and what to do about it."""

    file: str
    line: int
    sentence: Said

    def __str__(self) -> str:
        return str(self.said)

    @property
    def said(self) -> Said:
        """The sentence with its place."""
        if not self.line:
            return say("{file}: {sentence}", file=self.file, sentence=self.sentence)
        return say(
            "{file}, line {line}: {sentence}",
            file=self.file,
            line=self.line,
            sentence=self.sentence,
        )
