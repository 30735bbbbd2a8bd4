"""The loop, told once from beginning to end.

A shop chain adopts a strategy. Half of those who hang price labels practise, by lot. Figures come
in; they do not differ. At night the platform says so and proposes what was agreed beforehand. The
author of the strategy reads it; the one who holds the right approves. The next revision is in
force, and on Monday nobody is asked about price labels any more.
"""

from __future__ import annotations

import datetime as dt
import random
from uuid import uuid4

import pytest

from tests.cast import NOW, Cast
from tests.messages import messages_for
from tests.practising import next_question
from trimtab.evaluation import api as evaluation
from trimtab.governance import api as governance
from trimtab.governance.api import Choice, ProposalState
from trimtab.journeys import adoption, course_correction
from trimtab.kernel.errors import NotAllowed, Refusal
from trimtab.kernel.said_as_json import decoded
from trimtab.library import api as library
from trimtab.messaging import api as messaging
from trimtab.people import api as people
from trimtab.practice import api as practice
from trimtab.practice.actions import reviewing
from trimtab.practice.queries import memories
from trimtab.strategy import api as strategy

WEEKS = 8
LATER = NOW + dt.timedelta(weeks=WEEKS)

STRATEGY = f"""
trimtab: 1
organisation: Corner Stores
title: Right labels
audiences:
- id: hangers
  name: Everyone who hangs labels
  rule: {{attributes: {{job: [hanger]}}}}
  headcount: 300
  setting: frontline
  pay: salaried
  device: provided
challenges:
- id: labels
  title: Labels are wrong
  audiences: [hangers]
  task: Hang labels
  observed: 6 of 100 labels are wrong
  causes: [forget]
  evidence: [{{kind: data, says: 6 of 100}}]
  measure: wrong-labels
policy:
  statement: Half of them practise, by lot, and we compare after eight weeks.
  choices:
  - {{id: practise, says: Practise the steps, challenge: labels, approach: spaced-learning}}
  will_not: [No course]
actions:
- id: practise-labels
  title: Practise labels
  kind: practice
  challenge: labels
  choice: practise
  audience: hangers
  owner: auri@corner.example
  starts: {NOW.date()}
  due: {LATER.date()}
  content: [labels]
  minutes_per_week: 5
  expects:
    measure: wrong-labels
    design: randomised
    at_least: 1.0
    by: {LATER.date()}
    response: switch-to-work
    assumption: They forget the steps.
    decides: content
    holdout: 0.5
measures:
- {{id: wrong-labels, name: Wrong labels, unit: per 100, direction: lower, owner: mika@corner.example, baseline: 6.0, target: 4.0}}
questions:
- {{id: q, asks: 'Does it help?', decision: Go on or stop, measure: wrong-labels, decides: content}}
rights:
- {{decision: content, approver: stakeholder}}
"""
ITEMS = "".join(
    f"- {{key: label-{n}, kind: flashcard, front: Q{n}, back: A{n}, tags: [labels]}}\n"
    for n in range(12)
)


@pytest.fixture
def hangers(cast: Cast) -> list[people.PersonRow]:
    rows = "".join(f"h{n}@corner.example,Hanger {n},north,learner,hanger\n" for n in range(300))
    people.import_people(csv_text="email,name,unit,roles,attribute:job\n" + rows, by=None, now=NOW)
    library.import_items(text=ITEMS, form=library.ItemFormat.YAML, by=None, now=NOW)
    draft = strategy.save_draft(
        document=strategy.load_yaml(STRATEGY).document,
        by=cast.strategist.id,
        because="first",
        now=NOW,
    )
    adoption.adopt(number=draft.number, by=cast.stakeholder, now=NOW)
    return [people.person(key) for key in people.members_by_audience(["hangers"])["hangers"]]


