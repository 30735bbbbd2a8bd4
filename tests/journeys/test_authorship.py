"""Nobody approves a text of which they wrote any part, on whatever way it came into the revision: random histories, told apart by words.

Every word that anybody writes is a word of its own, so the model needs no places: it knows who wrote which word. Real histories are
drawn: drafting (also on an old revision, so that it is merged or in conflict), going back, asking others and settling, sending to
review, approving, putting in force, and corrections that carry an unfinished draft along.
"""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass, field
from itertools import count
from uuid import UUID

import msgspec
import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.cast import NOW, Cast
from tests.pure.strategy_edits import DEMO
from trimtab.governance import api as governance
from trimtab.governance.api import DecisionChoice, ProposalKind
from trimtab.journeys import adoption, course_correction
from trimtab.kernel.errors import NotAllowed, Refusal
from trimtab.people import api as people
from trimtab.people.api import PersonRow, Role
from trimtab.strategy import api as strategy
from trimtab.strategy.actions import write_answer
from trimtab.strategy.api import (
    Answer,
    Conflicted,
    Op,
    Operation,
    Patch,
    Side,
    Sureness,
    Written,
    asking,
    parts,
)
from trimtab.strategy.domain.authorship import (
    PastRevision,
    TextSource,
    authors,
    derived,
    grouped,
    ungrouped,
)

TEXT = "Q-D6"
PLACES = ("title", "summary", "statement", "will-not", f"answers/{TEXT}", "answers/Q-D7")
HISTORIES = int(os.environ.get("TRIMTAB_TEST_EXAMPLES", "8"))
TINY = parts.Strategy(
    organisation="Corner Stores",
    title="w0",
    summary="w0",
    policy=parts.Policy(statement="w0", will_not=("w0",)),
    audiences=DEMO.audiences[:1],
    challenges=(
        msgspec.structs.replace(DEMO.challenges[0], audiences=(DEMO.audiences[0].id,), measure=""),
    ),
    rights=(parts.Right(decision="content", approver="strategist"),),
)


def words_at(document: strategy.Strategy, place: str) -> list[str]:
    match place:
        case "title":
            return document.title.split()
        case "summary":
            return document.summary.split()
        case "statement":
            return document.policy.statement.split()
        case "will-not":
            return [word for one in document.policy.will_not for word in one.split()]
        case _:
            answer = document.answers.get(place.removeprefix("answers/"))
            heard = [str(one.value) for one in answer.heard] if answer else []
            return f"{answer.value} {' '.join(heard)}".split() if answer else []


def written(document: strategy.Strategy, place: str, words: list[str]) -> strategy.Strategy:
    text = " ".join(words)
    match place:
        case "title" | "summary":
            return msgspec.structs.replace(document, **{place: text})
        case "statement":
            return msgspec.structs.replace(
                document, policy=msgspec.structs.replace(document.policy, statement=text)
            )
        case "will-not":
            policy = msgspec.structs.replace(document.policy, will_not=tuple(words))
            return msgspec.structs.replace(document, policy=policy)
        case _:
            code = place.removeprefix("answers/")
            return msgspec.structs.replace(
                document, answers={**document.answers, code: Answer(value=text)}
            )


