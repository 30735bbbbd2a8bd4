"""What the house says: an English sentence together with its parts, so that it can be worded again
in another language.

A `Said` **is** the English sentence (a `str`), as a safe string of a page is one: programs, logs,
tests and tables read it as they read any text. Beside that it keeps what the sentence was made of:
`message` is the source text with named places, which is the key of the catalogue (gettext's msgid),
and `parts` are the values in these places, each formatted anew in the reader's language.

    say("'{title}' names no cause.", title=challenge.title)
    say_n("{count} person was asked.", "{count} people were asked.", heard)
    say_in("of an answer", "Open")   # where one English word has several translations

Cutting, joining or formatting a `Said` as text gives plain English text: join with `listed`,
`sentences`, `paragraphs`, turn with `within`, `capital`, `bare`, and say what somebody wrote themselves
with `as_written`.

On a page the renderer words it: `__html__`, which templates ask of every value, asks the language
that `reading` was given. What is stored is what `said_as_json` makes of it: parts, never prose.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from html import escape
from typing import Any, NoReturn, TypeAlias, assert_never

from trimtab.kernel.language import ENGLISH as ENGLISH
from trimtab.kernel.language import Language as Language

_PLACE = re.compile(r"\{(\w+)\}")
_TEXT = "text"


class Between(StrEnum):
    """What stands between things that are named one after the other; the value is how English
    writes it.
    """

    COMMA = ", "
    AND = " and "
    OR = " or "
    SEMICOLON = "; "
    STOP = ". "
    SPACE = " "
    LINE = "\n"
    PARAGRAPH = "\n\n"


class Turn(StrEnum):
    """How a sentence is turned to stand within, or at the head of, another."""

    WITHIN = "within"
    CAPITAL = "capital"
    BARE = "bare"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as English writes it ("1,234.5"); readers see the marks of their own language."""

    digits: str


@dataclass(frozen=True, slots=True)
class Listed:
    """Several parts, one after the other."""

    members: tuple[Part, ...]
    between: Between = Between.COMMA


@dataclass(frozen=True, slots=True)
class ShortDay:
    """A day where there is little room: 1 Mar 2026."""

    day: dt.date


Part: TypeAlias = str | int | Figure | dt.date | ShortDay | dt.time | Listed
"""What may stand in a place: a text or `Said`, a whole number, a `Figure`, a day, a time of day, or
several of them.
"""


class Said(str):
    """A sentence with what it was made of.

    `message` is the English source with places in braces, "" for a text that somebody wrote;
    `parts` are the values of the places in order; `plural` is the source for any `number` of things
    but one; `context` tells two uses of one source apart; `turns` is how the sentence was turned
    since. Two are equal when they say the same in English. Nothing of it can be changed.
    """

    # One slot, since sentences are made by the thousand: what is set once costs once.
    __slots__ = ("_made_of",)

    _made_of: tuple[str, tuple[tuple[str, Part], ...], str, int, str, tuple[Turn, ...]]

    def __new__(
        cls,
        message: str,
        parts: Iterable[tuple[str, Part]] = (),
        *,
        plural: str = "",
        number: int = 0,
        context: str = "",
        turns: tuple[Turn, ...] = (),
    ) -> Said:
        values = tuple(parts)
        source = plural if plural and number != 1 else message
        text = _filled(source, values, turns, ENGLISH) if values or turns else source
        made = str.__new__(cls, text)
        # Past __setattr__, which refuses: from here on nothing changes.
        object.__setattr__(made, "_made_of", (message, values, plural, number, context, turns))
        return made

    @property
    def message(self) -> str:
        """The English source, "" for a text that somebody wrote."""
        return self._made_of[0]

    @property
    def parts(self) -> tuple[tuple[str, Part], ...]:
        """The values of the places, in order."""
        return self._made_of[1]

    @property
    def plural(self) -> str:
        """The source for any number but one; "" where nothing is counted."""
        return self._made_of[2]

    @property
    def number(self) -> int:
        """How many it is about."""
        return self._made_of[3]

    @property
    def context(self) -> str:
        """What tells two uses of one source apart."""
        return self._made_of[4]

    @property
    def turns(self) -> tuple[Turn, ...]:
        """How the sentence was turned since."""
        return self._made_of[5]

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"What is said stays said: {name} cannot be set.")

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, self._made_of

    def filled(self, **parts: Part) -> Said:
        """The same sentence with these parts in its places."""
        return Said(
            self.message,
            parts.items(),
            plural=self.plural,
            number=self.number,
            context=self.context,
            turns=self.turns,
        )

    def __html__(self) -> str:
        """The sentence for a page, in the language that is being read, escaped."""
        return escape(worded(self, _READ_IN.get()))


def _again(
    message: str,
    parts: tuple[tuple[str, Part], ...],
    plural: str,
    number: int,
    context: str,
    turns: tuple[Turn, ...],
) -> Said:
    """The same sentence once more, for whoever copies or pickles one."""
    return Said(message, parts, plural=plural, number=number, context=context, turns=turns)


