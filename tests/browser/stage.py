"""A small organisation in which every page has something to show, made through the rooms' doors."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from uuid import UUID

from tests.cast import PASSWORD, Cast, engage
from trimtab.library import api as library
from trimtab.messaging import api as messaging
from trimtab.people import api as people
from trimtab.practice import api as practice
from trimtab.strategy.domain.document import AudienceRule
from trimtab.strategy.domain.plan import AudienceResource, Programme

CONTENT = Path(people.__file__).parents[1] / "demo" / "content"
ITEMS = Path(__file__).with_name("items.yaml")
KINDS = ("st-single", "st-many", "st-short", "st-cloze", "st-order", "st-card")


def set_stage(now: dt.datetime) -> Cast:
    """Everything below, for the people of `tests.cast`."""
    cast = engage(now, PASSWORD)
    people.create_organisation(name="Corner Stores", time_zone="Europe/Berlin", language="en", simulated=True, now=now)
    _content(now)
    _practice(cast, now)
    _messages(cast, now)
    return cast


def _content(now: dt.datetime) -> None:
    for path in (ITEMS, *sorted((CONTENT / "items").glob("*.yaml"))):
        found = library.import_items(text=path.read_text(), form=library.ItemFormat.YAML, by=None, now=now)
        assert not found.problems, found.problems
    aids = {path.name: path.read_text() for path in sorted((CONTENT / "aids").glob("*.md"))}
    read = library.import_aids(files=aids, by=None, now=now)
    assert not read.problems, read.problems


def _practice(cast: Cast, now: dt.datetime) -> None:
    everybody = AudienceResource(key="all", name="Everybody who learns", rule=AudienceRule(roles=("learner",)))
    people.match_audiences([everybody], now=now)
    programme = Programme(
        key="stage", title="Food safety at the chiller", audience="all", tags=("stage",), minutes_per_week=8,
        desired_retention=0.9,
    )  # fmt: skip
    practice.match_programmes([programme], minutes_per_week=8, now=now)
    dice = random.Random(1)
    learnt = [(row, (40, 33, 14)) for row in library.items_by_tags(["food-safety", "returns"])[:40]]
    due = [(row, (9,)) for row in library.items_by_tags(["stage"]) if row.key == "st-single"]
    answers = [
        practice.Answered(
            _id(dice), cast.worker.id, row.version_id, _response(row.version_id), 14.0, now - dt.timedelta(days=day)
        )
        for row, days in [*learnt, *due]
        for day in days
    ]
    practice.review_many(answers, now=now)


class Kept:
    """A channel that keeps nothing: the message stands in the inbox."""

    def deliver(self, message: messaging.Outgoing) -> None:
        """Hands nothing over."""


def _messages(cast: Cast, now: dt.datetime) -> None:
    at_noon = now.replace(hour=10, minute=0)
    messaging.queue(
        person_ids=[cast.worker.id], key="stage/scan", subject="No receipt? Scan the code on the desk",
        body="The nine pages are gone. Scan the code on the desk: five steps, stop at the first yes.", now=at_noon,
        why="You work at a service desk, where returns are decided.", sender="Operations director",
    )  # fmt: skip
    messaging.deliver_due(now=at_noon, channels={"in-app": Kept()})
    messaging.queue(
        person_ids=[cast.worker.id, cast.manager.id], key="stage/did", subject="You said, we did", now=at_noon,
        body="You told us which questions were unclear.\n\nWe have rewritten five of them. Thank you.",
        why="You answer questions about food safety, and some of them were unclear.", sender="Operations director",
    )  # fmt: skip
    messaging.deliver_due(now=at_noon, channels={"in-app": Kept()})


def _id(dice: random.Random) -> UUID:
    return UUID(int=dice.getrandbits(128), version=4)


def _response(version: UUID) -> object:
    """A right answer."""
    match library.item_body(version):
        case library.SingleChoice(options=options):
            return next(at for at, option in enumerate(options) if option.correct)
        case library.MultipleChoice(options=options):
            return [at for at, option in enumerate(options) if option.correct]
        case library.ShortAnswer(answers=answers):
            return answers[0]
        case library.Cloze() as body:
            return [answers[0] for answers in library.gap_answers(body)]
        case library.Ordering(order=order):
            return list(range(len(order)))
        case library.Flashcard():
            return "good"