@dataclass
class World:
    """The product, driven through its doors, and the model: who wrote which word."""

    people: list[PersonRow]
    wrote: dict[str, UUID | None] = field(default_factory=lambda: {"w0": None})
    clock: count[int] = field(default_factory=count)
    adopted: int = 0

    @property
    def now(self) -> dt.datetime:
        return NOW + dt.timedelta(minutes=next(self.clock))

    def word(self, by: UUID | None) -> str:
        made = f"w{len(self.wrote)}"
        self.wrote[made] = by
        return made

    def latest(self) -> strategy.RevisionRow:
        row = strategy.latest()
        assert row is not None
        return row

    def writers(self, row: strategy.RevisionRow) -> set[UUID | None]:
        """By the model: who wrote a word that stands where this revision differs from what is in force, and not there already."""
        before = strategy.require_current().document
        return {
            self.wrote[word]
            for place in PLACES
            if words_at(row.document, place) != words_at(before, place)
            for word in set(words_at(row.document, place)) - set(words_at(before, place))
        }

    def edit(self, who: int, place: int, back: int, *, keep: bool, side: int) -> None:
        by, seen = self.people[who].id, strategy.revision(max(1, self.latest().number - back))
        where, old = PLACES[place], words_at(seen.document, PLACES[place]) if keep else []
        document = written(seen.document, where, [*old, self.word(by)])
        try:
            strategy.save_draft(
                document=document, by=by, because="", now=self.now, base=seen.number
            )
        except Conflicted as met:
            choices = {one.place: self.choice(one, side, by) for one in met.conflicts}
            strategy.save_settled(
                document=met.mine,
                base=met.base,
                newest=met.newest,
                choices=choices,
                by=by,
                because="",
                now=self.now,
            )

    def choice(self, conflict: strategy.Conflict, side: int, by: UUID) -> Side | Written:
        both = (conflict.mine, conflict.theirs)
        if side < 2:
            return (Side.MINE, Side.THEIRS)[side]
        if all(isinstance(one, str) for one in both):
            return Written(f"{conflict.theirs} {conflict.mine} {self.word(by)}")
        if all(isinstance(one, dict) for one in both):
            return Written(
                {"value": f"{both[1].get('value')} {both[0].get('value')} {self.word(by)}"}
            )
        return Side.MINE

    def restore(self, who: int, number: int) -> None:
        strategy.restore(
            number=1 + number % self.latest().number,
            by=self.people[who].id,
            because="",
            now=self.now,
        )

    def ask(self, who: int, other: int) -> None:
        by, asked = self.people[who], self.people[other]
        today = NOW.date()
        agreed = asking.Agreed(
            "Why?", (TEXT,), today + dt.timedelta(days=9), (), asking.Silence.GO_ON
        )
        row = asking.ask(
            agreed=agreed,
            invitees=[asking.Invitee(asked.name, asked.email)],
            by=by.id,
            now=self.now,
        )
        [invitation] = asking.invitations([row.id])
        told = self.word(asked.id)
        asking.reply(
            invitation_id=invitation.id,
            code=TEXT,
            value=told,
            sure=Sureness.HIGH,
            because="",
            now=self.now,
            today=today,
        )
        asking.settle(
            enquiry_id=row.id,
            code=TEXT,
            value=f"{told} {self.word(by.id)}",
            sure=Sureness.HIGH,
            because="So.",
            by=by,
            now=self.now,
            today=today,
        )

    def submit(self, who: int) -> None:
        strategy.submit(number=self.latest().number, by=self.people[who].id, note="", now=self.now)

    def approve(self, who: int) -> None:
        row, by = self.latest(), self.people[who].id
        mine = by in self.writers(row)
        try:
            strategy.approve(number=row.number, by=by, now=self.now)
        except NotAllowed:
            return
        assert not mine, (
            f"{self.people[who].name} approved revision {row.number}, of which they wrote a part"
        )

    def adopt(self, who: int) -> None:
        row = self.latest()
        writers, before = self.writers(row), strategy.require_current()
        counted = strategy.approvals(strategy.verdicts(row.number), strategy.council(row.number))
        adoption.adopt(number=row.number, by=self.people[who], now=self.now)
        assert row.document == before.document or counted
        assert not writers & {one.by for one in counted}
        self.adopted += 1

    def correct(self, who: int, proposer: int, place: int) -> None:
        by = self.people[proposer].id if proposer < len(self.people) else None
        at = ("title", "summary")[place % 2]
        patch = Patch(
            title="Better", operations=(Operation(op=Op.SET, place=at, value=self.word(by)),)
        )
        proposal = governance.propose(
            kind=ProposalKind.CORRECTION,
            key=f"correction/{len(self.wrote)}",
            title="Better",
            summary="",
            because=[],
            change=strategy.patch_to_json(patch),
            evidence={},
            decides="content",
            proposed_by=by,
            due=NOW,
            now=self.now,
        )
        before = strategy.require_current().document
        with transaction.atomic():
            done = course_correction.decide(
                proposal_id=proposal.id,
                by=self.people[who],
                choice=DecisionChoice.APPROVE,
                reason="",
                now=self.now,
            )
        assert done.adopted is not None and by != self.people[who].id
        [word] = words_at(strategy.require_current().document, at)
        assert self.wrote[word] == by
        assert all(
            words_at(strategy.require_current().document, one) == words_at(before, one)
            for one in PLACES
            if one != at
        )
        self.adopted += 1


PERSON, SMALL = st.integers(0, 3), st.integers(0, 5)
STEPS = st.one_of(
    st.tuples(st.just("edit"), PERSON, SMALL, st.integers(0, 3), st.booleans(), st.integers(0, 2)),
    st.tuples(st.just("restore"), PERSON, SMALL),
    st.tuples(st.just("ask"), PERSON, PERSON),
    st.tuples(st.just("correct"), PERSON, st.integers(0, 4), SMALL),
    # What leads to an adoption comes together, or hardly any history would have one.
    st.tuples(st.just("through"), PERSON, st.permutations(range(4))),
)


