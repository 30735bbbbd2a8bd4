"""What is going on here?"""

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
from trimtab.strategy.domain.document import ActionKind, Strategy

RUMELT = "Rumelt 2011, Good Strategy/Bad Strategy"
_asks = partial(Question, area=Area.DIAGNOSIS, source=RUMELT)
_ASKS_ABOUT_TASKS = (
    "frequency",
    "cost_of_error",
    "time_to_look_up",
    "volatility",
    "arbitrary",
    "complexity",
    "confusable",
)


def _has_content(document: Strategy) -> bool:
    return (
        any(one.kind in {ActionKind.PRACTICE, ActionKind.SUPPORT} for one in document.actions)
        or not document.actions
    )


QUESTIONS = (
    _asks(
        "Q-D1",
        asks=say("Which result of work is not what it should be, in whose words, and since when?"),
        why=say("Without a problem in the words of the work, everything after it is decoration."),
        kind=AnswerKind.RECORDS,
        asked_of=say("operations"),
        records="challenges",
    ),
    _asks(
        "Q-D2",
        asks=say("Which figure shows it, what is it today, and what should it be by when?"),
        why=say(
            "No baseline, no claim: what was not measured before cannot be said to have changed."
        ),
        kind=AnswerKind.RECORDS,
        asked_of=say("the owner of the figure"),
        records="measures",
        field="baseline",
        also=("baseline_on", "target"),
    ),
    _asks(
        "Q-D3",
        asks=say(
            "Which task is it, and what do people do in it, or leave undone, that brings this "
            "about?"
        ),
        why=say("Practice and help are made for one task; a topic is too wide to help anybody."),
        kind=AnswerKind.RECORDS,
        asked_of=say("the best at the task and those beside them"),
        records="challenges",
        field="task",
        also=_ASKS_ABOUT_TASKS,
        source="Critical decision method: Klein, Calderwood & MacGregor 1989",
    ),
    _asks(
        "Q-D4",
        asks=say("Why does it not happen as it should, of all these causes?"),
        why=say(
            "Half of these causes are not mended by learning, and the wrong remedy costs a year."
        ),
        kind=AnswerKind.RECORDS,
        asked_of=say("those who do the task"),
        records="challenges",
        field="causes",
        source="Gilbert 1978, Human Competence; Mager & Pipe 1970, Analyzing Performance Problems",
        options=options(
            do_not_know=say("Nobody ever told or showed them"),
            cannot_do_yet=say("They were shown it, and it still goes wrong when they try"),
            forget=say("They could do it once and have lost it"),
            cannot_find=say("The answer is written down and not found in time"),
            do_not_believe=say("They could do it and see no reason to"),
            no_tools_or_time=say("Tools, hands or minutes are missing"),
            not_rewarded=say("Doing it right brings nothing, or trouble"),
            process_wrong=say("The way it is laid down cannot work"),
        ),
    ),
    _asks(
        "Q-D5",
        asks=say("How do we know each cause: did we measure, watch, ask, or guess?"),
        why=say(
            "What rests on opinion is a guess that somebody should test before money is spent."
        ),
        kind=AnswerKind.RECORDS,
        asked_of=say("strategist"),
        records="challenges",
        field="evidence",
    ),
    _asks(
        "Q-D6",
        asks=say("What has been tried already, and what came of it?"),
        why=say("What failed once usually fails again for the same reason."),
        kind=AnswerKind.TEXT,
        asked_of=say("managers"),
    ),
    _asks(
        "Q-D7",
        asks=say("What is the crux: the one obstacle that makes the rest easier once it is gone?"),
        why=say("Strategy is focus. One obstacle overcome is worth five goals wished for."),
        kind=AnswerKind.TEXT,
        asked_of=say("strategist"),
        source="Rumelt 2022, The Crux",
    ),
    _asks(
        "Q-D8",
        asks=say("What will we deliberately not do, though somebody will ask for it?"),
        why=say("A choice that excludes nothing is no choice."),
        kind=AnswerKind.TEXT,
        asked_of=say("sponsor"),
    ),
    _asks(
        "Q-D9",
        asks=say("How many minutes a week will the business really release for each person?"),
        why=say("It is the promise that everything else must fit into."),
        kind=AnswerKind.NUMBER,
        asked_of=say("operations"),
        source="29 CFR 785.27-28: training at the employer's wish is work time",
        unit=say("minutes per person and week"),
    ),
    _asks(
        "Q-D10",
        asks=say("How many hours a month can authors and checkers give?"),
        why=say("Content that nobody keeps fresh does harm."),
        kind=AnswerKind.NUMBER,
        asked_of=say("head of the authors"),
        source="Knowledge-Centered Service (Consortium for Service Innovation): content health",
        unit=say("hours a month"),
        only_if=Condition(
            (),
            _has_content,
            say("No practice and no help is planned, so there is nothing to write or to check."),
        ),
    ),
)
