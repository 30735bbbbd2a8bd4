"""An item as a page shows it.

How that looks is the page's; what stands there is the kind's. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


class PostedFields(Protocol):
    """A posted form: the last value of a field by its name, or all of them."""

    def __getitem__(self, name: str, /) -> Any: ...
    def getlist(self, name: str, /) -> list[Any]: ...


@dataclass(frozen=True, slots=True)
class Appearance:
    """How an item is to be shown.

    `shuffled` gives an order of so many options, the same for the same question. With a `response`
    it is shown as after the answer, with `order` as its steps stand now, and with a `draft` that
    was refused with what was written in it; `language` is the learner's.
    """

    shuffled: Callable[[int], list[int]]
    response: Any = None
    order: Sequence[int] | None = None
    draft: PostedFields | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True)
class ShownChoice:
    """An option as shown. `value` is its position in the item; `mark` is set once it is
    answered.
    """

    value: int
    text: str
    is_right: bool
    is_chosen: bool
    feedback: str

    @property
    def mark(self) -> str:
        """How the option is marked after the answer: right, missed, wrong or nothing."""
        if self.is_right:
            return "right" if self.is_chosen else "missed"
        return "wrong" if self.is_chosen else ""


@dataclass(frozen=True, slots=True)
class ShownPiece:
    """A piece of a text with gaps: words, or a gap with what was written in it and what belongs
    there.
    """

    text: str
    is_gap: bool = False
    given: str = ""
    expected: str = ""
    is_right: bool = False
    number: int = 0


@dataclass(frozen=True, slots=True)
class ShownItem:
    """Everything a page needs to show an item.

    `look` names the partial that shows it: that of its own kind, or of one that looks alike.
    """

    look: str
    stem: str
    explanation: str
    choices: tuple[ShownChoice, ...] = ()
    pieces: tuple[ShownPiece, ...] = ()
    back: str = ""
    given: str = ""
    self_rated: bool = False
    tells_expected: bool = False