def do(world: World, step: tuple[object, ...]) -> None:
    match step:
        case ("edit", int(who), int(place), int(back), bool(keep), int(side)):
            world.edit(who, place, back, keep=keep, side=side)
        case ("restore", int(who), int(number)):
            world.restore(who, number)
        case ("ask", int(who), int(other)):
            world.ask(who, other)
        case ("correct", int(who), int(proposer), int(place)):
            world.correct(who, proposer, place)
        case ("through", int(who), [*reviewers]):
            world.submit(who)
            for one in reviewers[:3]:
                world.approve(int(str(one)))
            world.adopt(who)


# What somebody was heard to say is copied into the answer by somebody else.
COPIED: list[tuple[object, ...]] = [
    ("ask", 3, 1),
    ("ask", 0, 2),
    ("edit", 0, 4, 0, True, 0),
    ("through", 0, [0, 3, 1, 2]),
]


@example(history=COPIED)
@settings(
    max_examples=HISTORIES,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(STEPS, min_size=4, max_size=14))
def test_no_history_puts_in_force_what_somebody_who_wrote_a_part_of_it_approved(
    cast: Cast, second: list[PersonRow], history: list[tuple[object, ...]]
) -> None:
    with transaction.atomic():
        first = strategy.save_draft(document=TINY, by=None, because="", now=NOW)
        adoption.adopt(number=first.number, by=None, now=NOW)
        world = World([cast.strategist, *second])
        for step in history:
            try:
                with transaction.atomic():
                    do(world, step)
            except Refusal:
                continue
        transaction.set_rollback(True)


@pytest.fixture
def second(cast: Cast) -> list[PersonRow]:
    keys = [
        people.add_person(
            email=f"{name}@corner.example",
            name=name.title(),
            roles=(Role.STRATEGIST,),
            unit="org",
            now=NOW,
        )
        for name in ("ravi", "cleo", "dana")
    ]
    return [people.person(key) for key in keys]


def test_whose_words_are_carried_along_by_a_correction_stays_their_author(
    cast: Cast, second: list[PersonRow]
) -> None:
    ada, (ravi, cleo, _dana) = cast.strategist, second
    first = strategy.save_draft(document=TINY, by=None, because="", now=NOW)
    adoption.adopt(number=first.number, by=None, now=NOW)
    own = strategy.save_draft(
        document=written(TINY, "title", ["Ada's"]), by=ada.id, because="", now=NOW
    )
    small = write_answer(code="Q-P9", answer=Answer(value="coaches"), by=ravi.id, now=NOW)
    world = World([ada, ravi, cleo])
    world.correct(0, 5, 1)
    carried = world.latest()
    assert (carried.by, carried.document.title) == (
        ravi.id,
        own.document.title,
    ) and carried.number > small.number
    strategy.submit(number=carried.number, by=ravi.id, note="", now=NOW)
    for author in (ada, ravi):
        with pytest.raises(NotAllowed, match="what they wrote"):
            strategy.approve(number=carried.number, by=author.id, now=NOW)
    strategy.approve(number=carried.number, by=cleo.id, now=NOW)
    assert adoption.adopt(number=carried.number, by=ada, now=NOW).number == carried.number


def test_who_takes_something_away_is_an_author_and_who_was_heard_too(
    cast: Cast, second: list[PersonRow]
) -> None:
    ada, (ravi, cleo, _dana) = cast.strategist, second
    full = written(written(TINY, "will-not", ["one", "two"]), "answers/Q-D7", ["w"])
    first = strategy.save_draft(document=full, by=None, because="", now=NOW)
    adoption.adopt(number=first.number, by=None, now=NOW)
    less = strategy.save_draft(
        document=written(full, "will-not", ["one"]), by=ada.id, because="", now=NOW
    )
    assert strategy.council(less.number).authors == {ada.id}
    gone = msgspec.structs.replace(less.document, answers={})
    more = strategy.save_draft(document=gone, by=ravi.id, because="", now=NOW)
    assert strategy.council(more.number).authors == {ada.id, ravi.id}
    world = World([ada, ravi, cleo], wrote={})
    world.ask(1, 2)
    assert strategy.council(world.latest().number).authors == {ada.id, ravi.id, cleo.id}
    back = strategy.restore(number=less.number, by=cleo.id, because="", now=NOW)
    assert strategy.council(back.number).authors == {ada.id}, (
        "what is as it was in force is nobody's change"
    )


