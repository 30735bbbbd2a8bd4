"""How the people of the demonstration practise: who opens Today on a day, what they are asked, and
what they answer.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from trimtab.demo.answering import seconds
from trimtab.demo.calendar import Calendar
from trimtab.demo.memory import Mind
from trimtab.demo.population import Worker
from trimtab.library import api as library
from trimtab.practice import api as practice

OPENS = 6 * 60 + 30  # minutes after midnight
SHIFT = 11 * 60
BREAKS_OFF = 0.12
EAGER_WEEKS = 3  # the first weeks, with more people trying it out


@dataclass(frozen=True, slots=True)
class PractisedQuestion:
    """A version of an item, read once: its key, its kind and its body."""

    key: str
    kind: str
    body: library.ItemBody


def read_questions() -> dict[UUID, PractisedQuestion]:
    """Every published item's version in force."""
    rows = {row.version_id: row for row in library.items(state=library.ContentState.PUBLISHED)}
    versions = library.item_versions(rows)
    return {
        key: PractisedQuestion(rows[key].key, rows[key].kind, library.read_body(version.body))
        for key, version in versions.items()
    }


@dataclass(slots=True)
class Practising:
    """Everything that a day of practice needs; `crowd` by person id."""

    calendar: Calendar
    crowd: Mapping[UUID, Worker]
    minds: Mapping[str, Mind]
    questions: Mapping[UUID, PractisedQuestion]
    dice: random.Random

    def day(self, number: int) -> int:
        """Lets everybody who opens Today on day `number` answer what they are asked; returns the
        number of answers.
        """
        morning = self.calendar.at(number, OPENS)
        here = [person_id for person_id, one in self.crowd.items() if self._opens(one, number)]
        ready = practice.ready_many(here, morning)
        answers = [
            answer
            for person_id in here
            for answer in self._session(person_id, number, ready.get(person_id, ()))
        ]
        return (
            practice.review_many(answers, now=self.calendar.at(number, OPENS + SHIFT + 60))
            if answers
            else 0
        )

    def _opens(self, worker: Worker, number: int) -> bool:
        if worker.diligence == 0 or (number % 7) in worker.days_off:
            return False
        eager = 1.25 if number < 7 * EAGER_WEEKS else 1.0
        return self.dice.random() < worker.diligence * eager

    def _session(
        self, person_id: UUID, number: int, ready: Sequence[practice.ReadyItem]
    ) -> list[practice.Answered]:
        worker = self.crowd[person_id]
        moment = self.calendar.at(number, OPENS) + timedelta(
            seconds=self.dice.randrange(60 * SHIFT)
        )
        answers = []
        for asked in ready:
            question = self.questions[asked.version_id]
            right = self.minds[worker.email].answers(question.key, question.kind, number)
            took = seconds(question.body, right, self.dice)
            moment += timedelta(seconds=took + 3)
            given = question.body.simulated(right, self.dice)
            review_id = UUID(int=self.dice.getrandbits(128), version=4)
            answers.append(
                practice.Answered(review_id, person_id, asked.version_id, given, took, moment)
            )
            if self.dice.random() < BREAKS_OFF:
                break
        return answers
