"""How a language words what is said, and English, in which the source is written."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from trimtab.kernel.said import Between, Said


class Language(Protocol):
    """How a language words what is said."""

    def message(self, said: Said) -> str:
        """The source text of a sentence in this language, in the plural form that its count wants,
        its places still open.
        """

    def figure(self, digits: str) -> str:
        """A number that English writes as `digits`."""

    def day(self, day: dt.date) -> str:
        """A day, written out."""

    def short_day(self, day: dt.date) -> str:
        """A day where there is little room."""

    def between(self, mark: Between) -> str:
        """What stands between several things."""

    def within(self, text: str) -> str:
        """A sentence as it stands within another."""


class English:
    """The language in which the source is written."""

    def message(self, said: Said) -> str:
        """The source text, or its plural."""
        return said.plural if said.plural and said.number != 1 else said.message

    def figure(self, digits: str) -> str:
        """The digits."""
        return digits

    def day(self, day: dt.date) -> str:
        """A day as 1 March 2026."""
        return f"{day.day} {day:%B %Y}"

    def short_day(self, day: dt.date) -> str:
        """A day as 1 Mar 2026."""
        return f"{day.day} {day:%b %Y}"

    def between(self, mark: Between) -> str:
        """The mark itself."""
        return mark.value

    def within(self, text: str) -> str:
        """The text with a small letter first, unless it begins with an abbreviation or a name in
        capitals.
        """
        is_plain_word = text[1:2].islower() or text[1:2] == " "
        return text[:1].lower() + text[1:] if text[1:] and is_plain_word else text


ENGLISH = English()