def test_the_same_place_proposed_again_by_somebody_else_stays_with_who_asked_first(
    cast: Cast, second: list[PersonRow]
) -> None:
    def propose(by: UUID | None, title: str) -> governance.ProposalRow:
        return governance.propose(
            kind=ProposalKind.CORRECTION,
            key="correction/x",
            title=title,
            summary="",
            because=[],
            change={},
            evidence={},
            decides="content",
            proposed_by=by,
            due=NOW,
            now=NOW,
        )

    first = propose(cast.strategist.id, "One")
    assert propose(cast.strategist.id, "Two").id == first.id
    with pytest.raises(Refusal, match="waits for a decision"):
        propose(second[0].id, "Three")
    assert propose(None, "Four").id == first.id
    assert governance.proposal(first.id).title == "Two"


def test_writers_are_kept_for_good(cast: Cast) -> None:
    strategy.save_draft(document=TINY, by=cast.strategist.id, because="", now=NOW)
    for sql in ("UPDATE strategy_writing SET wrote = '[]'", "DELETE FROM strategy_writing"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            connection.cursor().execute(sql)


def test_words_that_were_in_force_once_are_their_writers_again_when_they_come_back(
    cast: Cast, second: list[PersonRow]
) -> None:
    ada, (ravi, _cleo, _dana) = cast.strategist, second
    first = strategy.save_draft(
        document=written(TINY, "title", ["hers"]), by=ada.id, because="", now=NOW
    )
    adoption.adopt(number=first.number, by=None, now=NOW)
    more = strategy.save_draft(
        document=written(TINY, "title", ["hers", "his"]), by=ravi.id, because="", now=NOW
    )
    assert strategy.council(more.number).authors == {ravi.id}, "what is in force is nobody's change"
    adoption.adopt(number=more.number, by=None, now=NOW)
    other = strategy.save_draft(
        document=written(TINY, "title", ["another"]), by=None, because="", now=NOW
    )
    adoption.adopt(number=other.number, by=None, now=NOW)
    back = strategy.save_draft(
        document=written(TINY, "title", ["hers", "his", "again"]),
        by=ravi.id,
        because="",
        now=NOW,
        grown_from=more.number,
    )
    assert strategy.council(back.number).authors == {ada.id, ravi.id}


def test_words_that_were_left_out_are_their_writers_when_they_are_woven_in_again(
    cast: Cast, second: list[PersonRow]
) -> None:
    """What is in force grew out of a text with these words, and was no approval of them."""
    ada, (ravi, cleo, _dana) = cast.strategist, second
    his = strategy.save_draft(
        document=written(TINY, "title", ["w0", "his"]), by=ravi.id, because="", now=NOW
    )
    hers = strategy.save_draft(
        document=written(TINY, "title", ["w0", "hers"]), by=ada.id, because="", now=NOW
    )
    adoption.adopt(number=hers.number, by=None, now=NOW)
    woven = strategy.save_draft(
        document=written(TINY, "title", ["w0", "his", "hers"]),
        by=cleo.id,
        because="",
        now=NOW,
        grown_from=his.number,
    )
    assert ravi.id in strategy.council(woven.number).authors
    plain = strategy.save_draft(
        document=written(TINY, "title", ["w0", "hers", "more"]), by=cleo.id, because="", now=NOW
    )
    assert ada.id not in strategy.council(plain.number).authors


def test_revisions_from_before_have_everybody_who_wrote_the_same_words_as_their_writers() -> None:
    ada, ravi = UUID(int=1), UUID(int=2)
    force = {"title": "old", "summary": "old"}
    evil, small = {**force, "title": "evil"}, {"title": "evil", "summary": "small"}
    decided = {**force, "limit": "9"}
    history = [
        PastRevision(1, force, None),
        PastRevision(2, evil, ada),
        PastRevision(3, small, ravi),
        PastRevision(4, decided, None),
        PastRevision(5, {**small, "limit": "9"}, ravi),
    ]
    by_revision = dict(derived(history))
    assert {by for _number, by in by_revision[5]["title"]} == {ada, ravi}
    line = {**by_revision[1], **by_revision[2], **by_revision[3], **by_revision[4]}
    after = TextSource(history[4].leaves, {**line, **by_revision[5]})
    assert authors(after, TextSource(decided, line)) == {ada, ravi}
    assert ungrouped(grouped(by_revision[5])) == by_revision[5]