def figures(
    hangers: list[people.PersonRow], *, helps: float = 0.0, seed: int = 1, weeks: int = WEEKS
) -> str:
    """A figure a week for everybody, the last on the day of the expectation: wrong labels per 100,
    less `helps` for those who practise.
    """
    dice = random.Random(seed)
    practising = set(practice.arms("practise-labels")[practice.Arm.PRACTICE])
    lines = ["measure,subject,when,value"]
    for person in hangers:
        usual = dice.gauss(6, 1.2) - (helps if person.id in practising else 0)
        for week in range(1, weeks + 1):
            day = (NOW + dt.timedelta(weeks=week)).date()
            lines.append(f"wrong-labels,{person.email},{day},{usual + dice.gauss(0, 0.8):.2f}")
    return "\n".join(lines) + "\n"


def practising(hangers: list[people.PersonRow]) -> people.PersonRow:
    arm = set(practice.arms("practise-labels")[practice.Arm.PRACTICE])
    return next(person for person in hangers if person.id in arm)


def test_a_programme_that_does_nothing_is_seen_corrected_and_gone(
    cast: Cast, hangers: list[people.PersonRow]
) -> None:
    # Somebody practises; the figures come in.
    somebody = practising(hangers)
    question = next_question(somebody.id, NOW)
    assert question is not None
    reviewing.review(
        person_id=somebody.id,
        version_id=question.version_id,
        response="good",
        seconds=9,
        now=NOW,
        review_id=uuid4(),
    )
    report = evaluation.import_measures(csv_text=figures(hangers), now=LATER)
    assert report.added == 300 * WEEKS and not report.problems

    # At night the platform holds them against what was expected.
    night = course_correction.nightly(now=LATER)
    [verdict], [proposal] = night.verdicts, night.proposals
    assert verdict.verdict is evaluation.Verdict.OFF_TRACK
    assert "ruled out" in verdict.sentence and "caused" not in verdict.sentence
    assert proposal.title == "Stop 'Practise labels' and change the work instead"
    # What is kept are the parts, which every reader has in their own language.
    assert proposal.title.message == "Stop '{title}' and change the work instead"
    assert proposal.summary == verdict.sentence == decoded(proposal.evidence["sentence"])
    assert verdict.sentence.message == "{claim}: {seen} {asked}; {ends}."
    assert proposal.summary.parts == verdict.sentence.parts
    assert course_correction.nightly(now=LATER).proposals[0].id == proposal.id

    # Who may not decide is refused; who may, approves.
    for person in (cast.worker, cast.strategist, cast.author):
        with pytest.raises(NotAllowed):
            course_correction.decide(
                proposal_id=proposal.id, by=person, choice=Choice.APPROVE, reason="", now=LATER
            )
    decided = course_correction.decide(
        proposal_id=proposal.id,
        by=cast.stakeholder,
        choice=Choice.APPROVE,
        reason="Clear enough.",
        now=LATER,
    )
    assert decided.adopted is not None and decided.adopted.number == 2

    # The next revision is in force, says why, and is coherent.
    current = strategy.require_current()
    assert current.number == 2 and "Clear enough." in current.because
    assert strategy.check(current.document) == ()
    assert [one.kind for one in current.document.actions] == ["practice", "work", "work"]
    [choice] = current.document.policy.choices
    assert choice.approach == "neither" and "so the work is changed" in choice.says
    assert "ruled out" in current.document.challenges[0].tried
    for task in strategy.plan(current.document).tasks:
        trace = " ".join(step.says for step in strategy.chain(current.document, task.because))
        assert "so the work is changed" in trace and "spaced learning" not in trace

    # On Monday nobody is asked about labels any more; what was learnt stays.
    monday = LATER + dt.timedelta(days=3)
    assert practice.today(somebody.id, monday).ready == 0
    assert next_question(somebody.id, monday) is None
    assert memories.retention(somebody.id, monday).known == 1
    assert course_correction.nightly(now=monday).proposals == ()
    acts = {row.act for row in governance.audit_entries().rows}
    assert {"proposal.made", "proposal.approved", "strategy.adopted"} <= acts


