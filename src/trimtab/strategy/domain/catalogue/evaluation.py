"""Which questions must be answered, which data can and will be collected, how is it analysed?"""

from __future__ import annotations

from functools import partial

from trimtab.strategy.domain.catalogue.question import (
    AnswerKind,
    Area,
    Condition,
    Question,
    options,
)
from trimtab.strategy.domain.document import Strategy

_asks = partial(Question, area=Area.EVALUATION)
LTEM = "Thalheimer 2018, Learning-Transfer Evaluation Model"
DESIGNS = "Shadish, Cook & Campbell 2002"


def _beyond_knowing(document: Strategy) -> bool:
    answer = document.answers.get("Q-E2")
    value = answer.value if answer else None
    return not isinstance(value, int | float) or value >= 4


def _compared(document: Strategy) -> bool:
    answer = document.answers.get("Q-E5")
    return answer is None or answer.value != "cases"


QUESTIONS_ASKED = (
    _asks(
        "Q-E1",
        asks="Which decision will be taken, by whom, on which question?",
        why="A figure that changes no decision is not worth its minute.",
        kind=AnswerKind.RECORDS,
        records="questions",
        asked_of="those who decide",
        source="Patton 2008, Utilization-Focused Evaluation",
    ),
    _asks(
        "Q-E2",
        asks="How far up must the evidence reach?",
        why="Attendance proves nothing about work.",
        kind=AnswerKind.NUMBER,
        asked_of="sponsor",
        source=LTEM,
        unit="LTEM tier, 1 to 8",
    ),
    _asks(
        "Q-E3",
        field="source",
        asks="Where does each figure come from, and whose is it?",
        why="A figure without an owner is argued about, not acted on.",
        kind=AnswerKind.RECORDS,
        records="measures",
        asked_of="the owner of the figure",
        source="Deming 1986, operational definitions",
    ),
    _asks(
        "Q-E4",
        asks="Can every figure be collected, and will it be?",
        why="What is planned and never collected is the usual end of evaluation.",
        kind=AnswerKind.CHOICE,
        asked_of="analyst",
        source=LTEM,
        options=options(
            all="Yes, all of them, from the start",
            some_cannot="Some cannot be collected",
            some_may_not="Some may not be collected",
            too_dear="Some would cost too much",
        ),
    ),
)

DESIGN = (
    _asks(
        "Q-E5",
        asks="Which comparison is possible?",
        why="The comparison bounds what may be claimed, whatever the figures say.",
        kind=AnswerKind.CHOICE,
        asked_of="analyst",
        source=DESIGNS,
        options=options(
            randomised="By lot among persons",
            clusters="By lot among sites",
            waves="Waves in random order",
            before_after="Before and after, nothing beside it",
            cases="Single cases, told well",
        ),
    ),
    _asks(
        "Q-E6",
        asks="What is the smallest effect that would change the decision?",
        why="It says how many people and weeks are needed.",
        kind=AnswerKind.TEXT,
        asked_of="those who decide",
        source="Cohen 1988",
        only_if=Condition(("Q-E5",), _compared, "Single cases have no effect size."),
    ),
    _asks(
        "Q-E7",
        asks="How many weeks may pass before the decision?",
        why="Time is what a comparison is paid with.",
        kind=AnswerKind.NUMBER,
        asked_of="those who decide",
        source="Cohen 1988",
        unit="weeks",
        only_if=Condition(("Q-E5",), _compared, "Single cases can be heard at any time."),
    ),
    _asks(
        "Q-E8",
        asks="After how many days must it still be remembered?",
        why="Right after practice everybody looks good.",
        kind=AnswerKind.NUMBER,
        asked_of="operations",
        source=LTEM,
        unit="days",
        only_if=Condition(("Q-E2",), _beyond_knowing, "Nothing is to be remembered below tier 4."),
    ),
)

CARE = (
    _asks(
        "Q-E9",
        asks="Which harms are watched?",
        why="What helps one figure may hurt another.",
        kind=AnswerKind.SEVERAL,
        asked_of="staff representatives",
        source="Merton 1936, unanticipated consequences",
        options=options(
            time="Time that goes elsewhere",
            overtime="Overtime",
            errors="Errors in other work",
            stress="Stress",
            fairness="Differences between groups",
            none="None",
        ),
    ),
    _asks(
        "Q-E10",
        asks="Who named the analysis in advance, and who checks it?",
        why="Who chooses the analysis after the figures chooses the result.",
        kind=AnswerKind.TEXT,
        asked_of="analyst",
        source="Nosek et al. 2018, the preregistration revolution",
    ),
    _asks(
        "Q-E11",
        asks="At which result is it stopped, changed or widened?",
        why="A line drawn beforehand is kept; one drawn later is moved.",
        kind=AnswerKind.TEXT,
        asked_of="those who decide",
        source="Jennison & Turnbull 2000, group sequential methods",
    ),
    _asks(
        "Q-E12",
        asks="Will somebody ask for the return in money?",
        why="Then finance values the benefit, not we.",
        kind=AnswerKind.CHOICE,
        asked_of="sponsor",
        source="Phillips 1997, Return on Investment in Training",
        options=options(
            no="No",
            yes_finance="Yes, and finance values it",
            yes_nobody="Yes, and nobody values it yet",
        ),
    ),
)

QUESTIONS = (*QUESTIONS_ASKED, *DESIGN, *CARE)
