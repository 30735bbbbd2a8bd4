"""What every kind of item can say of itself.

A kind is a file in `items`; nothing else knows which there are. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, TypeVar

import msgspec

from trimtab.kernel import written
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import Said, say
from trimtab.library.domain.item_cells import Cells
from trimtab.library.domain.item_shown import AnswerForm, Appearance, ShownItem

LONGEST_WRITTEN = 500
MOST_STEPS = 999
Choice = TypeVar("Choice")


@dataclass(frozen=True, slots=True)
class Graded:
    """How an answer was: `score` from 0 to 1, what to say about it, and what was expected."""

    correct: bool
    score: float
    feedback: str
    expected: str


class Dice(Protocol):
    """What a simulation throws, such as `random.Random`."""

    def choice(self, seq: Sequence[Choice], /) -> Choice: ...
    def choices(
        self, population: Sequence[Choice], weights: Sequence[float], /
    ) -> list[Choice]: ...
    def randrange(self, stop: int, /) -> int: ...


class ItemPart(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of an item: immutable, unknown names refused."""


class ItemBody(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"
):
    """An item: what it asks, and everything that is done with it.

    A kind has a `tag`, which is its name in files and tables, and says what it is called (`title`),
    where it stands in a list of kinds (`place`), whether the learner rates the answer
    (`self_rated`), whether what is right is said in words after a wrong answer (`tells_expected`),
    how long an answer takes (`usual_seconds`), and how likely a guess is right (`guess`, 0 to 1).
    """

    explanation: str = ""
    aid: str = ""

    title: ClassVar[Said]
    place: ClassVar[int]
    usual_seconds: ClassVar[float]
    guess: ClassVar[float]
    self_rated: ClassVar[bool] = False
    tells_expected: ClassVar[bool] = False

    @classmethod
    def kind(cls) -> str:
        """The name of the kind, as files and tables have it."""
        return str(cls.__struct_config__.tag)

    @property
    def stem(self) -> str:
        """What it asks, in a line."""
        raise NotImplementedError

    def faults(self) -> Iterator[tuple[str, Said]]:
        """What is wrong with it beside its shape: the field and a sentence."""
        raise NotImplementedError

    def grade(self, response: Any, *, language: str = "en") -> Graded:
        """Grades a response in the shape that the kind says, written in `language`.

        Raises Refusal when it has another shape, and when nothing was chosen or written: that is no
        answer, so it is not a wrong one.
        """
        raise NotImplementedError

    def response_words(self, response: Any) -> str:
        """A response as words, for people to read."""
        return str(response)

    def shown(self, appearance: Appearance) -> ShownItem:
        """The item as a page shows it, before or after the answer."""
        raise NotImplementedError

    def read_answer(self, form: AnswerForm) -> Any:
        """The response in a posted form. Raises KeyError or ValueError when there is none."""
        raise NotImplementedError

    def moved(self, form: AnswerForm) -> list[int] | None:
        """How its parts stand after a button of the form that is no answer; None when none was
        pressed.
        """
        return None

    @classmethod
    def from_cells(cls, cells: Cells) -> dict[str, Any]:
        """Its own fields from a row of a sheet. Raises Refusal for what may mean two things."""
        raise NotImplementedError

    def simulated(self, right: bool, dice: Dice) -> Any:
        """A response of somebody who knows it (`right`), else wrong in a way in which people
        are.
        """
        raise NotImplementedError


NOT_KNOWN = "I do not know"


def no_answer() -> Refusal:
    """The refusal of a response that is none."""
    return Refusal("library.response", say("Choose or write an answer first."), "response")


def written_response(response: Any) -> str:
    """A response that is a text. Raises Refusal when it is none, or too long."""
    if not isinstance(response, str):
        raise no_answer()
    if len(response) > LONGEST_WRITTEN:
        raise Refusal(
            "library.response",
            say("Write at most {most} characters.", most=LONGEST_WRITTEN),
            "response",
        )
    return response


def position(response: Any, count: int) -> int:
    """A response that is a position from 0 among `count`. Raises Refusal when it is none."""
    if isinstance(response, bool) or not isinstance(response, int) or not 0 <= response < count:
        raise no_answer()
    return response


def position_in_form(text: Any) -> int:
    """A position in a form. Raises ValueError when it is none."""
    found = written.whole(text, MOST_STEPS)
    if found is None:
        raise ValueError(text)
    return found