def test_a_programme_that_works_is_said_to_have_caused_it(
    cast: Cast, hangers: list[people.PersonRow]
) -> None:
    evaluation.import_measures(csv_text=figures(hangers, helps=1.5), now=LATER)
    night = course_correction.nightly(now=LATER)
    assert night.verdicts[0].verdict is evaluation.Verdict.ON_TRACK
    assert "caused" in night.verdicts[0].sentence and night.proposals == ()


def test_without_figures_nothing_is_claimed(cast: Cast, hangers: list[people.PersonRow]) -> None:
    night = course_correction.nightly(now=LATER)
    assert night.verdicts[0].verdict is evaluation.Verdict.WAITING and night.proposals == ()


def test_before_its_date_nothing_is_judged_and_at_its_date_once(
    cast: Cast, hangers: list[people.PersonRow]
) -> None:
    for week in range(1, WEEKS):
        now = NOW + dt.timedelta(weeks=week)
        evaluation.import_measures(csv_text=figures(hangers, weeks=week), now=now)
        [early] = course_correction.nightly(now=now).verdicts
        assert early.verdict is evaluation.Verdict.NOT_DUE and not governance.proposals()
        assert early.sentence.startswith(
            "'Practise labels' will be judged on 2 November 2026. So far, and this is no verdict,"
        )
    # The day has come, its figures have not: a night waits for them, and says so.
    [late] = course_correction.nightly(now=LATER + dt.timedelta(days=3)).verdicts
    assert (
        late.verdict is evaluation.Verdict.WAITING
        and "the latest are of 26 October 2026" in late.sentence
    )
    # Those of one half come first: they are not all.
    both = figures(hangers).splitlines()
    evaluation.import_measures(
        csv_text="\n".join(both[: len(both) // 2]), now=LATER + dt.timedelta(days=4)
    )
    [late] = course_correction.nightly(now=LATER + dt.timedelta(days=5)).verdicts
    assert late.verdict is evaluation.Verdict.WAITING and ", and 300 as a rule" in late.sentence
    evaluation.import_measures(
        csv_text="\n".join([both[0], *both[len(both) // 2 :]]), now=LATER + dt.timedelta(days=6)
    )
    later = LATER + dt.timedelta(days=7)
    [verdict] = course_correction.nightly(now=later).verdicts
    assert verdict.verdict is evaluation.Verdict.OFF_TRACK and verdict.at == later
    # What comes in afterwards is of other days: the verdict stands, and is not given again.
    after = figures(hangers, helps=3.0, weeks=WEEKS + 4).splitlines()
    new = [line for line in after if line.split(",")[2] > str(LATER.date())]
    evaluation.import_measures(csv_text="\n".join(new), now=LATER + dt.timedelta(weeks=5))
    [standing] = course_correction.nightly(now=LATER + dt.timedelta(weeks=5)).verdicts
    assert standing == verdict


def test_an_expectation_that_was_changed_is_judged_anew_and_the_correction_taken_back(
    cast: Cast, hangers: list[people.PersonRow]
) -> None:
    evaluation.import_measures(csv_text=figures(hangers), now=LATER)
    [proposal] = course_correction.nightly(now=LATER).proposals
    text = STRATEGY.replace(f"by: {LATER.date()}", f"by: {(LATER + dt.timedelta(weeks=8)).date()}")
    other = strategy.save_draft(
        document=strategy.load_yaml(text).document, by=None, because="", now=LATER
    )
    adoption.adopt(number=other.number, by=None, now=LATER)
    night = course_correction.nightly(now=LATER + dt.timedelta(days=1))
    assert night.verdicts[0].verdict is evaluation.Verdict.NOT_DUE and night.proposals == ()
    assert governance.proposal(proposal.id).state is ProposalState.WITHDRAWN


def test_a_comparison_that_lost_the_figures_of_one_arm_is_none_by_lot(
    cast: Cast, hangers: list[people.PersonRow]
) -> None:
    arm = set(practice.arms("practise-labels")[practice.Arm.PRACTICE])
    kept = {person.email for at, person in enumerate(hangers) if person.id not in arm or at % 2}
    lines = [
        line for line in figures(hangers).splitlines() if line.split(",")[1] in kept | {"subject"}
    ]
    evaluation.import_measures(csv_text="\n".join(lines), now=LATER)
    [verdict] = course_correction.nightly(now=LATER).verdicts
    assert (
        verdict.verdict is evaluation.Verdict.CANNOT_TELL and "no longer by lot" in verdict.sentence
    )


def test_those_concerned_are_told_once_and_nobody_else(
    cast: Cast, hangers: list[people.PersonRow]
) -> None:
    evaluation.import_measures(csv_text=figures(hangers), now=LATER)
    [proposal] = course_correction.nightly(now=LATER).proposals
    course_correction.nightly(now=LATER + dt.timedelta(hours=1))
    [asked] = messages_for(cast.stakeholder.id)
    assert "waits for your decision" in asked.subject and messaging.outbox().total == 1
    course_correction.decide(
        proposal_id=proposal.id,
        by=cast.stakeholder,
        choice=Choice.APPROVE,
        reason="Clear enough.",
        now=LATER,
    )
    arm = practice.arms("practise-labels")
    got = {person.id: [one.subject for one in messages_for(person.id)] for person in hangers}
    ends = ["'Practise labels' ends"]
    assert all(got[person] == ends for person in arm[practice.Arm.PRACTICE])
    assert not any(got[person] for person in arm[practice.Arm.HOLDOUT])
    [owner] = messages_for(cast.manager.id)
    assert (
        "This is now yours" in owner.body
        and "Clear enough." in owner.body
        and "95 % interval" in owner.body
    )
    [author] = messages_for(cast.author.id)
    assert "now yours" not in author.body
    assert not messages_for(cast.worker.id) and not messages_for(cast.administrator.id)


def test_a_declined_correction_changes_nothing_and_keeps_its_reason(
    cast: Cast, hangers: list[people.PersonRow]
) -> None:
    evaluation.import_measures(csv_text=figures(hangers), now=LATER)
    [proposal] = course_correction.nightly(now=LATER).proposals
    decided = course_correction.decide(
        proposal_id=proposal.id,
        by=cast.stakeholder,
        choice=Choice.DECLINE,
        reason="Two more weeks.",
        now=LATER,
    )
    assert decided.adopted is None and decided.proposal.state is ProposalState.DECLINED
    assert strategy.require_current().number == 1
    # The verdict stands and was answered: no night asks again.
    assert course_correction.nightly(now=LATER + dt.timedelta(days=1)).proposals == ()


def test_adopting_twice_changes_nothing_the_second_time(
    cast: Cast, hangers: list[people.PersonRow]
) -> None:
    assert not adoption.apply(now=LATER)


def test_a_correction_that_no_longer_fits_is_refused_and_nothing_is_half_done(
    cast: Cast, hangers: list[people.PersonRow]
) -> None:
    evaluation.import_measures(csv_text=figures(hangers), now=LATER)
    [proposal] = course_correction.nightly(now=LATER).proposals
    text = STRATEGY.replace("practise-labels", "other-practice")
    other = strategy.save_draft(
        document=strategy.load_yaml(text).document, by=None, because="", now=LATER
    )
    adoption.adopt(number=other.number, by=None, now=LATER)
    with pytest.raises(Refusal):
        course_correction.decide(
            proposal_id=proposal.id,
            by=cast.stakeholder,
            choice=Choice.APPROVE,
            reason="",
            now=LATER,
        )
    assert governance.proposal(proposal.id).state is ProposalState.OPEN
