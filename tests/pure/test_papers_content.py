"""What each paper says, and that it follows the document."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from hypothesis import given, settings

from tests.pure.paper_examples import EMPTY, HEAD
from tests.pure.strategy_edits import DEMO, edited, edits
from trimtab.kernel.errors import NotFound
from trimtab.papers import html
from trimtab.papers.blocks import (
    Block,
    Facts,
    Heading,
    Items,
    Paper,
    PaperFigure,
    PaperTable,
    Paragraph,
)
from trimtab.papers.markdown import markdown
from trimtab.strategy.domain.document import ActionState, Answer, Stance, Strategy
from trimtab.strategy.domain.papers import KINDS, KnownNames, kind_named, write

change = msgspec.structs.replace


def said(paper: Paper) -> str:
    """All the words of a paper."""
    return "\n".join([paper.title, paper.subtitle, *(_words(one) for one in paper.blocks)])


def _words(block: Block) -> str:
    match block:
        case Heading(text) | Paragraph(text):
            return text
        case Items(items):
            return "\n".join(items)
        case Facts(facts):
            return "\n".join(f"{one.name}: {one.says}" for one in facts)
        case PaperTable(caption, head, rows):
            return "\n".join([caption, *head, *(" | ".join(row) for row in rows)])
        case PaperFigure(caption, description):
            return f"{caption}\n{description}"


def swollen(document: Strategy) -> Strategy:
    """The document with long texts and many of everything."""
    long = "Wörter und noch mehr Wörter ohne Ende, " * 60

    def many(parts: tuple, n: int = 9) -> tuple:  # type: ignore[type-arg]
        return tuple(change(one, id=f"{one.id}-{at}") for at in range(n) for one in parts)

    challenges = tuple(change(one, title=long, observed=long) for one in many(document.challenges))
    audiences = tuple(change(one, name=long) for one in many(document.audiences))
    actions = tuple(change(one, title=long) for one in many(document.actions))
    rights = tuple(
        change(one, decision=f"{one.decision} {long} {at}")
        for at in range(5)
        for one in document.rights
    )
    return change(
        document,
        title=long,
        summary=long,
        challenges=challenges,
        audiences=audiences,
        actions=actions,
        rights=rights,
        policy=change(document.policy, statement=long, will_not=(long,) * 9),
        stakeholders=tuple(
            change(one, name=long, can_block=True, stance=Stance.AGAINST)
            for one in many(document.stakeholders)
        ),
    )


def test_one_page_gives_the_problem_the_decision_the_effort_and_the_date() -> None:
    words = said(write("one-page", DEMO, KnownNames()))
    for sentence in (
        "Chillers are checked late, in the wrong place, or not at all",
        "No learning: another cause is mended",
        "At most 10 minutes and 3 messages a week; nothing from 20:00 to 07:00.",
        "56 points of 100; at least 4 more points of 100 | 22 Nov 2026 | We look at the causes again",
        "61 %; at least 5 percentage points more",
        "Staff committee can stop it and is not convinced yet.",
        "7 questions have no answer yet.",
    ):
        assert sentence in words


def test_one_page_says_how_much_more_there_is() -> None:
    words = said(write("one-page", swollen(DEMO), KnownNames()))
    assert "31 more challenges in the full strategy." in words and "and 31 more groups" in words


def test_the_limits_are_those_that_run_and_not_only_those_that_were_written() -> None:
    loose = change(
        DEMO, policy=change(DEMO.policy, limits=change(DEMO.policy.limits, messages_per_week=9))
    )
    assert "9 messages a week" not in said(write("one-page", loose, KnownNames()))


def test_the_full_strategy_holds_every_part_of_the_document() -> None:
    words = said(write("strategy", DEMO, KnownNames()))
    parts = [
        *(challenge.title for challenge in DEMO.challenges),
        *(action.title for action in DEMO.actions),
        *(audience.name for audience in DEMO.audiences),
        *(stakeholder.name for stakeholder in DEMO.stakeholders),
        *(measure.name for measure in DEMO.measures),
        *(one.asks for one in DEMO.questions),
        *(one.says for one in DEMO.policy.choices),
        *(each.says for one in DEMO.challenges for each in one.evidence),
        *(one.data for one in DEMO.grants),
        *(f"{code} " for code in DEMO.answers),
        *(one.because for one in DEMO.answers.values()),
    ]
    missing = [
        one for one in parts if one not in words and one != "The operations director says why"
    ]
    titles_of_messages = {one.title for one in DEMO.actions if one.subject}
    assert not set(missing) - titles_of_messages


def test_a_retired_action_runs_in_no_paper_and_stays_in_the_full_strategy() -> None:
    first, *rest = DEMO.actions
    stopped = change(DEMO, actions=(change(first, state=ActionState.RETIRED), *rest))
    assert first.title not in said(write("one-page", stopped, KnownNames()))
    assert first.title not in said(write("evaluation", stopped, KnownNames()))
    assert "Stopped, and what we learnt from" in said(write("strategy", stopped, KnownNames()))


def test_the_map_draws_each_stakeholder_with_shape_and_word() -> None:
    paper = write("stakeholders", DEMO, KnownNames())
    [figure] = [one for one in paper.blocks if isinstance(one, PaperFigure)]
    for svg in (figure.picture.wide, figure.picture.narrow):
        assert (
            "champion" in svg and "sceptical" in svg and "pic-warn" in svg and 'role="img"' in svg
        )
    assert (
        "Shapes: diamond: sceptical, ring: neutral, disc: supportive and star: champion."
        in said(paper)
    )
    assert "Operations director, champion." in said(paper)


def test_the_calendar_is_in_the_order_of_days_and_its_events_follow_the_quiet_hours() -> None:
    paper = write("calendar", DEMO, KnownNames())
    table = next(one for one in paper.blocks if isinstance(one, PaperTable))
    assert [row[0] for row in table.rows] == [
        "3 Aug 2026",
        "3 Aug 2026",
        "10 Aug 2026",
        "31 Aug 2026",
        "5 Oct 2026",
    ]
    told = [one for one in paper.events if one.key.startswith("message-")]
    assert {one.starts.time() for one in told if isinstance(one.starts, dt.datetime)} == {
        dt.time(7, 0)
    }
    assert "In June our chillers got 56 of 100 points." in said(paper)


def test_a_right_shows_what_it_decides_here_and_who_holds_it() -> None:
    known = KnownNames(holders={"strategist": ("Ada", "Ben", "Cleo", "Dan")})
    words = said(write("decisions", DEMO, known))
    assert (
        "Content | What is practised" in words and "Strategist (Ada, Ben, Cleo and 1 more)" in words
    )
    assert "Here: Keep the new rota or change it again." in words
    assert "Silence: Not answered yet. Ask: those who decide (question Q-G3)." in words


def test_the_evaluation_plan_claims_no_more_than_its_designs_support() -> None:
    words = said(write("evaluation", DEMO, KnownNames()))
    assert "Before and after may say that a figure changed, and no more" in words
    only = change(DEMO, actions=tuple(one for one in DEMO.actions if one.id == "aids-returns"))
    assert "caused a difference" not in said(write("evaluation", only, KnownNames()))
    assert "How far the evidence reaches: LTEM tier 7 (1 to 8)." in words


def test_the_data_sheet_says_what_goes_with_its_time_and_what_stays() -> None:
    paper = write("data-protection", DEMO, KnownNames())
    kept = {
        row[0].partition(" (")[0]: row[3]
        for row in next(one for one in paper.blocks if isinstance(one, PaperTable)).rows
    }
    assert (
        kept["Answers to practice questions"]
        == "365 days; right or not, seconds and when: until the person is erased"
    )
    assert kept["Evidence"] == "365 days"
    unanswered = write("data-protection", change(DEMO, answers={}), KnownNames())
    table = next(one for one in unanswered.blocks if isinstance(one, PaperTable))
    assert {row[0].partition(" (")[0]: row[3] for row in table.rows}["Messages"] == "not said yet"


def test_the_data_sheet_names_for_each_figure_its_question_basis_time_and_readers() -> None:
    paper = write("data-protection", DEMO, KnownNames())
    table = next(one for one in paper.blocks if isinstance(one, PaperTable))
    rows = {row[0].partition(" (")[0]: row[1:] for row in table.rows}
    asks = "Do people who practise check chillers better than people who do not?"
    assert rows["Chiller check, unannounced"] == (
        asks,
        "A collective agreement",
        "Until the person is erased",
        "Strategist (by audience); manager (by unit); stakeholder (by organisation)",
    )
    assert rows["Wait at the tills between 17:00 and 19:00"][1:3] == (
        "Not about persons",
        "No limit",
    )
    assert "Used for appraisal: never." in said(paper)


def test_what_is_collected_without_a_question_is_said() -> None:
    bare = change(DEMO, questions=(), grants=())
    words = said(write("data-protection", bare, KnownNames()))
    assert (
        "No question names it: it should not be collected" in words and " | Strategist\n" in words
    )


def test_practice_answers_are_collected_only_where_practice_runs() -> None:
    words = said(write("data-protection", EMPTY, KnownNames()))
    assert "Answers to practice questions" not in words and "People (name, e-mail address" in words


def test_people_are_named_where_their_names_are_known() -> None:
    known = KnownNames(names={"steward@greenbasket.example": "Ravi Menon"})
    words = said(write("stakeholders", DEMO, known))
    assert (
        "Ravi Menon" in words
        and "steward@" not in words
        and "administrator@greenbasket.example" in words
    )


def test_what_nobody_knows_yet_is_said_with_who_may_know() -> None:
    open_ = change(DEMO, answers={**DEMO.answers, "Q-G5": Answer(value=None)})
    assert "Lawful basis: Nobody knows yet. Ask: steward (question Q-G5)." in said(
        write("data-protection", open_, KnownNames())
    )
    assert "1 answer is still to be found out." in said(write("one-page", open_, KnownNames()))


def test_an_empty_strategy_says_so_everywhere() -> None:
    assert "No stakeholders are named yet." in said(write("stakeholders", EMPTY, KnownNames()))
    assert "No message is planned yet." in said(write("calendar", EMPTY, KnownNames()))
    assert "No decision right is given yet." in said(write("decisions", EMPTY, KnownNames()))
    assert "No stakeholders are named yet." in said(write("one-page", EMPTY, KnownNames()))


def test_an_unknown_paper_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(NotFound, match="one-page, strategy, stakeholders"):
        kind_named("leaflet")
    assert len({kind.name for kind in KINDS}) == 7


@settings(deadline=None, max_examples=20)
@given(edits)
def test_whatever_people_write_makes_every_paper(made: list[tuple[int, str, str]]) -> None:
    document = edited(DEMO, made)
    for kind in KINDS:
        paper = kind.write(document, KnownNames())
        assert paper.blocks and markdown(paper, HEAD) and html.article(paper, HEAD)
        assert all(
            len(row) == len(one.head)
            for one in paper.blocks
            if isinstance(one, PaperTable)
            for row in one.rows
        )
