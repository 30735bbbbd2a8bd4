"""Sixteen weeks of operation, a week at a time: messages, practice, looking things up, measures,
decisions.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from uuid import UUID

from trimtab.demo import content, figures, steering
from trimtab.demo.calendar import WEEKS
from trimtab.demo.founding import Organisation
from trimtab.demo.looking_up import LookingUp
from trimtab.demo.practising import Practising, read_questions
from trimtab.evaluation import api as evaluation
from trimtab.kernel.said import as_written, say
from trimtab.messaging import api as messaging
from trimtab.people import api as people
from trimtab.practice import api as practice
from trimtab.strategy import api as strategy

MORNING, NOON, EVENING = 8 * 60, 12 * 60 + 30, 19 * 60
LOOKUPS_EVERY = 21  # days that are sent in together, as devices do that were offline
HEAD = "measure,subject,when,value\n"
Watch = Callable[[int, int], None]


class Operation:
    """The operation of Green Basket; `run` lets all of it happen."""

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation
        self.calendar = organisation.calendar
        questions = read_questions()
        self.safety = sorted(
            question.key for question in questions.values() if question.key.startswith("fs-")
        )
        self.practising = Practising(
            self.calendar,
            organisation.crowd,
            organisation.minds,
            questions,
            organisation.dice("practice"),
        )
        self.looking_up = LookingUp(
            self.calendar, organisation.crowd, content.needs(), organisation.dice("looking up")
        )
        document = strategy.load_yaml(content.strategy_text(self.calendar.shift)).document
        self._campaigns = strategy.plan(document).campaigns
        self._reading = organisation.dice("reading")
        self._measuring = organisation.dice("measuring")

    def run(self, watch: Watch) -> None:
        """Lets every day that is over at the calendar's now happen; `watch(done, total)` after
        each.
        """
        for week in range(-figures.WEEKS_BEFORE, 0):
            self._measure(week, self.calendar.at(-1, EVENING))
        days = list(self.calendar.days())
        for done, number in enumerate(days, 1):
            self._day(number)
            if done % LOOKUPS_EVERY == 0 or done == len(days):
                self.looking_up.days(days[(done - 1) // LOOKUPS_EVERY * LOOKUPS_EVERY : done])
            watch(done, len(days))

    def _day(self, number: int) -> None:
        week, weekday = divmod(number, 7)
        if weekday == 0:
            steering.before_week(self.organisation, week)
            self._messages(number)
        self.practising.day(number)
        if weekday == 6 and week < WEEKS:
            self._measure(week, self.calendar.at(number, EVENING))

    def _messages(self, number: int) -> None:
        """Monday: whoever has questions ready and did nothing last week gets a note; campaigns go
        out; some read them.
        """
        morning = self.calendar.at(number, MORNING)
        reminded = self._remind(morning) if number else []
        starting = {
            campaign.audience
            for campaign in self._campaigns
            if campaign.starts == self.calendar.day(number)
        }
        addressed = {
            person_id for ids in people.members_by_audience(starting).values() for person_id in ids
        }
        messaging.deliver_due(now=morning, channels={})
        noon = self.calendar.at(number, NOON)
        for person_id in sorted(addressed | set(reminded)):
            if self._reading.random() < self.organisation.crowd[person_id].reads:
                messaging.mark_read(person_id=person_id, now=noon)

    def _remind(self, morning: dt.datetime) -> list[UUID]:
        ready = practice.ready_many(self.organisation.crowd, morning)
        active = practice.who_practised(ready, morning - dt.timedelta(days=7))
        reminded = [person_id for person_id in ready if person_id not in active]
        messaging.queue(
            person_ids=reminded,
            key=f"ready/{morning:%G-W%V}",
            subject=as_written("Your three minutes are ready"),
            body=as_written(
                "A few questions wait under Today. They take three minutes, in paid time, and "
                "nobody sees your answers."
            ),
            why=say("Questions are ready for you, and you answered none last week."),
            sender="Food safety officer",
            is_private=True,
            now=morning,
        )
        return reminded

    def _measure(self, week: int, now: dt.datetime) -> None:
        """Sunday: the owners of the measures send in the week's figures."""
        organisation = self.organisation
        rows = figures.of_persons(
            week,
            self.calendar,
            organisation.crowd.values(),
            organisation.shops,
            organisation.minds,
            self.safety,
            self._measuring,
        )
        rows += figures.of_shops(week, self.calendar, organisation.shops.values(), self._measuring)
        report = evaluation.import_measures(
            csv_text=HEAD + "".join(",".join(row) + "\n" for row in rows), now=now
        )
        if report.problems:
            raise ValueError("; ".join(map(str, report.problems)))
