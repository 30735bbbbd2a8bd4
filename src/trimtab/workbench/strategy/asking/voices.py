"""What others said, made readable: question by question side by side, and person by person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trimtab.journeys import asking as journey
from trimtab.messaging import api as messaging
from trimtab.strategy import api as strategy
from trimtab.strategy.api import Sureness, asking
from trimtab.web import answers

SURENESS = {
    Sureness.HIGH: gettext_lazy("Sure: we would bet on it"),
    Sureness.MODERATE: gettext_lazy("Fairly sure"),
    Sureness.LOW: gettext_lazy("A guess"),
}


@dataclass(frozen=True, slots=True)
class HeardQuestion:
    """One question with what everybody said to it.

    `settled` is the revision that settled it, None while it is open.
    """

    question: strategy.Question
    voices: tuple[tuple[asking.Voice, str], ...]
    settled: int | None
    answer: strategy.Answer | None

    @property
    def agreement(self) -> asking.Agreement:
        """How far they agree."""
        return asking.agreement(self.question, self._voices())

    @property
    def options(self) -> list[dict[str, str]]:
        """The question's options for the form, each with the names of those who chose it."""
        return [
            {
                "value": option.value,
                "text": option.says,
                "note": ", ".join(
                    voice.by for voice in self._voices() if _chose(voice, option.value)
                ),
            }
            for option in self.question.options
        ]

    @property
    def sureness(self) -> list[dict[str, str]]:
        """How sure the answer is, for the form."""
        return [{"value": key.value, "text": str(text)} for key, text in SURENESS.items()]

    def usual(self) -> dict[str, Any]:
        """What the form begins with: what most people said, and how sure that can be."""
        most = asking.most_said(self._voices())
        several = list(most) if isinstance(most, tuple) else []
        return {
            "value": "" if most is None or several else most,
            "chosen": several,
            "sure": asking.sureness(self.question, self._voices()).value,
            "because": "",
        }

    def _voices(self) -> list[asking.Voice]:
        return [voice for voice, _words in self.voices]


def _chose(voice: asking.Voice, option: str) -> bool:
    return option in voice.value if isinstance(voice.value, tuple) else voice.value == option


@dataclass(frozen=True, slots=True)
class AskedVoice:
    """One person who was asked: how far they are, and whether they sign in for it.

    `letter` says where their letter stands, '' where there is none.
    """

    row: asking.InvitationRow
    answered: int
    is_silent: bool
    signs_in: bool
    letter: str

    @property
    def is_erased(self) -> bool:
        """Whether this person was erased."""
        return self.row.email.endswith(asking.ERASED)


def by_question(
    row: asking.EnquiryRow, document: strategy.Strategy, today: dt.date
) -> list[HeardQuestion]:
    """Every question of an enquiry with what was said to it, silence included as agreed."""
    settled = asking.settlements(row.id)
    voices = asking.heard_all(row.id, today=today)
    return [
        HeardQuestion(
            question=strategy.BY_CODE[code],
            voices=tuple((voice, in_words(voice, code)) for voice in voices.get(code, ())),
            settled=settled.get(code),
            answer=document.answers.get(code),
        )
        for code in row.agreed.codes
        if code in strategy.BY_CODE
    ]


def in_words(voice: asking.Voice, code: str) -> str:
    """What somebody said, in the words of the options."""
    return _("No answer in time") if voice.silent else answers.in_words(voice.value, code)


def invited(row: asking.EnquiryRow, today: dt.date) -> list[AskedVoice]:
    """Everybody who was asked. Nobody's link: it is seen by nobody but the person."""
    invitations, counts = asking.invitations([row.id]), asking.replies_count([row.id])
    keys = {invitation.id: journey.letter_key(invitation.id) for invitation in invitations}
    letters = messaging.letter_states(keys.values())
    signing_in = asking.with_accounts(invitations)
    return [
        AskedVoice(
            row=invitation,
            answered=counts.get(invitation.id, 0),
            is_silent=asking.is_silent(invitation, counts.get(invitation.id, 0), today=today),
            signs_in=invitation.id in signing_in,
            letter=str(letters.get(keys[invitation.id], "")),
        )
        for invitation in invitations
    ]
