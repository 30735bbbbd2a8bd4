"""Which questions must be answered, which data can and will be collected, how is it analysed?"""

from __future__ import annotations

from functools import partial

from trimtab.kernel.said import say
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
        asks=say("Which decision will be taken, by whom, on which question?"),
        why=say("A figure that changes no decision is not worth its minute."),
        kind=AnswerKind.RECORDS,
        records="questions",
        asked_of=say("those who decide"),
        source="Patton 2008, Utilization-Focused Evaluation",
    ),
    _asks(
        "Q-E2",
        asks=say("How far up must the evidence reach?"),
        why=say("Attendance proves nothing about work."),
        kind=AnswerKind.NUMBER,
        asked_of=say("sponsor"),
        source=LTEM,
        unit=say("LTEM tier, 1 to 8"),
    ),
    _asks(
        "Q-E3",
        field="source",
        asks=say("Where does each figure come from, and whose is it?"),
        why=say("A figure without an owner is argued about, not acted on."),
        kind=AnswerKind.RECORDS,
        records="measures",
        asked_of=say("the owner of the figure"),
        source="Deming 1986, operational definitions",
    ),
    _asks(
        "Q-E4",
        asks=say("Can every figure be collected, and will it be?"),
        why=say("What is planned and never collected is the usual end of evaluation."),
        kind=AnswerKind.CHOICE,
        asked_of=say("analyst"),
        source=LTEM,
        options=options(
            all=say("Yes, all of them, from the start"),
            some_cannot=say("Some cannot be collected"),
            some_may_not=say("Some may not be collected"),
            too_dear=say("Some would cost too much"),
        ),
    ),
)

DESIGN = (
    _asks(
        "Q-E5",
        asks=say("Which comparison is possible?"),
        why=say("The comparison bounds what may be claimed, whatever the figures say."),
        kind=AnswerKind.CHOICE,
        asked_of=say("analyst"),
        source=DESIGNS,
        options=options(
            randomised=say("By lot among persons"),
            clusters=say("By lot among sites"),
            waves=say("Waves in random order"),
            before_after=say("Before and after, nothing beside it"),
            cases=say("Single cases, told well"),
        ),
    ),
    _asks(
        "Q-E6",
        asks=say("What is the smallest effect that would change the decision?"),
        why=say("It says how many people and weeks are needed."),
        kind=AnswerKind.TEXT,
        asked_of=say("those who decide"),
        source="Cohen 1988",
        only_if=Condition(("Q-E5",), _compared, say("Single cases have no effect size.")),
    ),
    _asks(
        "Q-E7",
        asks=say("How many weeks may pass before the decision?"),
        why=say("Time is what a comparison is paid with."),
        kind=AnswerKind.NUMBER,
        asked_of=say("those who decide"),
        source="Cohen 1988",
        unit=say("weeks"),
        only_if=Condition(("Q-E5",), _compared, say("Single cases can be heard at any time.")),
    ),
    _asks(
        "Q-E8",
        asks=say("After how many days must it still be remembered?"),
        why=say("Right after practice everybody looks good."),
        kind=AnswerKind.NUMBER,
        asked_of=say("operations"),
        source=LTEM,
        unit=say("days"),
        only_if=Condition(
            ("Q-E2",), _beyond_knowing, say("Nothing is to be remembered below tier 4.")
        ),
    ),
)

CARE = (
    _asks(
        "Q-E9",
        asks=say("Which harms are watched?"),
        why=say("What helps one figure may hurt another."),
        kind=AnswerKind.SEVERAL,
        asked_of=say("staff representatives"),
        source="Merton 1936, unanticipated consequences",
        options=options(
            time=say("Time that goes elsewhere"),
            overtime=say("Overtime"),
            errors=say("Errors in other work"),
            stress=say("Stress"),
            fairness=say("Differences between groups"),
            none=say("None"),
        ),
    ),
    _asks(
        "Q-E10",
        asks=say("Who named the analysis in advance, and who checks it?"),
        why=say("Who chooses the analysis after the figures chooses the result."),
        kind=AnswerKind.TEXT,
        asked_of=say("analyst"),
        source="Nosek et al. 2018, the preregistration revolution",
    ),
    _asks(
        "Q-E11",
        asks=say("At which result is it stopped, changed or widened?"),
        why=say("A line drawn beforehand is kept; one drawn later is moved."),
        kind=AnswerKind.TEXT,
        asked_of=say("those who decide"),
        source="Jennison & Turnbull 2000, group sequential methods",
    ),
    _asks(
        "Q-E12",
        asks=say("Will somebody ask for the return in money?"),
        why=say("Then finance values the benefit, not we."),
        kind=AnswerKind.CHOICE,
        asked_of=say("sponsor"),
        source="Phillips 1997, Return on Investment in Training",
        options=options(
            no=say("No"),
            yes_finance=say("Yes, and finance values it"),
            yes_nobody=say("Yes, and nobody values it yet"),
        ),
    ),
)

QUESTIONS = (*QUESTIONS_ASKED, *DESIGN, *CARE)
