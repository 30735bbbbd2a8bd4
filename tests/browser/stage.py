"""A small organisation in which every page has something to show, made through the rooms' doors.

Food safety is practised and liked, price labels change nothing (so that a correction waits), and a
team of sixty does it.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

import trimtab.demo
from tests.browser import upkeep
from tests.cast import PASSWORD, Cast, engage
from tests.packages import zipped
from trimtab.courses import api as courses
from trimtab.evaluation import api as evaluation
from trimtab.gateway import outgoing
from trimtab.journeys import adoption, course_correction, credentials, forwarding, rights
from trimtab.journeys import asking as asking_journey
from trimtab.kernel.said import as_written
from trimtab.library import api as library
from trimtab.lrs import api as lrs
from trimtab.messaging import api as messaging
from trimtab.people import api as people
from trimtab.people.actions.persons import set_roles
from trimtab.people.api import Role
from trimtab.people.models import Organisation
from trimtab.practice import api as practice
from trimtab.search import api as search
from trimtab.strategy import api as strategy
from trimtab.strategy.api import Sureness, asking
from trimtab.strategy.domain.document import AudienceRule
from trimtab.support import api as support

CONTENT = Path(trimtab.demo.__file__).parent / "content"
ITEMS = Path(__file__).with_name("items.yaml")
WEEKS = 12
ASKED = (
    ("Ana Ruiz", "ana@outside.example"),
    ("Ben Okafor", "ben@outside.example"),
    ("Hana", "hana@corner.example"),
    ("Dan Wolf", "dan@outside.example"),
)
SAID = (
    (
        "Ana Ruiz",
        "Q-P9",
        "coaches",
        Sureness.HIGH,
        "I see the managers do it after the morning round, in nine shops of ten.",
    ),
    ("Ben Okafor", "Q-P9", "informed", Sureness.MODERATE, "In the south nobody has time for it."),
    ("Ana Ruiz", "Q-D6", "Posters, twice. Nobody read them after a week.", Sureness.MODERATE, ""),
)
TEAM = 60


def set_stage(now: dt.datetime) -> Cast:
    """Everything below, for the people of `tests.cast` and a team of sixty."""
    cast = engage(now - dt.timedelta(weeks=WEEKS), PASSWORD)
    Organisation.objects.update(simulated=True)
    set_roles(person_id=cast.manager.id, roles=(Role.MANAGER, Role.LEARNER), manages=("north",))
    team = _team(now)
    bring_content(now)
    _strategy(cast, now)
    _answers(cast, team, now)
    _figures(team, now)
    _messages(cast, now)
    _lookups(cast, now)
    _draft(cast, now)
    _enquiries(cast, now)
    _packages(now)
    rights.ask(person=team[7], now=now - dt.timedelta(days=12))
    course_correction.nightly(now=now)
    _elsewhere(cast, now)
    upkeep.keep(now)
    return cast


def _packages(now: dt.datetime) -> None:
    for name in ("cmi5", "scorm12", "scorm2004"):
        done = courses.import_package(file=zipped(name), name=f"{name}.zip", by=None, now=now)
        courses.offer(package_id=done.package_id, now=now)


def _team(now: dt.datetime) -> list[people.PersonRow]:
    specs = [
        people.PersonSpec(
            email=f"team{n}@corner.example",
            name=f"Team {n}",
            unit=("north", "south")[n % 2],
            attributes={"job": "stock"},
            time_zone="Europe/Berlin",
        )
        for n in range(TEAM)
    ]
    people.match_people(specs, now=now)
    found = [people.person_by_email(spec.email) for spec in specs]
    return [row for row in found if row]


def bring_content(now: dt.datetime) -> None:
    """The items and job aids of the demonstration, and one item of each kind."""
    for path in (ITEMS, *sorted((CONTENT / "items").glob("*.yaml"))):
        found = library.import_items(
            text=path.read_text(), form=library.ItemFormat.YAML, by=None, now=now
        )
        assert not found.problems, found.problems
    aids = {path.name: path.read_text() for path in sorted((CONTENT / "aids").glob("*.md"))}
    read = library.import_aids(announce=search.publish, files=aids, by=None, now=now)
    assert not read.problems, read.problems


def _strategy(cast: Cast, now: dt.datetime) -> None:
    document = strategy.load_yaml((CONTENT / "strategy.yaml").read_text()).document
    began = now - dt.timedelta(weeks=WEEKS)
    draft = strategy.save_draft(
        document=_adapted(document, began, now), by=cast.strategist.id, because="First", now=began
    )
    adoption.adopt(number=draft.number, by=cast.stakeholder, now=began)


def _adapted(
    document: strategy.Strategy, began: dt.datetime, now: dt.datetime
) -> strategy.Strategy:
    """The demonstration's strategy for this cast: everybody who learns practises one item of each
    kind."""
    replace = msgspec.structs.replace
    everybody = replace(
        document.audiences[0],
        id="everybody",
        name="Everybody who learns",
        rule=AudienceRule(roles=("learner",)),
    )
    labels = AudienceRule(attributes={"job": ("stock",)})
    actions = []
    for one in document.actions:
        match one.id:
            case "practise-food-safety":
                one = replace(
                    one,
                    title="Food safety at the chiller",
                    audience="everybody",
                    content=("stage",),
                    expects=None,
                    starts=began.date(),
                    minutes_per_week=8,
                )
            case "practise-shelf-prices" if one.expects:
                one = replace(one, starts=began.date(), expects=replace(one.expects, by=now.date()))
        actions.append(one)
    return replace(
        document,
        organisation="Corner Stores",
        audiences=(
            everybody,
            *(
                replace(one, rule=labels) if one.id == "price-labels" else one
                for one in document.audiences
            ),
        ),
        actions=tuple(actions),
    )


def _draft(cast: Cast, now: dt.datetime) -> None:
    """A draft in review, with a comment on it."""
    in_force = strategy.require_current()
    limits = msgspec.structs.replace(in_force.document.policy.limits, quiet_from=dt.time(18))
    given = strategy.Answer(
        value="coaches", by="sasha@corner.example", because="Agreed with the shop managers"
    )
    draft = strategy.save_draft(
        document=msgspec.structs.replace(
            in_force.document,
            policy=msgspec.structs.replace(in_force.document.policy, limits=limits),
            answers={**in_force.document.answers, "Q-P9": given},
        ),
        by=cast.strategist.id,
        because="Quieter evenings, and managers who coach",
        now=now - dt.timedelta(days=2),
        base=in_force.number,
    )
    at = now - dt.timedelta(days=1)
    strategy.submit(
        number=draft.number, by=cast.strategist.id, note="Look at the evenings first.", now=at
    )
    asked = strategy.comment(
        number=draft.number,
        place="policy/limits/quiet_from",
        text="Late shifts end at ten. Is that enough?",
        by=cast.stakeholder.id,
        now=at,
    )
    strategy.comment(
        number=draft.number,
        place="",
        text="They asked for it.",
        by=cast.strategist.id,
        now=now,
        reply_to=asked.id,
    )


def _enquiries(cast: Cast, now: dt.datetime) -> None:
    """What people were asked: one enquiry runs (two differ, one link is withdrawn), the last day of
    another has passed."""
    day = dt.timedelta(days=1)
    _ask(
        cast,
        "What was tried last year?",
        ("Q-D6",),
        [("Carla Nunes", "carla@outside.example")],
        now - 30 * day,
    )
    at = now - 3 * day
    row = _ask(cast, "Phones and coaching in the shops", ("Q-P9", "Q-D6"), ASKED, at)
    invited = {one.name: one.id for one in asking.invitations([row.id])}
    for name, code, value, sure, because in SAID:
        asking.reply(
            invitation_id=invited[name],
            code=code,
            value=value,
            sure=sure,
            because=because,
            now=at,
            today=at.date(),
        )
    asking.withdraw(invitation_id=invited["Dan Wolf"], now=now)


def _ask(
    cast: Cast,
    title: str,
    codes: tuple[str, ...],
    invited: Iterable[tuple[str, str]],
    at: dt.datetime,
) -> asking.EnquiryRow:
    agreed = asking.Agreed(
        title=title,
        codes=codes,
        closes_on=(at + dt.timedelta(days=10)).date(),
        remind_days=(3, 1),
        silence=asking.Silence.GO_ON,
        note="You know the shops. We decide on Friday.",
    )
    return asking_journey.ask(
        agreed=agreed,
        invitees=[asking.Invitee(*one) for one in invited],
        by=cast.strategist,
        now=at,
        address=lambda token: f"https://corner.example/asked/{token}",
    )


def _answers(cast: Cast, team: Iterable[people.PersonRow], now: dt.datetime) -> None:
    dice = random.Random(1)
    learnt = [(row, (40, 33, 14)) for row in library.items_by_tags(["food-safety", "returns"])[:40]]
    due = [(row, (9,)) for row in library.items_by_tags(["stage"]) if row.key == "st-single"]
    answers = [
        _answered(dice, cast.worker.id, row.version_id, now - dt.timedelta(days=day))
        for row, days in [*learnt, *due]
        for day in days
    ]
    for row in list(team)[: TEAM - 20]:
        answers += [
            _answered(dice, row.id, item.version_id, now - dt.timedelta(days=3))
            for item, _days in learnt[:4]
        ]
    practice.review_many(answers, now=now)


def _answered(
    dice: random.Random, person: UUID, version: UUID, at: dt.datetime
) -> practice.Answered:
    key = UUID(int=dice.getrandbits(128), version=4)
    return practice.Answered(key, person, version, _right_answer(version), 14.0, at)


class _First:
    """Dice that always fall on the first."""

    def choice(self, seq: Any) -> Any:
        return seq[0]

    def choices(self, population: Any, weights: Any) -> Any:
        return [population[0]]

    def randrange(self, stop: int) -> int:
        return 0


def _right_answer(version: UUID) -> object:
    return library.item_body(version).simulated(True, _First())


def _figures(team: Iterable[people.PersonRow], now: dt.datetime) -> None:
    """Wrong labels stay what they were, whoever practised; queues get a little shorter in the
    north."""
    dice = random.Random(2)
    weeks = [(now - dt.timedelta(weeks=week)).date() for week in range(WEEKS - 1, 0, -1)]
    lines = ["measure,subject,when,value"]
    for row in team:
        usual = dice.gauss(5.5, 0.8)
        lines += [
            f"label-errors,{row.email},{day},{max(0.0, dice.gauss(usual, 0.6)):.2f}"
            for day in weeks[::2]
        ]
    for unit, fall in (("north", 0.2), ("south", 0.0)):
        lines += [
            f"queue-minutes,{unit},{day},{6.5 - fall * n + dice.gauss(0, 0.3):.2f}"
            for n, day in enumerate(weeks)
        ]
    done = evaluation.import_measures(csv_text="\n".join(lines), now=now)
    assert not done.problems, done.problems[:3]


def _elsewhere(cast: Cast, now: dt.datetime) -> None:
    """Two programs with keys, a record store that has taken some records and refused one, and a
    source that says what is odd."""
    scopes = [lrs.Scope.WRITE, lrs.Scope.READ_MINE]
    key = credentials.add(
        name="Course platform", scopes=scopes, per_second=50, by=cast.administrator, now=now
    )
    credentials.add(
        name="Reports", scopes=[lrs.Scope.ALL_READ], per_second=20, by=cast.administrator, now=now
    )
    credentials.rotate(named=key.user, grace=credentials.GRACE, by=cast.administrator, now=now)
    there = forwarding.NewTarget(
        lrs.TargetKind.LRS,
        "Group warehouse",
        "https://lrs.group.example/xapi",
        user="corner",
        secret="not-one-indeed",
    )
    forwarding.add(there, by=cast.administrator, now=now)
    for words in ("chiller too warm", "slicer"):
        support.look_up(person_id=cast.worker.id, query=words, now=now)
    answers = iter(
        [
            lrs.Refused(outgoing.status_said(400)),
            lrs.Refused(outgoing.status_said(400)),
        ]
    )
    forwarding.forward(
        forwarder=lambda parcel: next(answers, lrs.TakenByTarget()),
        clock=lambda: now,
        budget=dt.timedelta(seconds=9),
    )
    days = [(now - dt.timedelta(days=day)).date() for day in range(30, 0, -1)]
    figures = [
        ("queue-minutes", "south", day, 5.0 + n % 3 / 10)
        for n, day in enumerate(days)
        if n not in range(10, 17)
    ]
    wanted = evaluation.Wanted(evaluation.SourceKind.CSV, "queues.csv")
    source = evaluation.add_source(
        name="Till system",
        wanted=wanted,
        columns=evaluation.Columns(),
        every=evaluation.ReadEvery.DAY,
        now=now,
    )
    head = ("measure", "subject", "when", "value")
    evaluation.collect(
        source_id=source,
        fetch=lambda wanted: evaluation.SourceTable(head, [*figures, figures[-1]]),
        now=now,
    )


def _messages(cast: Cast, now: dt.datetime) -> None:
    for days, key, subject, body, why in (
        (
            6,
            "scan",
            "The slicer has a new card",
            (
                "Scan the code on the slicer: seven steps, and the one that everybody forgets is "
                "marked."
            ),
            "You work where food is cut, and the old card was hard to find.",
        ),
        (
            0,
            "did",
            "You said, we did",
            (
                "You told us which questions were unclear.\n\nWe have rewritten five of them. "
                "Thank you."
            ),
            "You answer questions about food safety, and some of them were unclear.",
        ),
    ):
        at = (now - dt.timedelta(days=days)).replace(hour=10, minute=0)
        messaging.queue(
            person_ids=[cast.worker.id, cast.manager.id],
            key=f"stage/{key}",
            subject=as_written(subject),
            body=as_written(body),
            why=as_written(why),
            now=at,
            sender="Operations director",
            urgent=True,
        )
        messaging.deliver_due(now=at, channels={})


def _lookups(cast: Cast, now: dt.datetime) -> None:
    for words in (
        "return without a receipt",
        "chiller too warm",
        "gluten free bread",
        "bread without gluten",
        "parking permit",
    ):
        support.look_up(person_id=cast.worker.id, query=words, now=now - dt.timedelta(days=2))