def say(message: str, /, **parts: Part) -> Said:
    """A sentence: its English source with places in braces, and what stands in them."""
    return Said(message, parts.items()) if parts else pattern(message)


@lru_cache(maxsize=4096)
def pattern(message: str, /) -> Said:
    """A sentence whose places are filled later, by `filled`; until then they show their names."""
    return Said(message)


def say_n(one: str, many: str, count: int, /, **parts: Part) -> Said:
    """A sentence about a number of things, which may stand in it as {count}: the source for one,
    and for more.
    """
    return Said(one, {"count": count, **parts}.items(), plural=many, number=count)


def say_in(context: str, message: str, /, **parts: Part) -> Said:
    """A sentence whose source alone would be ambiguous; `context` tells translators which one it
    is.
    """
    return Said(message, parts.items(), context=context)


def figure(value: float, form: str = "g") -> Figure:
    """A number in a form as Python writes it: "g", ".2f", ",.0f"."""
    return Figure(format(value, form))


def as_written(text: str) -> Said:
    """What somebody wrote themselves: no catalogue knows it, and it is the same in every language.
    What is said already stays.
    """
    return text if isinstance(text, Said) else Said("", [(_TEXT, text)])


def joined(members: Iterable[Part], between: Between) -> Said:
    """Several parts as one, with `between` them; nothing of none."""
    return Said("", [(_TEXT, Listed(tuple(members), between))])


def listed(members: Iterable[Part]) -> Said:
    """Several things one after the other: 'time, overtime, stress'."""
    return joined(members, Between.COMMA)


def sentences(*members: Part) -> Said:
    """Several sentences, one after the other."""
    return joined(members, Between.SPACE)


def paragraphs(*members: Part) -> Said:
    """Several sentences, each a paragraph of its own, as a message has them."""
    return joined(members, Between.PARAGRAPH)


def within(text: str) -> Said:
    """A sentence as it stands within another: English begins it with a small letter, other
    languages as they do.
    """
    return _turned(text, Turn.WITHIN)


def capital(text: str) -> Said:
    """A phrase at the head of a sentence."""
    return _turned(text, Turn.CAPITAL)


def bare(text: str) -> Said:
    """A sentence without its full stop."""
    return _turned(text, Turn.BARE)


def left_open(text: str) -> Said:
    """A sentence whose value is an ellipsis, without it where it stands at the end: 'Used on', 'At
    most … minutes'.
    """
    return _turned(text, Turn.OPEN)


def _turned(text: str, turn: Turn) -> Said:
    said = as_written(text)
    return Said(
        said.message,
        said.parts,
        plural=said.plural,
        number=said.number,
        context=said.context,
        turns=(*said.turns, turn),
    )


def worded(said: str, language: Language = ENGLISH) -> str:
    """A sentence in a language; a text that was never said with parts stays as it is."""
    if not isinstance(said, Said):
        return said
    source = language.message(said) if said.message else ""
    return _filled(source, said.parts, said.turns, language)


def _filled(
    source: str, parts: tuple[tuple[str, Part], ...], turns: tuple[Turn, ...], language: Language
) -> str:
    if not source:
        text = _part(parts[0][1], language) if parts else ""
    elif parts:
        words = {name: _part(value, language) for name, value in parts}
        pieces = list(_pieces(source))
        pieces[1::2] = [words.get(name, f"{{{name}}}") for name in pieces[1::2]]
        text = "".join(pieces)
    else:
        text = source
    for turn in turns:
        text = _turn(text, turn, language)
    return text


@lru_cache(maxsize=4096)
def _pieces(source: str) -> tuple[str, ...]:
    """A source cut at its places: a text, the name of a place, a text, and so on."""
    return tuple(_PLACE.split(source))


def _turn(text: str, turn: Turn, language: Language) -> str:
    match turn:
        case Turn.WITHIN:
            return language.within(text)
        case Turn.CAPITAL:
            return text[:1].upper() + text[1:]
        case Turn.BARE:
            return text.rstrip(".。")
        case Turn.OPEN:
            return text.rstrip(".。").removesuffix("…").rstrip(" :")
        case _:
            assert_never(turn)


def _part(value: Part, language: Language) -> str:
    if type(value) is str:
        return value
    match value:
        case Said() if language is not ENGLISH:
            return worded(value, language)
        case str():
            return str(value)
        case int():
            return language.figure(str(value))
        case Figure():
            return language.figure(value.digits)
        case Listed():
            mark = language.between(value.between)
            return mark.join(_part(member, language) for member in value.members)
        case dt.date():
            return language.day(value)
        case ShortDay():
            return language.short_day(value.day)
        case dt.time():
            return value.isoformat("minutes")
        case _:
            assert_never(value)


_READ_IN: ContextVar[Language] = ContextVar("language that is being read", default=ENGLISH)


@contextmanager
def reading(language: Language) -> Iterator[None]:
    """Pages that are rendered within word what is said in this language."""
    token = _READ_IN.set(language)
    try:
        yield
    finally:
        _READ_IN.reset(token)
