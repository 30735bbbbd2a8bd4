"""It is a change of the organisation: what is said, by whom, through which channels?"""

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

_asks = partial(Question, area=Area.COMMUNICATION)
PROSCI = "Prosci, Best Practices in Change Management"


def _some_campaign(document: Strategy) -> bool:
    return not document.audiences or sum(one.headcount for one in document.audiences) > 1


CHANGE = (
    _asks(
        "Q-C1",
        asks="What is new for the people concerned?",
        why="A new tool is shown, a new habit is carried, a new demand is explained.",
        kind=AnswerKind.CHOICE,
        asked_of="managers",
        source="Hiatt 2006, ADKAR",
        options=options(
            habit="They do the same work in another way",
            tool="They get another tool for the same work",
            expectation="More is asked of them than before",
            all="All of this at once",
        ),
    ),
    _asks(
        "Q-C2",
        asks="What do people remember of earlier changes?",
        why="Who was burned once wants to see a result before a promise.",
        kind=AnswerKind.CHOICE,
        asked_of="managers",
        source="Bernerth, Walker & Harris 2011, Change fatigue",
        options=options(
            trusted="They went well, and were kept",
            tired="There were many, few were finished",
            burned="They did harm, or were broken off",
        ),
    ),
    _asks(
        "Q-C3",
        asks="Who sponsors it, actively and visibly?",
        why="Visible sponsorship is what change practitioners name first.",
        kind=AnswerKind.CHOICE,
        asked_of="strategist",
        source=PROSCI,
        options=options(
            active="A leader shows it, in person",
            promised="A leader has promised to",
            none="Nobody yet",
        ),
    ),
)

VOICES = (
    _asks(
        "Q-C4",
        asks="Whom do people believe when they ask why?",
        why="The sender decides whether the reason is heard.",
        kind=AnswerKind.CHOICE,
        asked_of="a sample of learners",
        source=f"{PROSCI}: preferred senders",
        options=options(
            executive="A member of the board",
            business_head="The head of the business",
            manager="The direct manager",
            hr="Human resources",
            learning="Learning and development",
            peer="Colleagues",
        ),
    ),
    _asks(
        "Q-C5",
        asks="What is the reason in one sentence that a sceptical worker accepts?",
        why="If it cannot be said in a sentence it is not yet understood.",
        kind=AnswerKind.TEXT,
        asked_of="strategist",
        source="Hiatt 2006, ADKAR: awareness",
    ),
    _asks(
        "Q-C6",
        field="sender",
        asks="Which messages go out, from whom, to whom, when?",
        why="A message without a sender is read as advertising.",
        kind=AnswerKind.RECORDS,
        records="actions",
        asked_of="communication",
        source="Hiatt 2006, ADKAR",
    ),
    _asks(
        "Q-C7",
        asks="Who helps in person, and how soon?",
        why="Silence after a question is the end of a pilot.",
        kind=AnswerKind.TEXT,
        asked_of="head of the help desk",
        source="Hughes et al. 2020, support and transfer of training",
    ),
)

ROLLOUT = (
    _asks(
        "Q-C8",
        asks="How is it rolled out?",
        why="Waves can be compared; a big bang cannot.",
        kind=AnswerKind.CHOICE,
        asked_of="operations",
        source="Hemming et al. 2015, stepped wedge trials",
        options=options(
            big_bang="Everybody on one day",
            waves="Site after site",
            pilot="One place first, then in waves",
            comparison="Some start, some wait, by lot",
        ),
    ),
    _asks(
        "Q-C9",
        asks="What recognition is there?",
        why="Public ranks make people rush, and some stop.",
        kind=AnswerKind.CHOICE,
        asked_of="human resources",
        source="Kluger & DeNisi 1996; Landers, Bauer & Callan 2017",
        options=options(
            none="None",
            private="Progress that only the person sees",
            team="Goals of the team",
            public="Ranks of persons for all to see",
            prizes="Prizes",
        ),
    ),
    _asks(
        "Q-C10",
        asks="How many messages of other campaigns reach a person each week?",
        why="Attention is one budget, however many spend it.",
        kind=AnswerKind.NUMBER,
        asked_of="communication",
        source="Mark, Gudith & Klocke 2008, The cost of interrupted work",
        unit="messages per person and week",
        only_if=Condition(
            (), _some_campaign, "Nobody is served yet who could be reached by others."
        ),
    ),
    _asks(
        "Q-C11",
        asks="How do we say which data we collect and which we never will?",
        why="What is not said is imagined.",
        kind=AnswerKind.TEXT,
        asked_of="steward",
        source="Regulation (EU) 2016/679, articles 12 and 13",
    ),
    _asks(
        "Q-C12",
        asks="How will we say that something did not work?",
        why="Who hides a failure is not believed about a success.",
        kind=AnswerKind.TEXT,
        asked_of="sponsor",
        source="Edmondson 1999, psychological safety",
    ),
)

QUESTIONS = (*CHANGE, *VOICES, *ROLLOUT)
