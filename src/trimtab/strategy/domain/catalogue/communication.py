"""It is a change of the organisation: what is said, by whom, through which channels?"""

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

_asks = partial(Question, area=Area.COMMUNICATION)
PROSCI = "Prosci, Best Practices in Change Management"


def _some_campaign(document: Strategy) -> bool:
    return not document.audiences or sum(one.headcount for one in document.audiences) > 1


CHANGE = (
    _asks(
        "Q-C1",
        asks=say("What is new for the people concerned?"),
        why=say("A new tool is shown, a new habit is carried, a new demand is explained."),
        kind=AnswerKind.CHOICE,
        asked_of=say("managers"),
        source="Hiatt 2006, ADKAR",
        options=options(
            habit=say("They do the same work in another way"),
            tool=say("They get another tool for the same work"),
            expectation=say("More is asked of them than before"),
            all=say("All of this at once"),
        ),
    ),
    _asks(
        "Q-C2",
        asks=say("What do people remember of earlier changes?"),
        why=say("Who was burned once wants to see a result before a promise."),
        kind=AnswerKind.CHOICE,
        asked_of=say("managers"),
        source="Bernerth, Walker & Harris 2011, Change fatigue",
        options=options(
            trusted=say("They went well, and were kept"),
            tired=say("There were many, few were finished"),
            burned=say("They did harm, or were broken off"),
        ),
    ),
    _asks(
        "Q-C3",
        asks=say("Who sponsors it, actively and visibly?"),
        why=say("Visible sponsorship is what change practitioners name first."),
        kind=AnswerKind.CHOICE,
        asked_of=say("strategist"),
        source=PROSCI,
        options=options(
            active=say("A leader shows it, in person"),
            promised=say("A leader has promised to"),
            none=say("Nobody yet"),
        ),
    ),
)

VOICES = (
    _asks(
        "Q-C4",
        asks=say("Whom do people believe when they ask why?"),
        why=say("The sender decides whether the reason is heard."),
        kind=AnswerKind.CHOICE,
        asked_of=say("a sample of learners"),
        source=f"{PROSCI}: preferred senders",
        options=options(
            executive=say("A member of the board"),
            business_head=say("The head of the business"),
            manager=say("The direct manager"),
            hr=say("Human resources"),
            learning=say("Learning and development"),
            peer=say("Colleagues"),
        ),
    ),
    _asks(
        "Q-C5",
        asks=say("What is the reason in one sentence that a sceptical worker accepts?"),
        why=say("If it cannot be said in a sentence it is not yet understood."),
        kind=AnswerKind.TEXT,
        asked_of=say("strategist"),
        source="Hiatt 2006, ADKAR: awareness",
    ),
    _asks(
        "Q-C6",
        field="sender",
        asks=say("Which messages go out, from whom, to whom, when?"),
        why=say("A message without a sender is read as advertising."),
        kind=AnswerKind.RECORDS,
        records="actions",
        asked_of=say("communication"),
        source="Hiatt 2006, ADKAR",
    ),
    _asks(
        "Q-C7",
        asks=say("Who helps in person, and how soon?"),
        why=say("Silence after a question is the end of a pilot."),
        kind=AnswerKind.TEXT,
        asked_of=say("head of the help desk"),
        source="Hughes et al. 2020, support and transfer of training",
    ),
)

ROLLOUT = (
    _asks(
        "Q-C8",
        asks=say("How is it rolled out?"),
        why=say("Waves can be compared; a big bang cannot."),
        kind=AnswerKind.CHOICE,
        asked_of=say("operations"),
        source="Hemming et al. 2015, stepped wedge trials",
        options=options(
            big_bang=say("Everybody on one day"),
            waves=say("Site after site"),
            pilot=say("One place first, then in waves"),
            comparison=say("Some start, some wait, by lot"),
        ),
    ),
    _asks(
        "Q-C9",
        asks=say("What recognition is there?"),
        why=say("Public ranks make people rush, and some stop."),
        kind=AnswerKind.CHOICE,
        asked_of=say("human resources"),
        source="Kluger & DeNisi 1996; Landers, Bauer & Callan 2017",
        options=options(
            none=say("None"),
            private=say("Progress that only the person sees"),
            team=say("Goals of the team"),
            public=say("Ranks of persons for all to see"),
            prizes=say("Prizes"),
        ),
    ),
    _asks(
        "Q-C10",
        asks=say("How many messages of other campaigns reach a person each week?"),
        why=say("Attention is one budget, however many spend it."),
        kind=AnswerKind.NUMBER,
        asked_of=say("communication"),
        source="Mark, Gudith & Klocke 2008, The cost of interrupted work",
        unit=say("messages per person and week"),
        only_if=Condition(
            (), _some_campaign, say("Nobody is served yet who could be reached by others.")
        ),
    ),
    _asks(
        "Q-C11",
        asks=say("How do we say which data we collect and which we never will?"),
        why=say("What is not said is imagined."),
        kind=AnswerKind.TEXT,
        asked_of=say("steward"),
        source="Regulation (EU) 2016/679, articles 12 and 13",
    ),
    _asks(
        "Q-C12",
        asks=say("How will we say that something did not work?"),
        why=say("Who hides a failure is not believed about a success."),
        kind=AnswerKind.TEXT,
        asked_of=say("sponsor"),
        source="Edmondson 1999, psychological safety",
    ),
)

QUESTIONS = (*CHANGE, *VOICES, *ROLLOUT)
