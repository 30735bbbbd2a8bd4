"""What others said, made readable: question by question side by side, and person by person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trimtab.journeys import asking as journey
from trimtab.messaging import api as messaging
from trimtab.strategy import api as strategy
from trimtab.strategy.api import Sureness, asking

SURENESS = {
    Sureness.HIGH: gettext_lazy("Sure: we would bet on it"),
    Sureness.MODERATE: gettext_lazy("Fairly sure"),
    Sureness.LOW: gettext_lazy("A guess"),
}


@dataclass(frozen=True, slots=True)
class Heard:
    """One question with what everybody said to it, and the revision that settled it (None while it is open)."""

    question: strategy.Question
    voices: tuple[tuple[asking.Voice, str], ...]
    settled: int | None
    answer: strategy.Answer | None

    @property
    def agreement(self) -> asking.Agreement:
        """How far they agree."""
        return asking.agreement(self.question, [one for one, _words in self.voices])

    @property
    def options(self) -> list[dict[str, str]]:
        """The question's options for the form, each with the names of those who chose it."""
        return [
            {
                "value": one.value,
                "text": one.says,
                "note": ", ".join(v.by for v, _w in self.voices if _says(v, one.value)),
            }
            for one in self.question.options
        ]

    @property
    def sureness(self) -> list[dict[str, str]]:
        """How sure the answer is, for the form."""
        return [{"value": key.value, "text": str(text)} for key, text in SURENESS.items()]

    def values(self, given: QueryDict | None) -> dict[str, Any]:
        """What the form shows: what was filled in, else what most people said and how sure that can be."""
        if given is not None:
            return {
                "value": given.get("value", ""),
                "chosen": given.getlist("value"),
                "sure": given.get("sure", ""),
                "because": given.get("because", ""),
            }
        voices = [one for one, _words in self.voices]
        said = asking.most_said(voices)
        several = isinstance(said, tuple)
        return {
            "value": "" if said is None or several else said,
            "chosen": list(said) if isinstance(said, tuple) else [],
            "sure": asking.sureness(self.question, voices).value,
            "because": "",
        }

    def read(self, given: QueryDict) -> asking.Value:
        """The value that was filled in; settling refuses what answers nothing."""
        return asking.as_value(self.question, [one[:4000] for one in given.getlist("value")[:50]])

    def sure(self, given: QueryDict) -> Sureness:
        """How sure the writer is."""
        sure = given.get("sure", "")
        return Sureness(sure) if sure in set(Sureness) else Sureness.LOW


def _says(voice: asking.Voice, option: str) -> bool:
    return option in voice.value if isinstance(voice.value, tuple) else voice.value == option


@dataclass(frozen=True, slots=True)
class Invited:
    """One person who was asked: how far they are, whether they sign in for it, and where the letter stands ('' where there is none)."""

    row: asking.InvitationRow
    answered: int
    is_silent: bool
    signs_in: bool
    letter: str

    @property
    def is_erased(self) -> bool:
        """Whether this person was erased."""
        return self.row.email.endswith(asking.ERASED)


def by_question(row: asking.EnquiryRow, document: strategy.Strategy, today: dt.date) -> list[Heard]:
    """Every question of an enquiry with what was said to it, silence included as agreed."""
    settled = asking.settlements(row.id)
    voices = asking.heard_all(row.id, today=today)
    return [
        Heard(
            strategy.BY_CODE[code],
            tuple((one, in_words(one, code)) for one in voices.get(code, ())),
            settled.get(code),
            document.answers.get(code),
        )
        for code in row.agreed.codes
        if code in strategy.BY_CODE
    ]


def in_words(voice: asking.Voice, code: str) -> str:
    """What somebody said, in the words of the options."""
    return _("No answer in time") if voice.silent else value_said(voice.value, code)


def value_said(value: asking.Value, code: str) -> str:
    """A value that was said to a question, in the words of its options."""
    if value is None:
        return _("I do not know")
    return strategy.value_in_words(list(value) if isinstance(value, tuple) else value, code)


def invited(row: asking.EnquiryRow, today: dt.date) -> list[Invited]:
    """Everybody who was asked. Nobody's link: it is seen by nobody but the person."""
    rows, counts = asking.invitations([row.id]), asking.replies_count([row.id])
    letters, signing_in = (
        messaging.letter_states(journey.letter_key(one.id) for one in rows),
        asking.with_accounts(rows),
    )
    return [
        Invited(
            one,
            counts.get(one.id, 0),
            asking.is_silent(one, counts.get(one.id, 0), today=today),
            one.id in signing_in,
            str(letters.get(journey.letter_key(one.id), "")),
        )
        for one in rows
    ]
